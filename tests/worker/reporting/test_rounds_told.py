"""Rounds and campaigns in the report, from rows as sweeps leave them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import insert, update

from policies.model import AccountId, CampaignId, Platform
from policies.rounds.spans import Span
from tests.worker.made import a_campaign, a_snapshot, an_ad
from tests.worker.reporting.kept import DAY, ENGLISH, HOUR, NOON, SWEDISH, finding
from worker.store import digests, rounds, runs, snapshots
from worker.store.rounds import Place
from worker.store.runs import Run
from worker.store.tables import accounts
from worker.store.tables_rounds import watches

TUESDAY = NOON - DAY
MORNING = TUESDAY.replace(hour=7, minute=30)
AFTERNOON = TUESDAY.replace(hour=13, minute=30)
C1 = Place(platform=Platform.META, account_id=AccountId("act_1"), campaign_id=CampaignId("c1"))


def a_run(number="c1", *, begun=NOON - 30 * DAY, off=None, over=None, name="Vinter"):
    return Run(
        platform=Platform.META,
        account_id=AccountId("act_1"),
        campaign_id=CampaignId(number),
        name=name,
        link=f"https://example.org/{number}",
        brief_id=None,
        blind=None,
        span=Span(maybe=off or begun, runs_from=begun, seen=over or NOON + DAY, over=over),
    )


def ran(connection, *some):
    snapshots.keep(connection, a_snapshot())
    connection.execute(update(accounts).values(first_seen=NOON - 60 * DAY))
    runs.save(connection, some or [a_run()])


def held(connection, starts):
    """Everything was read in the window, and there was nothing to send."""
    from policies.rounds.days import Note

    told = {C1: Note(read_at=starts + HOUR, because=None, owner="slk")}
    rounds.note(connection, Platform.META, starts, told)
    digests.lay(connection, "slk", starts, threads=0, at=starts + HOUR)


def watched(connection, starts):
    connection.execute(
        insert(watches).values(
            platform="meta", account_id="act_1", campaign_id="c1", starts=starts, how="mark",
            at=starts + HOUR, by="Anna",
        )
    )  # fmt: skip


def test_rounds_are_counted_read_beside_watched(report):
    found = report(
        ran,
        partial(held, starts=MORNING),
        partial(watched, starts=AFTERNOON),
        at=NOON,
        said=ENGLISH,
    )
    every, (one,) = found.json["rounds"]["all"], found.json["rounds"]["each"]
    assert (one["campaign_id"], one["owner"]) == ("c1", "slk")
    assert (one["read"], one["watched"], one["held"]) == (1, 1, 1)
    assert one["due"] == one["held"] + one["missed"] + one["unknown"]
    assert one["missed"] > 0
    assert every == {name: one[name] for name in every}
    assert "Rounds of watching" in found.page.words("h2")


def test_a_week_without_rounds_says_so(report):
    found = report(at=NOON, said=SWEDISH)
    assert found.json["rounds"] == {
        "all": dict.fromkeys(("due", "read", "watched", "held", "missed", "unknown"), 0),
        "each": [],
    }
    assert "Ingen omgång avslutades den här veckan." in found.text


def test_campaigns_of_the_week_with_what_they_lack(report):
    began = NOON - 2 * HOUR
    found = report(
        lambda connection: ran(
            connection,
            a_run("c1"),
            a_run("c2", begun=began, off=began - HOUR, name="Ny"),
            a_run("c5", begun=began, name="Läst"),
            a_run("c3", over=NOON - HOUR, name="Slut"),
            a_run("c4", over=NOON - 30 * DAY, begun=NOON - 60 * DAY, name="Gammal"),
        ),
        partial(finding, number="b", rule="brief.missing", subject_kind="campaign",
                subject_id=a_campaign().id),
        partial(finding, number="p", rule="proof.missing", subject_kind="ad",
                subject_id=an_ad().id),
        at=NOON,
        said=ENGLISH,
    )  # fmt: skip
    told = {one["campaign_id"]: one for one in found.json["campaigns"]}
    assert set(told) == {"c1", "c2", "c3", "c5"}
    assert [one for one in told if told[one]["began_in_week"]] == ["c2"]
    assert [one for one in told if told[one]["over"]] == ["c3"]
    assert [one for one in told if told[one]["no_brief"]] == ["c1"]
    assert [one for one in told if told[one]["no_proof"]] == ["c1"]
    assert "Without a brief: 1" in found.text
    assert "Began in the week: 1" in found.text
    assert (told["c5"]["began"], told["c5"]["began_in_week"]) == (None, False)
    assert "What is missing: brief" in found.text


def test_a_campaign_that_ran_twice_is_one(report):
    found = report(
        lambda connection: ran(
            connection,
            a_run("c1", begun=NOON - 3 * DAY, over=NOON - timedelta(days=2, hours=1)),
            a_run("c1", begun=NOON - HOUR),
        ),
        at=NOON,
    )
    (one,) = found.json["campaigns"]
    assert one["over"] is None


def test_a_campaign_of_which_nobody_told_when_it_began_was_seen_first(report):
    found = report(
        lambda connection: ran(connection, a_run("c5", begun=NOON - HOUR, over=NOON)),
        at=NOON + HOUR,
        said=SWEDISH,
    )
    assert "Gick från: sågs första gången" in found.text
    assert "Började under veckan: 0" in found.text
