"""What a person asks to have erased: erased, never kept again, and nobody forgotten for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform
from policies.retention import strict
from tests.worker.made import NOON, PAGE, a_comment, a_post, some_settings
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.store import comments, erasures, threads
from worker.store.errors import UnknownId
from worker.store.personal import OurOwn, Several, Wanted, find
from worker.store.purging import purge
from worker.store.tables import comments as table
from worker.sweeping import erasing
from worker.sweeping.judgement import judgement
from worker.sweeping.settling import settle

HOUR = timedelta(hours=1)
LINKEDIN = a_post(1, Platform.LINKEDIN)
OURS = frozenset({PAGE})
QUESTION = a_comment("1", by="901")


def wanted(author=None, *ids, platform=Platform.META):
    return Wanted(platform=platform, author=author, comments=ids)


def erase(store, asked, at=NOON + HOUR):
    """Erase it; the answer is the erasure and what was found."""
    done = erasing.erase(store, JUDGEMENT, asked, by="Anna", reason="dnr 91", at=at)
    return done.made, done.found


def found(store, asked, at=NOON + HOUR):
    with store.reading() as connection:
        return find(connection, asked, OURS, at)


def lift(store, which):
    with store.writing() as connection:
        return erasures.lift(connection, which, by="Bo", reason="fel person", at=NOON + 2 * HOUR)


def rows(store):
    with store.reading() as connection:
        told = connection.execute(select(table).order_by(table.c.kind, table.c.id)).all()
    return {row.id: row for row in told}


def said(store):
    """What is left of each comment's words and author."""
    return {key: (row.text, row.author_id, row.author_name) for key, row in rows(store).items()}


def thread_of(store, comment):
    with store.reading() as connection:
        return threads.one(connection, comments.own_thread_id(comment))


NOTHING = (None, None, None)


@pytest.mark.parametrize("asked", [wanted("901"), wanted(None, "1"), wanted("901", "1")])
def test_words_and_author_go_and_other_peoples_stay(store, asked):
    read(store, QUESTION, a_comment("2", "1", by="902"), a_comment("3", by="902"))
    before = said(store)
    made, what = erase(store, asked)
    assert (what.these, len(what.threads)) == ((("comment", "1"),), 1)
    assert said(store) == before | {"1": NOTHING}
    assert (made.comments, made.by, made.reason) == (1, "Anna", "dnr 91")
    assert rows(store)["1"].tags == []
    with store.reading() as connection:
        assert erasures.listed(connection) == (made,)


def test_no_later_reading_keeps_them_although_they_still_stand_there(store):
    read(store, QUESTION)
    erase(store, wanted("901"))
    read(store, QUESTION, at=NOON + 2 * HOUR)
    read(store, a_comment("1", by="901", text="Ändrat", attachment="photo"), at=NOON + 3 * HOUR)
    assert said(store) == {"1": NOTHING}
    row = rows(store)["1"]
    assert (row.attachment, row.created_at, row.fetched_at) == (None, NOON, NOON + 3 * HOUR)
    assert found(store, wanted("901")).these == ()
    assert found(store, wanted(None, "1")).before == 1


def test_what_the_same_person_writes_later_is_read(store):
    read(store, QUESTION)
    erase(store, wanted("901"))
    read(store, QUESTION, a_comment("2", by="901"), at=NOON + 2 * HOUR)
    assert said(store)["1"] == NOTHING
    assert said(store)["2"][1] == "901"
    assert thread_of(store, a_comment("2")).state == "open"


def test_who_asked_is_not_forgotten_and_is_answered(store):
    read(store, QUESTION)
    before = thread_of(store, QUESTION)
    erase(store, wanted("901"))
    read(store, QUESTION, at=NOON + 2 * HOUR)
    now = thread_of(store, QUESTION)
    assert (now.state, now.due_at, now.comment_id) == ("open", before.due_at, "1")
    answer = a_comment("2", "1", by=PAGE, at=NOON + 3 * HOUR, text="I maj. /Anna")
    read(store, QUESTION, answer, at=NOON + 4 * HOUR)
    assert thread_of(store, QUESTION).state == "answered"
    read(store, QUESTION, answer, at=NOON + 5 * HOUR)
    assert thread_of(store, QUESTION).state == "answered"


