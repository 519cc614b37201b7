"""`findings show` and `findings replay`, over what a sweep of the sandbox left in the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.sandbox import Sandbox
from policies.retention import strict
from policies.rules import ON_ACCOUNTS, ON_POSTS, ON_THREADS, remedy_of
from tests.worker.made import DAY
from worker.cli.run import run
from worker.store.judged import listed
from worker.store.opening import open_store
from worker.store.purging import purge
from worker.store.tables import findings as rows
from worker.store.tables_evaluations import evaluations, verdicts
from worker.sweeping.replaying import Again, replay

CONFIGURATION = """
language = "en"
[database]
url = "sqlite:///annonsvakt.db"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
approved_pages = [{pages}]
"""
KEYS = ["id", "replay", "because", "as_of", "then", "now", "input", "rules"]


@pytest.fixture(scope="module")
def served():
    """The invented city, served once."""
    sandbox = Sandbox(clock=lambda: datetime.now(UTC))
    yield sandbox.start()
    sandbox.stop()


@pytest.fixture(scope="module")
def swept(served, tmp_path_factory):
    """A folder with a database that one sweep of the city's Meta has filled."""
    folder = tmp_path_factory.mktemp("swept")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        configure(served)
        assert run(["sweep"]) == 0
    return folder


def configure(url, pages='"1001"'):
    Path("annonsvakt.toml").write_text(CONFIGURATION.format(url=url, pages=pages), "utf-8")


@pytest.fixture
def office(swept, tmp_path, monkeypatch):
    """A copy of that folder's database, for this test to change."""
    monkeypatch.chdir(tmp_path)
    for name in ("annonsvakt.toml", "annonsvakt.db"):
        Path(name).write_bytes((swept / name).read_bytes())
    wal = swept / "annonsvakt.db-wal"
    if wal.exists():
        Path("annonsvakt.db-wal").write_bytes(wal.read_bytes())


@pytest.fixture
def store(office):
    opened = open_store("sqlite:///annonsvakt.db")
    yield opened
    opened.close()


