"""What needs a person: in order, with clause, campaign, owner and link."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from policies.model import AccountId, CampaignId
from policies.model.briefs import Brief
from tests.worker.made import a_campaign, a_snapshot, an_account, an_ad_set
from tests.worker.reporting.kept import DAY, ENGLISH, HOUR, NOON, finding, settings, thread
from worker.reporting.concerning import concerns
from worker.reporting.telling_urgent import SHOWN
from worker.store import briefs, judged, snapshots

LATER = NOON + DAY


def read(connection):
    """An account with one campaign and one ad set."""
    snapshots.keep(connection, a_snapshot())


def test_the_most_urgent_stands_first(report):
    found = report(
        partial(finding, number="known", severity="info"),
        partial(finding, number="stop"),
        partial(finding, number="warn", severity="warn"),
        partial(finding, number="untold", outcome="unknown", because=None),
        partial(thread, number="late", due=NOON - HOUR),
        partial(thread, number="soon", due=LATER + HOUR),
        at=LATER,
        said=ENGLISH,
    )
    told = [(one["id"], one["urgency"]) for one in found.json["urgent"]]
    assert told == [
        ("stop", "stop"),
        ("late", "overdue"),
        ("warn", "warn"),
        ("soon", "waits"),
        ("untold", "unknown"),
        ("known", "info"),
    ]
    assert found.page.words("h2")[0] == "What needs a person, the most urgent first"
    first = found.json["urgent"][0]
    assert (first["clause"], first["owner"]) == ("C4 placement.one", "slk")
    assert first["link"] == "https://example.org/stop"


def test_an_overdue_thread_stands_there_once_though_a_rule_finds_it_too(report):
    found = report(
        partial(thread, number="late", due=NOON - HOUR),
        partial(finding, number="f9", rule="sla.overdue", subject_kind="comment"),
        at=LATER,
    )
    assert [one["id"] for one in found.json["urgent"]] == ["late"]


def test_nothing_urgent_is_no_section(report):
    found = report(at=LATER)
    assert found.json["urgent"] == []
    assert not any("brådskande" in one for one in found.page.words("h2"))


def test_a_long_list_is_cut_and_says_so(report):
    found = report(*(partial(finding, number=f"f{n}") for n in range(SHOWN + 3)), at=LATER)
    assert len(found.json["urgent"]) == SHOWN + 3
    part = found.text.split("-\n")[1]
    assert "ytterligare 3 finns längre ner och i bilagorna" in part


def test_what_no_stop_reaches_comes_first_and_overdue_threads_are_shown(report):
    stops = [partial(finding, number=f"f{n}") for n in range(SHOWN)]
    found = report(
        *stops,
        partial(finding, number="z", at=NOON + HOUR, rule="access.cannot-pause",
                subject_kind="account"),
        partial(thread, number="late", due=NOON - HOUR),
        at=LATER,
    )  # fmt: skip
    assert found.json["urgent"][0]["id"] == "z"
    part = found.text.split("-\n")[1]
    assert "access.cannot-pause" in part
    assert "https://example.org/c/late" in part


def test_what_was_found_about_one_thing_is_one_row(report):
    found = report(
        partial(finding, number="a", subject_id="7", severity="warn", rule="sender.page"),
        *(partial(finding, number=f"b{n}", subject_id="7", week=f"2026-W4{n}") for n in range(4)),
        at=LATER,
    )
    (one,) = found.json["urgent"]
    assert (one["id"], one["urgency"]) == ("b0", "stop")
    assert one["ids"] == ["b0", "b1", "b2", "b3", "a"]
    assert one["clause"] == "C4 placement.one, C4 sender.page"
    assert "Och ytterligare 2 om samma sak." in found.text


def test_a_finding_is_its_departments_while_the_campaigns_brief_runs(lite):
    with lite.writing() as connection:
        read(connection)
        campaign, ad_set = a_campaign(), an_ad_set()
        finding(connection, "on-set", subject_id=ad_set.id)
        finding(connection, "on-page", subject_kind="page", subject_id="1001")
        found = tuple(judged.listed(connection, at=LATER))
        mine = settings()
        unowned = concerns(connection, found, mine, LATER)
        brief = Brief(
            topic="Vinter",
            department="trafik",
            campaigns=(CampaignId(campaign.id),),
            accounts=(AccountId(an_account().id),),
            ends=LATER.date(),
        )
        briefs.save(connection, "vinter", brief, source="toml", by="Anna", at=NOON)
        owned = concerns(connection, found, mine, LATER)
        over = concerns(connection, found, mine, LATER + 2 * DAY)
        endless = replace(brief, ends=None)
        briefs.save(connection, "vinter", endless, source="toml", by="Anna", at=NOON)
        briefs.close(connection, "vinter", by="Anna", reason="klar", at=LATER)
        closed = [concerns(connection, found, mine, LATER + days * DAY) for days in (0, 1)]
    on_page, on_set = sorted(found, key=lambda one: one.id)
    assert owned.campaign(on_set).name == campaign.name
    assert owned.campaign(on_page) is None
    assert [one.owner(on_set) for one in (unowned, owned, over)] == ["slk", "trafik", "slk"]
    assert [one.owner(on_set) for one in closed] == ["trafik", "slk"]
    assert owned.owner(on_page) == "slk"
    assert owned.name("meta", "unknown-number") == "unknown-number"
    assert owned.name("meta", campaign.id) == campaign.name
