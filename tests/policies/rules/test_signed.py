"""C13: answers with a name at their end, those without, and those of which nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policies.model import Platform
from policies.rule import Breach, Pass, Unknown
from policies.rules.signed import REPLY_UNSIGNED
from tests.policies.rules.heard import heard, verdicts
from tests.policies.threads.talked import CITY, at, faded, gone, said

QUESTION = said(0, number="q")


def our(hours, text, **options):
    return said(hours, text, by=CITY, number="a", **options)


def word(*messages, **changed):
    return verdicts(REPLY_UNSIGNED, heard(*messages, **changed)).get("a")


@pytest.mark.parametrize("text", ["Ja. /Anna", "Ja.\nLina", "Ja. /Lina", "Mvh Lina"])
def test_a_signed_answer_is_as_it_should_be(text):
    assert isinstance(word(QUESTION, our(1, text)), Pass)


@pytest.mark.parametrize("text", ["Ja.", "👍", "Hej Anna! Det gör vi.", "Ja. /Redaktionen", ""])
def test_an_answer_without_a_name_is_told(text):
    told = word(QUESTION, our(1, text))
    assert isinstance(told, Breach)
    assert told.on == date(2026, 11, 23)
    assert told.link == "https://example.org/post"
    assert told.evidence == {"thread": "thread", "post": "1001_1"}


def test_what_may_be_a_name_is_unknown():
    assert isinstance(word(QUESTION, our(1, "Tack Anna!")), Unknown)


def test_an_answer_of_which_no_text_was_told_is_unknown():
    assert isinstance(word(QUESTION, our(1, None)), Unknown)


def test_what_the_city_writes_by_itself_answers_nobody():
    assert word(our(1, "Läs mer på vår sida.")) is None
    assert word(our(1, "Läs mer på vår sida."), said(2, number="q")) is None


def test_whom_an_answer_is_for_may_be_erased():
    assert isinstance(word(faded(QUESTION), our(1, "Ja.")), Unknown)
    assert isinstance(word(faded(QUESTION), our(1, "Ja. /Anna")), Pass)
    assert word(our(1, "Ja.", seen=1), faded(said(3, number="q"))) is None


def test_a_question_that_was_deleted_was_answered_all_the_same():
    assert isinstance(word(gone(QUESTION), our(1, "Ja.")), Breach)


def test_answers_that_nobody_can_see_are_told_no_more():
    assert word(QUESTION, gone(our(1, "Ja."))) is None
    assert word(QUESTION, our(1, "Ja.", hidden=True)) is None


def test_answers_from_before_the_service_read_threads_are_not_judged():
    assert word(QUESTION, our(1, "Ja."), since=at(2)) is None
    assert isinstance(word(QUESTION, our(1, "Ja."), since=at(1)), Breach)


def test_answers_by_others_and_in_a_thread_that_could_not_be_read_are_not_judged():
    assert verdicts(REPLY_UNSIGNED, heard(QUESTION, said(1, "Ja.", number="a"))) == {}
    assert word(QUESTION, our(1, "Ja."), lost=QUESTION) is None


def test_the_day_is_the_citys_and_of_linkedin_the_one_on_which_we_saw_it():
    late = our(14.5, "Ja.", seen=30)  # 00:30 on Tuesday in Stockholm; first seen at 16:00
    assert word(QUESTION, late).on == date(2026, 11, 24)
    early = our(1, "Ja.", seen=30)
    assert word(QUESTION, early).on == date(2026, 11, 23)
    linkedin = word(QUESTION, early, platform=Platform.LINKEDIN)
    assert linkedin.on == date(2026, 11, 24)


def test_an_answer_in_a_conversation_is_a_message():
    told = word(QUESTION, our(1, "Ja."), kind="message", channel=None, post_id=None, link=None)
    assert (told.subject.kind, told.link) == ("message", None)


def test_a_finding_holds_no_text_and_no_author():
    answer = our(1, "Ja, hemligheten.")
    answer = replace(answer, comment=replace(answer.comment, author_name="Staden"))
    told = repr(word(QUESTION, answer))
    assert not any(one in told for one in ("hemligheten", "Staden", "När öppnar", "500"))


def test_what_may_be_a_name_is_told_with_day_link_and_why():
    told = word(QUESTION, our(1, "Tack Anna!"))
    assert (told.on, told.link) == (date(2026, 11, 23), "https://example.org/post")
    assert told.evidence == {"thread": "thread", "post": "1001_1"}
    assert told.because.english() == "The answer ends with something that may be a name."


def test_each_doubt_says_what_nobody_can_tell():
    assert "text" in word(QUESTION, our(1, None)).because.english()
    assert "answers anybody" in word(faded(QUESTION), our(1, "Ja.")).because.english()


def test_a_signed_answer_passes_on_its_day():
    assert word(QUESTION, our(1, "Ja. /Anna")).on == date(2026, 11, 23)


def test_an_answer_that_was_first_seen_with_an_erased_message_may_be_to_it():
    assert isinstance(word(our(1, "Ja.", seen=3), faded(said(3, number="q", seen=3))), Unknown)