def ask(capsys, *arguments):
    code = run(["findings", *arguments, "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out) if out else " ".join(err.replace("│", " ").split())


def the_ids(capsys, **wanted):
    return [
        one["id"]
        for one in ask(capsys, "--all")[1]
        if all(one[name] == value for name, value in wanted.items())
    ]


def kept(store):
    """The findings of kinds of which it is kept what they were judged by."""
    ids = {rule.id for rule in (*ON_ACCOUNTS, *ON_POSTS)}
    with store.reading() as connection:
        everything = listed(connection, at=datetime.now(UTC), everything=True)
    return [one for one in everything if one.rule in ids]


def a_fail(store):
    """The id of one that fails, of an ad set."""
    return next(one.id for one in kept(store) if one.verdict == "fail" and not one.event)


def test_every_finding_of_a_sweep_is_replayed_the_same(store):
    found = kept(store)
    assert {"ad", "ad_set", "post"} <= {one.subject[0] for one in found}
    assert {"fail", "unknown"} == {one.verdict for one in found}
    with store.reading() as connection:
        again = {(one.rule, replay(connection, one).again) for one in found}
    assert {word for _, word in again} == {Again.SAME}, again


def test_a_replay_answers_with_both_verdicts_and_the_rules(store, capsys):
    code, told = ask(capsys, "replay", kept(store)[0].id)
    assert (code, list(told), told["replay"]) == (0, KEYS, "same")
    assert told["now"] == told["then"]
    assert (told["because"], told["rules"]["changed"]) == (None, False)
    assert told["rules"]["then"] == told["rules"]["now"]
    assert len(told["input"]) == 64


def test_what_is_configured_since_changes_no_replay_for_it_is_kept_with_the_facts(
    store, served, capsys
):
    configure(served, pages='"1002"')
    [one, *_] = [each.id for each in kept(store) if each.clause == "C7" or "sender" in each.rule]
    assert ask(capsys, "replay", one)[1]["replay"] == "same"


def test_people_are_told_the_verdict_and_that_the_rules_are_the_same(store, capsys):
    one = a_fail(store)
    assert run(["findings", "replay", one]) == 0
    out = capsys.readouterr().out
    assert out.startswith("THE SAME VERDICT\nThen, ")
    assert ": fails\n" in out
    assert out.endswith("The rules are the same.\n")


def test_rules_that_have_changed_since_are_told_and_both_verdicts_shown(store, capsys):
    one = a_fail(store)
    with store.writing() as connection:
        # As if other rules had found it: they said something else, of the same facts.
        mine = verdicts.c.finding_id == one
        connection.execute(verdicts.update().where(mine).values(digest="x", outcome="unknown"))
        because = {"template": "Not today.", "values": {}}
        connection.execute(rows.update().where(rows.c.id == one).values(because=because))
        connection.execute(evaluations.update().values(rules="older", version="0.0.1"))
    code, told = ask(capsys, "replay", one)
    assert (code, told["replay"], told["rules"]["changed"]) == (1, "another", True)
    assert told["rules"]["then"] == {"version": "0.0.1", "digest": "older"}
    assert (told["then"]["verdict"], told["then"]["said"]) == ("unknown", "Not today.")
    assert told["now"]["verdict"] == "fail"
    assert run(["findings", "replay", one]) == 1
    out = capsys.readouterr().out
    assert "ANOTHER VERDICT" in out
    assert "Now: fails" in out
    assert "The rules have changed since." in out


def test_a_rule_that_is_no_more_says_so(store, capsys):
    one = a_fail(store)
    with store.writing() as connection:
        connection.execute(rows.update().where(rows.c.id == one).values(rule="rule.gone"))
    code, told = ask(capsys, "replay", one)
    assert (code, told["replay"], told["now"]) == (1, "another", None)
    assert told["because"] == "There is no such rule any more."
    assert run(["findings", "replay", one]) == 1
    assert "There is no such rule any more." in capsys.readouterr().out


def test_a_subject_of_which_the_rule_says_nothing_any_more(store, capsys):
    one = a_fail(store)
    with store.writing() as connection:
        connection.execute(rows.update().where(rows.c.id == one).values(subject_id="gone"))
    _, told = ask(capsys, "replay", one)
    assert told["because"] == "The rule no longer says anything of it."


def test_what_was_purged_is_unknown(store, capsys):
    one = a_fail(store)
    purge(store, strict(), at=datetime.now(UTC) + 366 * DAY, sure=True)
    code, told = ask(capsys, "replay", one)
    assert (code, told["replay"]) == (4, "unknown")
    assert told["because"].startswith("purged: ")
    assert (told["now"], told["input"], told["rules"]["changed"]) == (None, None, None)
    assert run(["findings", "replay", one]) == 4
    out = capsys.readouterr().out
    assert out.startswith("UNKNOWN\n    purged: ")


def test_what_can_no_longer_be_understood_is_unknown(store, capsys):
    one = a_fail(store)
    with store.writing() as connection:
        number = select(verdicts.c.evaluation).where(verdicts.c.finding_id == one)
        mine = evaluations.c.id == number.scalar_subquery()
        connection.execute(evaluations.update().where(mine).values(kind="post"))
    code, told = ask(capsys, "replay", one)
    assert (code, told["replay"]) == (4, "unknown")
    assert told["because"].startswith("What it was judged by cannot be read")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, "It was judged before the program kept"),
        ({"rule": ON_THREADS[0].id}, "It is about what people wrote"),
        (
            {"subject_kind": "account", "evidence": {"briefs": ["b1"]}},
            "It is about an account that nobody reads",
        ),
    ],
)
def test_what_was_never_kept_is_unknown_and_says_why(store, capsys, changed, says):
    one = a_fail(store)
    with store.writing() as connection:
        connection.execute(verdicts.delete().where(verdicts.c.finding_id == one))
        if changed:
            connection.execute(rows.update().where(rows.c.id == one).values(**changed))
    code, told = ask(capsys, "replay", one)
    assert (code, told["replay"], told["then"]) == (4, "unknown", None)
    assert told["because"].startswith(says)


