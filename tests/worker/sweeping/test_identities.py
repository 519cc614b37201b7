"""The city's own answers, by whichever of its Pages and accounts the token sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.sandbox.meta.talking import write
from policies.model import Platform
from policies.threads import Decision
from tests.worker.sweeping.test_talked_city import Office
from worker.store import identities, tables
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement
from worker.sweeping.means import Topic, approved

HOUR = timedelta(hours=1)
OTHER = {"id": "1002", "name": "Kulturnatten"}
"""A Page that the token sees and nobody approved as a sender."""


@pytest.fixture
def office(tmp_path, lite):
    office = Office(tmp_path, lite)
    yield office
    office.close()


QUESTION = "Var köper man biljetter, och när öppnar det?"
ANSWER = "Hej! I luckan, från klockan nio. /Anna"
SOMEBODY = {"id": "2477", "name": "Tuva Myrmalm"}


def asked(office, under="1002_20176", by=SOMEBODY):
    """Somebody asks under a post of the other Page's; the answer is the question's id."""
    return write(office.world, under, QUESTION, by).fields["id"]


def answered(office, question, text=ANSWER, by=OTHER):
    """An hour later this is written below it; the answer is the id of that."""
    office.at += HOUR
    return write(office.world, question, text, by).fields["id"]


def thread_of(office, question):
    with office.store.reading() as connection:
        kept = tables.threads
        return connection.execute(select(kept).where(kept.c.thread_id == question)).one()


def configured(office, **meta):
    """From now on the configuration says this of Meta."""
    section = office.settings.meta.model_copy(update=meta)
    office.settings = office.settings.model_copy(update={"meta": section})


def known(office):
    with office.store.reading() as connection:
        return identities.seen(connection)


def test_an_answer_by_a_page_that_the_token_sees_is_the_citys(office):
    question, both = asked(office), asked(office)
    answered(office, both)
    office.sweep(Platform.META)
    assert thread_of(office, question).state == "open"
    assert thread_of(office, both).state == "answered"
    answered(office, question)
    office.sweep(Platform.META, hours=1)
    assert thread_of(office, question).state == "answered"
    assert known(office) == {Platform.META: {"1001", "1002", "17841400000000001"}}


def test_answers_of_such_a_page_are_signed_too(office):
    question = asked(office)
    office.sweep(Platform.META)
    unsigned = answered(office, question, "Det gör man i luckan där.")
    office.sweep(Platform.META, hours=1)
    assert office.found("reply.unsigned")[unsigned].outcome == "fail"


def test_an_instagram_account_that_is_linked_and_not_approved_is_the_citys(office):
    configured(office, approved_instagram=())
    question = asked(office, under="18000000000090000", by={"id": "56", "username": "tuva.1"})
    city = {"id": "17841400000000001", "username": "stockholms.stad"}
    answered(office, question, by=city)
    office.sweep(Platform.META)
    assert thread_of(office, question).state == "answered"


def test_to_be_the_citys_makes_nobody_an_approved_sender(office):
    office.sweep(Platform.META)
    before = office.found("sender.page")
    assert {row.outcome for row in before.values()} == {"fail"}
    office.sweep(Platform.META, hours=1)
    assert {row.state for row in office.found("sender.page").values()} == {"open"}
    assert approved(office.settings).pages == {"1001"}


def test_what_a_page_answered_before_it_was_known_as_ours_is_settled_without_a_new_reading(office):
    configured(office, pages=("1001",))
    question = asked(office)
    answered(office, question)
    office.sweep(Platform.META)
    office.sweep(Platform.META, hours=30)
    assert thread_of(office, question).state == "open"
    assert office.found("sla.overdue")[question].state == "open"
    configured(office, pages=())
    swept, _ = office.sweep(Platform.META, topics={Topic.MESSAGES})
    assert thread_of(office, question).state == "answered"
    assert office.found("sla.overdue")[question].state == "resolved"
    assert swept.findings["resolved"] >= 1


def test_threads_that_were_not_all_settled_when_it_was_cut_off_are_settled_by_the_next_one(office):
    configured(office, pages=("1001",))
    question = asked(office)
    answered(office, question)
    office.sweep(Platform.META)
    with office.store.writing() as connection:
        identities.note(connection, Platform.META, ["1002"], office.at)
    office.sweep(Platform.META, topics={Topic.MESSAGES})
    assert thread_of(office, question).state == "answered"


def test_a_page_that_is_seen_no_more_stays_the_citys_for_whoever_decides(office):
    question = asked(office)
    answered(office, question)
    again = answered(office, question, QUESTION, SOMEBODY)
    office.sweep(Platform.META)
    waiting = thread_of(office, question)
    assert (waiting.state, waiting.comment_id) == ("open", again)
    office.world.meta["1002"].hidden["tasks"] = ()
    office.sweep(Platform.META, hours=1)
    made = Decision(action="claim", by="Anna", at=office.at)
    decide(office.store, judgement(office.settings), waiting.id, made)
    waiting = thread_of(office, question)
    assert (waiting.state, waiting.comment_id, waiting.claimed_by) == ("open", again, "Anna")
    assert "1002" in known(office)[Platform.META]


def test_on_linkedin_the_organisations_are_those_of_the_configuration(office):
    office.sweep(Platform.LINKEDIN)
    assert known(office) == {Platform.LINKEDIN: {"urn:li:organization:77"}}
