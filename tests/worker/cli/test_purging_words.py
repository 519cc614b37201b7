"""`purge erase`, `erasures` and `lift`, as they are typed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from policies.model import Platform
from tests.worker.made import PAGE, a_comment, a_post
from tests.worker.queued import put
from tests.worker.sweeping.settled import read
from worker.cli.run import run
from worker.clock import now
from worker.store.opening import open_store
from worker.store.tables import post_campaigns

SIGNED = ("--by", "Anna", "--reason", "dnr 2026/91")
KEYS = {
    "id", "comments", "threads", "held", "before", "nameless", "namesakes", "named",
    "mails", "on_disk", "dry_run", "because",
}  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch, sqlite_url):
    """A city's database, and its configuration in the folder where one works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)  # a row of a table is one line
    (tmp_path / "annonsvakt.toml").write_text(
        f'[database]\nurl = "{sqlite_url}"\n[meta]\npages = ["{PAGE}"]\n'
    )
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def asked(capsys, *arguments, lang="en"):
    capsys.readouterr()
    code = run(["--lang", lang, *arguments])
    return code, capsys.readouterr()


def told(capsys, *arguments):
    code, said = asked(capsys, *arguments, "--json")
    return code, json.loads(said.out)


def erase(capsys, *which, platform="meta"):
    return told(capsys, "purge", "erase", "--platform", platform, *which, *SIGNED)


def in_words(capsys, *which, lang="en"):
    order = ("purge", "erase", "--platform", "meta", *which, *SIGNED)
    code, said = asked(capsys, *order, lang=lang)
    return code, " ".join((said.out + said.err).split())


@pytest.fixture
def question(store):
    read(store, a_comment("901001", by="901"), a_comment("901002", by="902"), at=now())
    return store


def test_what_an_author_wrote_is_erased_and_the_question_still_waits(question, capsys):
    code, done = erase(capsys, "--author", "901")
    assert (code, done["comments"], len(done["threads"]), done["held"]) == (0, 1, 1, 0)
    assert set(done) == KEYS
    code, rows = told(capsys, "queue")
    (one,) = [row for row in rows if row["id"] in done["threads"]]
    assert (one["text"], one["author"]) == (None, None)
    assert (one["state"], one["link"]) == ("open", "https://example.org/comment/901001")
    assert one["due_at"] is not None
    assert "(erased, for a person asked" in " ".join(asked(capsys, "queue")[1].out.split())
    assert "a person asked for it" in asked(capsys, "queue", "show", one["id"])[1].out


def test_a_dry_run_counts_and_erases_nothing(question, capsys):
    for _ in range(2):
        code, done = erase(capsys, "--author", "901", "--dry-run")
        assert (code, done["id"], done["comments"], done["dry_run"]) == (0, None, 1, True)
    assert "To be erased: 1 comments" in in_words(capsys, "--author", "901", "--dry-run")[1]
    assert told(capsys, "purge", "erasures") == (0, [])
    assert "Nothing was erased for a person." in asked(capsys, "purge", "erasures")[1].out


def test_people_read_it_in_sentences(question, capsys):
    code, said = in_words(
        capsys, "--comment", "901001", "--comment", "901002", "--comment", "901001"
    )
    assert code == 0
    assert "Erased: text and author of 2 comments and messages in 2 threads" in said
    assert "Where they still stand on Meta no later reading keeps them" in said
    assert "Copies of the database made before hold it until they are 31 days old" in said
    assert "those that somebody named or took elsewhere until somebody deletes them" in said
    assert "Erased for a person before: 1." in in_words(capsys, "--comment", "901001")[1]
    said = in_words(capsys, "--comment", "901001", lang="sv")[1]
    assert "Inget hittades som kunde raderas. Raderat för en person tidigare: 1." in said


def test_an_erasure_is_listed_and_lifted(question, capsys):
    made = erase(capsys, "--author", "901")[1]["id"]
    (one,) = told(capsys, "purge", "erasures")[1]
    assert (one["id"], one["comments"], one["by"], one["reason"]) == (
        made,
        1,
        "Anna",
        "dnr 2026/91",
    )
    assert "901" not in json.dumps([one | {"id": "", "at": ""}])
    end = ("purge", "lift", made, "--by", "Bo", "--reason", "fel person")
    assert told(capsys, *end) == (0, {"id": made, "lifted": True, "because": None})
    assert told(capsys, *end)[1]["lifted"] is False
    assert "It was lifted before." in asked(capsys, *end)[1].out
    listing = " ".join(asked(capsys, "purge", "erasures")[1].out.split())
    assert "1 comments and messages on Meta. Anna" in listing
    assert "Lifted by Bo" in listing
    code, said = asked(capsys, "purge", "lift", made[:-1], "--by", "Bo", "--reason", "x")
    assert (code, f"did you mean {made}?" in " ".join(said.err.split())) == (2, True)


def hold(store, capsys):
    """Have what belongs to the post's campaign held; the answer is the hold's id."""
    row = {"platform": "meta", "post_id": a_post().id, "campaign_id": "301", "account_id": "5001"}
    with store.writing() as connection:
        connection.execute(post_campaigns.insert().values(ran_until=now(), **row))
    order = ("purge", "hold", "--platform", "meta", "--campaign", "301", *SIGNED)
    return told(capsys, *order)[1]["id"]


def test_what_a_hold_keeps_is_told_and_needs_a_person(store, capsys):
    put(store, a_comment("1", by="901"), post=a_post(), at=now())
    hold(store, capsys)
    code, done = erase(capsys, "--author", "901")
    assert (code, done["comments"], done["held"]) == (1, 0, 1)
    assert "Held, and not erased: 1." in in_words(capsys, "--author", "901")[1]