def test_a_finding_is_shown_with_its_mute_and_who_did_what_when(store, capsys):
    one = a_fail(store)
    before = ask(capsys, "show", one)[1]
    said = ("--reason", "rättas i maj", "--by", "Anna", "--diary", " KS 2026/123 ")
    _, muted = ask(capsys, "mute", one, "--until", "2099-05-31", *said)
    mute = muted["mute"]
    assert mute["until"] == "2099-06-01T00:00:00+02:00"
    assert (mute["by"], mute["reason"], mute["diary"]) == ("Anna", "rättas i maj", "KS 2026/123")
    [listed] = [each for each in ask(capsys, "--all")[1] if each["id"] == one]
    assert listed == muted
    after = ask(capsys, "show", one)[1]
    assert (after["mute"], after["state"]) == (mute, "muted")
    # What was found is as it was.
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"mute", "state", "history"}
    assert [(step["action"], step["by"]) for step in after["history"]] == [
        ("opened", None), ("muted", "Anna")
    ]  # fmt: skip
    assert after["history"][1]["diary"] == "KS 2026/123"
    assert before["remedy"] is None or "\n" not in before["remedy"]
    assert run(["findings", "show", one]) == 0
    out = capsys.readouterr().out
    assert "Muted by Anna until" in out
    assert "(diary number KS 2026/123)" in out
    assert "History:\n" in out
    assert run(["findings", "--all"]) == 0
    assert "(diary number KS 2026/123)" in capsys.readouterr().out


def test_a_mute_without_a_number_that_has_run_out_is_told_as_open(store, capsys):
    one = a_fail(store)
    run(["findings", "mute", one, "--until", "2099-05-31", "--reason", "r", "--by", "Anna"])
    capsys.readouterr()
    assert run(["findings", "show", one]) == 0
    assert "diary" not in capsys.readouterr().out
    with store.writing() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(rows.update().where(rows.c.id == one).values(muted_until=past))
    told = ask(capsys, "show", one)[1]
    assert (told["state"], told["mute"]) == ("open", None)
    assert run(["sweep", "--account", told["account_id"]]) == 0
    capsys.readouterr()
    history = ask(capsys, "show", one)[1]["history"]
    assert [step["action"] for step in history] == ["opened", "muted", "mute-ended"]


def test_what_to_do_about_a_fail_is_shown(store, capsys):
    one = next(each for each in kept(store) if remedy_of(each.rule, each.account_id))
    _, told = ask(capsys, "show", one.id)
    assert (told["verdict"], bool(told["remedy"])) == ("fail", True)
    assert run(["findings", "show", one.id]) == 0
    assert f"What to do: {told['remedy'][:20]}" in capsys.readouterr().out
    with store.writing() as connection:
        unsure = rows.update().where(rows.c.id == one.id).values(outcome="unknown")
        connection.execute(unsure)
    assert ask(capsys, "show", one.id)[1]["remedy"] is None


def test_the_evidence_and_the_words_that_people_gave_are_shown(store, capsys):
    one = a_fail(store)
    evidence = {"attest": "film 1", "more": {"a": [], "b": None, "c": ["x", "y"]}}
    with store.writing() as connection:
        changed = {"outcome": "unknown", "evidence": evidence}
        connection.execute(rows.update().where(rows.c.id == one).values(**changed))
    assert run(["attest", one, "--by", "Anna", "--evidence", "sedd i flödet"]) == 0
    capsys.readouterr()
    _, told = ask(capsys, "show", one)
    assert [(word["by"], word["tied_to"]) for word in told["attested"]] == [("Anna", "film 1")]
    assert run(["findings", "show", one]) == 0
    out = capsys.readouterr().out
    assert "    more: a -, b -, c x, y\n" in out
    assert "    attest: film 1\n" in out
    assert "sedd i flödet (film 1)" in out


@pytest.mark.parametrize("command", ["show", "replay"])
def test_a_finding_that_is_not_there_is_refused(office, capsys, command):
    code, why = ask(capsys, command, "nothing")
    assert (code, "no finding nothing" in why) == (2, True)


@pytest.mark.parametrize("command", ["show", "replay"])
def test_a_database_that_cannot_be_used_ends_with_code_4(office, capsys, command):
    Path("annonsvakt.toml").write_text('[database]\nurl = "sqlite:////dev/null/x.db"\n', "utf-8")
    code, told = ask(capsys, command, "x")
    assert (code, told["id"]) == (4, "x")
    assert told["because"]
