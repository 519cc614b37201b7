"""`purge` and its holds, as they are typed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from policies.model import Platform
from policies.retention import TERMS
from tests.worker.made import a_comment, a_post
from tests.worker.queued import put
from worker.cli.run import run
from worker.clock import now
from worker.store import sweeps, tables
from worker.store.opening import open_store
from worker.store.tables import post_campaigns

OLD = timedelta(days=400)


@pytest.fixture
def store(tmp_path, monkeypatch, sqlite_url):
    """A city's database, and its configuration in the folder where one works."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(f'[database]\nurl = "{sqlite_url}"\n')
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def campaign(store, platform=Platform.LINKEDIN, age=OLD):
    """A post of a campaign with one comment that was answered long ago."""
    post = a_post(1, platform)
    put(store, a_comment("1", post=post), post=post, at=now() - age, state="answered")
    with store.writing() as connection:
        connection.execute(
            post_campaigns.insert().values(
                platform=str(platform),
                post_id=post.id,
                campaign_id="301",
                account_id="5001",
                ran_until=now() - age,
            )
        )


def asked(capsys, *arguments, lang="en"):
    capsys.readouterr()
    code = run(["--lang", lang, *arguments])
    return code, capsys.readouterr()


def told(capsys, *arguments):
    code, said = asked(capsys, *arguments, "--json")
    return code, json.loads(said.out)


def hold(capsys, *more, platform="linkedin", campaign="301"):
    place = ("--platform", platform, "--campaign", campaign)
    return told(capsys, "purge", "hold", *place, "--by", "Anna", "--reason", "mål 12", *more)


def test_all_classes_are_counted_and_the_old_key_stays(store, capsys):
    campaign(store)
    code, done = told(capsys, "purge")
    assert (code, done["linkedin_comments"], done["erased"]["linkedin_comments"]) == (0, 1, 1)
    assert set(done["erased"]) == {one.name for one in TERMS}
    assert (done["held"], done["waiting"]) == ({}, [])
    assert (done["dry_run"], done["because"]) == (False, None)
    assert told(capsys, "purge")[1]["erased"]["linkedin_comments"] == 0


def test_a_dry_run_shows_the_same_and_erases_nothing(store, capsys):
    campaign(store)
    for _ in range(2):
        code, done = told(capsys, "purge", "--dry-run")
        assert (code, done["erased"]["linkedin_comments"], done["dry_run"]) == (0, 1, True)
    code, said = asked(capsys, "purge", "--dry-run")
    assert "To be erased: 1 LinkedIn comments." in said.out


def test_people_read_it_in_sentences(store, capsys):
    campaign(store, Platform.META)
    code, said = asked(capsys, "purge")
    assert code == 0
    assert "Erased: text, author and time of 0 LinkedIn comments" in said.out
    assert "comments and messages on Meta whose thread is settled: 1" in said.out
    assert "kommentarer och meddelanden" not in said.out


def test_what_waits_for_the_clock_needs_a_person_and_may_be_vouched_for(store, capsys):
    campaign(store, Platform.META)
    with store.writing() as connection:
        sweeps.begin(connection, {}, now() - timedelta(days=30))
    code, done = told(capsys, "purge")
    assert (code, done["waiting"]) == (1, ["meta_comments"])
    assert "the clock may be wrong" in " ".join(asked(capsys, "purge")[1].out.split())
    code, done = told(capsys, "purge", "--clock-is-right")
    assert (code, done["waiting"], done["erased"]["meta_comments"]) == (0, [], 1)


def test_a_hold_of_linkedin_does_not_cover_what_members_wrote(store, capsys):
    campaign(store)
    code, made = hold(capsys)
    assert (code, made["linkedin_comments"], made["diary"]) == (0, False, None)
    assert told(capsys, "purge")[1]["erased"]["linkedin_comments"] == 1