def test_nothing_found_is_no_pass(store, capsys):
    post = a_post(1, Platform.LINKEDIN)
    read(store, a_comment("7", by="901", post=post), post=post, at=now() - timedelta(days=3))
    asked(capsys, "purge")
    code, done = erase(capsys, "--author", "901", platform="linkedin")
    assert (code, done["comments"], done["nameless"]) == (1, 0, 1)
    assert erase(capsys, "--comment", "7", platform="linkedin")[0] == 0
    code, done = erase(capsys, "--author", "901", platform="linkedin")
    assert (code, done["nameless"]) == (1, 0)


@pytest.mark.parametrize(
    ("which", "says"),
    [
        ((), "name an author, or a comment"),
        (("--author", " "), "name an author, or a comment"),
        (("--author", "901", "--comment", ""), "name an author, or a comment"),
        (("--comment", "901009"), "message 901009; did you mean 90100"),
        (("--author", "Tuva Myrmalm"), "name the id: 901, 902"),
        (("--author", PAGE), "the city wrote that itself"),
    ],
)
def test_what_names_nobody_is_refused(question, capsys, which, says):
    answer = a_comment("901003", "901001", by=PAGE, text="I maj.", author_name="Staden")
    read(question, answer, at=now())
    code, said = in_words(capsys, *which)
    assert (code, says in said) == (2, True), said
    assert told(capsys, "purge", "erasures") == (0, [])


def test_without_a_database_json_says_why(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text('[database]\nurl = "sqlite:////nowhere/x/a.db"\n')
    code, done = erase(capsys, "--author", "901")
    assert (code, done["comments"], done["named"], set(done)) == (4, None, None, KEYS)
    assert "cannot be opened" in done["because"]


def test_a_restored_backup_says_what_is_erased_again_and_what_has_to_be(question, capsys):
    file = told(capsys, "db", "backup")[1]["file"]
    read(question, a_comment("901009", by="909"), at=now())
    erase(capsys, "--comment", "901001", "--comment", "901009")
    question.close()
    code, said = asked(capsys, "db", "restore", file, "--replace")
    words = " ".join(said.out.split())
    assert (code, "Erased again, for persons had asked: 1 comments." in words) == (0, True)
    assert "Newer than the backup, and erased when they are read again: 1 comments." in words
    code, done = told(capsys, "db", "restore", file, "--replace")
    assert (code, done["erased_again"], done["erased_when_read"]) == (0, 1, 1)


def test_a_restored_backup_says_what_was_held_since(question, capsys):
    file = told(capsys, "db", "backup")[1]["file"]
    made = hold(question, capsys)
    question.close()
    code, said = asked(capsys, "db", "restore", file, "--replace")
    words = " ".join(said.out.split())
    assert (code, "Newer than the backup, and carried over: 1 holds." in words) == (0, True)
    code, done = told(capsys, "db", "restore", file, "--replace")
    assert (code, done["holds_carried"], done["erased_again"]) == (0, 1, 0)
    assert [one["id"] for one in told(capsys, "purge", "holds")[1]] == [made]


def test_others_who_bear_the_name_are_named_and_so_is_what_nobody_can_tell(question, capsys):
    read(question, a_comment("901003", by=None, author_name=None), at=now())
    code, done = erase(capsys, "--author", "901", "--dry-run")
    assert (code, done["namesakes"], done["nameless"], done["mails"]) == (0, ["902"], 1, None)
    said = in_words(capsys, "--author", "901")[1]
    assert "The same name stands beside other ids, of the same person or of others: 902." in said
    assert "1 comments and messages on Meta are kept without their author's id" in said


def test_where_the_person_is_named_by_others_is_told_and_stays(question, capsys):
    answer = a_comment("901003", "901001", by=PAGE, text="Hej Tuva Myrmalm!", author_name="Staden")
    friend = a_comment("901004", by="903", text="Fråga Tuva Myrmalm.", author_name="Bo")
    read(question, answer, friend, at=now())
    everywhere = {"comments": ["901004"], "ours": ["901003"], "threads": [], "findings": []}
    for dry in (("--dry-run",), ()):
        assert erase(capsys, "--author", "901", *dry)[1]["named"] == everywhere
    thread = told(capsys, "queue")[1][0]["id"]
    done = ("queue", "close", thread, "--by", "Bo", "--reason", "Tuva Myrmalm ringde")
    assert asked(capsys, *done)[0] == 0
    code, said = in_words(capsys, "--author", "902")
    assert code == 0
    assert "somebody of the same name, in 1 comments and messages: 901004." in said
    assert "The city itself names the person in 1: 901003." in said
    assert f"Reasons that staff typed with {thread} name the person." in said
    assert erase(capsys, "--comment", "901004")[1]["named"]["comments"] == []
    assert erase(capsys, "--author", "Tuva Myrmalm")[1]["named"]["ours"] == ["901003"]


def test_of_many_who_name_the_person_the_first_are_told(question, capsys):
    many = [
        a_comment(f"9020{n:02}", by="903", text="Tuva Myrmalm", author_name="Bo") for n in range(25)
    ]
    read(question, *many, at=now())
    said = in_words(capsys, "--author", "901", "--dry-run")[1]
    assert "in 25 comments and messages: 902000, 902001" in said
    assert "902019, …." in said
    assert len(erase(capsys, "--author", "901")[1]["named"]["comments"]) == 25