def test_what_needed_no_answer_needs_none_afterwards(store):
    cheer = a_comment("1", by="901", text="Så fint!")
    read(store, cheer)
    assert thread_of(store, cheer).state == "exempt"
    erase(store, wanted("901"))
    read(store, cheer, at=NOON + 2 * HOUR)
    assert thread_of(store, cheer).state == "exempt"


def test_a_comment_that_its_author_deletes_afterwards_is_gone_and_its_thread_closes(store):
    read(store, QUESTION)
    erase(store, wanted("901"))
    with store.writing() as connection:
        touched = comments.mark_gone(connection, Platform.META, ["1"], NOON + 2 * HOUR)
        settle(connection, touched, JUDGEMENT, NOON + 2 * HOUR)
    assert thread_of(store, QUESTION).state != "open"
    assert said(store) == {"1": NOTHING}


def test_lifted_the_next_reading_keeps_them_again(store):
    read(store, QUESTION)
    made, _ = erase(store, wanted("901"))
    assert lift(store, made.id)
    assert not lift(store, made.id)
    assert said(store) == {"1": NOTHING}
    read(store, QUESTION, at=NOON + 3 * HOUR)
    assert said(store)["1"][:2] == (QUESTION.text, "901")
    assert rows(store)["1"].reworded_at is None
    with store.reading() as connection:
        (one,) = erasures.listed(connection)
    assert (one.lifted_by, one.lifted_reason) == ("Bo", "fel person")
    with pytest.raises(UnknownId) as unknown:
        lift(store, made.id[:-1])
    assert unknown.value.near == (made.id,)


def test_a_name_that_is_one_persons_leads_to_all_of_hers(lite):
    renamed = a_comment("2", by="901", author_name="Tuva Bergman")
    unnamed = a_comment("3", by=None)
    read(lite, QUESTION, renamed, unnamed, a_comment("4", by="902", author_name="Ona Brunn"))
    hers = (("comment", "1"), ("comment", "2"), ("comment", "3"))
    for asked in (wanted("Tuva Myrmalm"), wanted("Tuva Bergman"), wanted("901")):
        told = found(lite, asked)
        assert (told.these, told.nameless) == (hers, 0)
    read(lite, a_comment("5", by="903"))
    with pytest.raises(Several) as several:
        found(lite, wanted("Tuva Myrmalm"))
    assert several.value.ids == ("901", "903")
    assert found(lite, wanted("903")).these == (("comment", "3"), ("comment", "5"))


def test_a_name_without_an_id_will_do_and_others_without_are_counted(lite):
    read(lite, a_comment("1", by=None, author_name="tuva_m"), a_comment("2", by=None))
    told = found(lite, wanted("tuva_m"))
    assert (told.these, told.nameless) == ((("comment", "1"),), 1)


def test_an_id_is_not_taken_for_a_name(lite):
    read(lite, a_comment("1", by="901"), a_comment("2", by="902", author_name="901"))
    assert found(lite, wanted("901")).these == (("comment", "1"),)


def test_messages_and_comments_of_the_same_number_both_go(lite):
    read(lite, QUESTION)
    message = a_comment("1", by="901", kind="message", post_id=None)
    with lite.writing() as connection:
        threads.begin(connection, [message], post_id=None, owner="slk", at=NOON)
        comments.save(connection, [message], NOON)
    _, what = erase(lite, wanted(None, "1"))
    assert what.these == (("comment", "1"), ("message", "1"))
    with lite.reading() as connection:
        assert connection.execute(select(table.c.text)).scalars().all() == [None, None]


def test_platforms_are_told_apart(lite):
    read(lite, QUESTION)
    read(lite, a_comment("7", by="901", post=LINKEDIN), post=LINKEDIN)
    _, what = erase(lite, wanted("901", platform=Platform.LINKEDIN))
    assert what.these == (("comment", "7"),)
    assert said(lite)["1"][0] == QUESTION.text