def test_under_a_diary_number_it_does_until_it_is_released(store, capsys):
    campaign(store)
    code, made = hold(capsys, "--linkedin-comments", "SLK 2026/77", "--until", "2099-12-31")
    assert (code, made["diary"], made["account_ids"]) == (0, "SLK 2026/77", ["5001"])
    done = told(capsys, "purge")[1]
    assert (done["linkedin_comments"], done["held"]) == (0, {"linkedin_comments": 1})
    text = " ".join(asked(capsys, "purge")[1].out.split())
    assert "Too old, and held" in text
    code, rows = told(capsys, "purge", "holds")
    assert [one["id"] for one in rows] == [made["id"]]
    listing = " ".join(asked(capsys, "purge", "holds")[1].out.split())
    assert "beyond LinkedIn's terms, under SLK 2026/77" in listing
    end = ("purge", "release", made["id"], "--by", "Bo", "--reason", "avgjort")
    assert told(capsys, *end) == (0, {"id": made["id"], "released": True, "because": None})
    assert told(capsys, *end)[1]["released"] is False
    assert told(capsys, "purge", "holds") == (0, [])
    assert "Released by Bo" in asked(capsys, "purge", "holds", "--all")[1].out
    assert told(capsys, "purge")[1]["linkedin_comments"] == 1


def test_people_read_of_holds_in_sentences(store, capsys):
    campaign(store)
    assert "No campaign is held." in asked(capsys, "purge", "holds")[1].out
    order = ("purge", "hold", "--platform", "linkedin", "--campaign", "301", "--by", "Anna")
    said = asked(capsys, *order, "--reason", "x", lang="sv")[1].out
    assert "raderas ändå efter sina timmar" in said
    said = asked(capsys, *order, "--reason", "x", "--linkedin-comments", "D 1")[1].out
    assert "kept beyond LinkedIn's terms, under D 1" in " ".join(said.split())
    assert "It was released before." not in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--campaign", "310"), "did you mean 301?"),
        (("--platform", "myspace"), "choose one of meta, linkedin, x"),
        (("--linkedin-comments", " "), "name the diary number"),
        (("--until", "2020-01-01"), "is past"),
        (("--until", "9999-12-31"), "1953 to 2100"),
        (("--by", " "), "say who you are"),
    ],
)
def test_a_hold_that_says_too_little_is_refused(store, capsys, arguments, says):
    campaign(store)
    given = {"--platform": "linkedin", "--campaign": "301", "--by": "A", "--reason": "x"}
    given |= {arguments[0]: arguments[1]}
    flat = [part for pair in given.items() for part in pair]
    code, said = asked(capsys, "purge", "hold", *flat)
    assert code == 2
    assert says in " ".join(said.err.split())


def test_members_words_are_held_on_linkedin_alone_and_an_unknown_hold_is_refused(store, capsys):
    campaign(store, Platform.META)
    place = ("--platform", "meta", "--campaign", "301", "--by", "A", "--reason", "x")
    code, said = asked(capsys, "purge", "hold", *place, "--linkedin-comments", "D 1")
    assert (code, "only for a campaign on LinkedIn" in said.err) == (2, True)
    made = hold(capsys, platform="meta")[1]
    for wrong, says in ((made["id"][:-1], f"did you mean {made['id']}?"), ("zz", "no such hold")):
        code, said = asked(capsys, "purge", "release", wrong, "--by", "A", "--reason", "x")
        assert (code, says in " ".join(said.err.split())) == (2, True)


def test_without_a_database_json_says_why(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text('[database]\nurl = "sqlite:////nowhere/x/a.db"\n')
    code, done = told(capsys, "purge")
    assert (code, done["linkedin_comments"], done["erased"]) == (4, None, {})
    assert "cannot be opened" in done["because"]


def test_long_work_says_how_far_it_has_come(store, capsys):
    begun = now() - OLD
    with store.writing() as connection:
        first = sweeps.begin(connection, {}, begun)
        row = connection.execute(tables.sweeps.select()).mappings().one()
        rows = [
            {**row, "id": first + number, "started_at": begun - timedelta(minutes=number)}
            for number in range(1, 10_002)
        ]
        connection.execute(tables.sweeps.insert(), rows)
    code, said = asked(capsys, "purge", "--clock-is-right")
    assert (code, "sweeps: 10000 erased" in said.err.replace("\xa0", "")) == (0, True)