def test_of_what_is_kept_without_an_author_nobody_can_tell_whose_it_is(lite):
    both = (a_comment("7", by="901", post=LINKEDIN), a_comment("8", by="902", post=LINKEDIN))
    read(lite, *both, post=LINKEDIN)
    purge(lite, strict(), at=NOON + 49 * HOUR)
    asked = wanted("901", platform=Platform.LINKEDIN)
    told = found(lite, asked, NOON + 50 * HOUR)
    assert (told.these, told.nameless) == ((), 2)
    assert erase(lite, asked, NOON + 50 * HOUR)[0] is None
    erase(lite, wanted(None, "7", platform=Platform.LINKEDIN), NOON + 50 * HOUR)
    assert found(lite, asked, NOON + 50 * HOUR).nameless == 1
    read(lite, *both, at=NOON + 51 * HOUR, post=LINKEDIN)
    assert said(lite)["7"] == NOTHING
    assert said(lite)["8"][1] == "902"


@pytest.mark.parametrize("asked", [wanted(PAGE), wanted(None, "2"), wanted("901", "2")])
def test_what_the_city_wrote_itself_is_not_erased(lite, asked):
    read(lite, QUESTION, a_comment("2", "1", by=PAGE))
    with pytest.raises(OurOwn):
        erase(lite, asked)
    assert said(lite)["1"] != NOTHING


def test_a_comment_that_is_not_kept_is_an_unknown_id_and_nothing_is_erased(lite):
    read(lite, a_comment("12340001", by="901"))
    with pytest.raises(UnknownId) as unknown:
        erase(lite, wanted("901", "12340002"))
    assert unknown.value.near == ("12340001",)
    assert said(lite)["12340001"] != NOTHING


def test_what_nobody_wrote_is_no_erasure(lite):
    read(lite, QUESTION)
    made, what = erase(lite, wanted("999"))
    assert (made, what.these, what.nameless) == (None, (), 0)
    with lite.reading() as connection:
        assert erasures.listed(connection) == ()


def test_what_turns_out_to_be_the_citys_own_is_kept_and_answers(lite):
    city = "urn:li:organization:77"
    question = a_comment("7", by="901", post=LINKEDIN)
    answer = a_comment("8", "7", by=city, post=LINKEDIN, at=NOON + HOUR, text="I maj. /Anna")
    read(lite, question, answer, at=NOON + 2 * HOUR, post=LINKEDIN)
    purge(lite, strict(), at=NOON + 51 * HOUR)
    erase(lite, wanted(None, "8", platform=Platform.LINKEDIN), NOON + 52 * HOUR)
    read(lite, question, answer, at=NOON + 53 * HOUR, post=LINKEDIN)
    assert said(lite)["8"][:2] == (answer.text, city)
    assert thread_of(lite, question).state == "answered"


@pytest.mark.parametrize("text", [None, ""])
def test_a_reading_without_words_changes_nothing(lite, text):
    threat = a_comment("1", by="901", text="jag ska döda dig")
    read(lite, threat)
    erase(lite, wanted("901"))
    before = rows(lite)["1"]
    assert before.judged["moderate"] == ["threat"]
    read(lite, replace(threat, text=text), at=NOON + 2 * HOUR)
    after = rows(lite)["1"]
    assert (after.judged, after.reworded_at) == (before.judged, None)
    read(lite, threat, at=NOON + 3 * HOUR)
    assert rows(lite)["1"].reworded_at is None


def test_other_word_lists_judge_anew_and_are_no_change_by_the_author(lite):
    read(lite, QUESTION)
    erase(lite, wanted("901"))
    stricter = judgement(some_settings(moderation={"threats": ["anmälan"]}))
    with lite.writing() as connection:
        judge = stricter.judge(connection, Platform.META)
        comments.save(connection, [QUESTION], NOON + 2 * HOUR, judge)
    row = rows(lite)["1"]
    assert (row.judged["moderate"], row.reworded_at) == (["threat"], None)


def test_a_change_by_the_author_is_seen_although_the_words_are_not_kept(lite):
    read(lite, QUESTION)
    erase(lite, wanted("901"))
    read(lite, replace(QUESTION, text="Och när stänger den?"), at=NOON + 2 * HOUR)
    row = rows(lite)["1"]
    assert (row.reworded_at, len(row.judged["mark"])) == (NOON + 2 * HOUR, 4)
    assert "stänger" not in str(row)
