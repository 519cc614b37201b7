"""Findings in threads, as sweeps and people's decisions leave them in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform
from policies.model.briefs import Brief, Editor
from policies.promoted import NOWHERE
from policies.retention import strict
from policies.threads import Decision
from tests.worker.made import (
    DAY,
    NOON,
    PAGE,
    City,
    a_comment,
    a_discussion,
    a_post,
    not_read,
    some_means,
    some_settings,
    unreachable,
)
from worker.store import briefs, comments, findings, judged, posts, tables, threads
from worker.store.errors import Outrun
from worker.store.posts import Shown
from worker.store.purging import purge
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement
from worker.sweeping.means import Scope, Talk
from worker.sweeping.talk import read_talk

HOUR = timedelta(hours=1)
THREAT = "jag ska döda dig"
ORGANIZATION = "urn:li:organization:77"
RULES = {"house_rules": {"facebook": "https://example.org/om"}, "people": {"slk": ("Bo",)}}


class Office:
    """A city whose comments are read at one instant after the other."""

    def __init__(self, store, platform=Platform.META, **settings):
        self.store, self.at = store, NOON
        self.city = City(platform)
        owner = PAGE if platform is Platform.META else ORGANIZATION
        self.post = replace(a_post(1, platform), owner_id=owner)
        self.said = []
        self.judgement = judgement(some_settings(**{**RULES, **settings}))
        self.means = some_means(store, clock=lambda: self.at, judgement=self.judgement)
        with store.writing() as connection:
            shown = Shown(
                post=self.post, campaign_id="c1", account_id="act_1", ran_until=NOON + 30 * DAY
            )
            posts.link(connection, [shown], NOON - DAY)

    def read(self, *said, hours=0, complete=True, unread=(), scope=None):
        """Some hours pass, and this is what stands under the post then."""
        self.at += hours * HOUR
        self.said = list(said)
        self.city.talk[self.post.id] = a_discussion(
            *said, post=self.post, complete=complete, unread=unread
        )
        return self.listen(scope)

    def listen(self, scope=None):
        talk = Talk()
        read_talk(self.means, self.city, scope or Scope(), talk)
        return talk

    def comment(self, number="1", thread=None, **changed):
        return a_comment(number, thread, post=self.post, at=self.at, **changed)

    def answer(self, number="2", text="Ja.", thread="1", **changed):
        return self.comment(number, thread, by=self.post.owner_id, text=text, **changed)

    def decide(self, action, number="1"):
        thread = comments.own_thread_id(self.comment(number))
        made = Decision(action=action, by="Anna", at=self.at, reason="klart")
        decide(self.store, self.judgement, thread, made)

    def found(self, rule="comment.moderate"):
        with self.store.reading() as connection:
            rows = connection.execute(
                select(tables.findings).where(tables.findings.c.rule == rule)
            ).all()
        return {row.subject_id: row for row in rows}

    def states(self, rule="comment.moderate"):
        return {
            number: (row.outcome, row.state, row.unread_since is not None)
            for number, row in self.found(rule).items()
        }


OPEN, UNREAD = ("fail", "open", False), ("fail", "open", True)
RESOLVED = ("fail", "resolved", False)


@pytest.fixture
def office(lite):
    return Office(lite)


@pytest.fixture
def linkedin(lite):
    return Office(lite, Platform.LINKEDIN)


@pytest.fixture(params=(Platform.META, Platform.LINKEDIN))
def either(request, store):
    return Office(store, request.param)


def test_a_threat_is_found_under_the_page_or_organisation_and_ends_when_it_is_deleted(either):
    threat, question = either.comment(text=THREAT), either.comment("2")
    talk = either.read(threat, question)
    assert (talk.opened, talk.resolved, either.states()) == (1, 0, {"1": OPEN})
    row = either.found()["1"]
    assert row.account_id == either.post.owner_id
    assert (row.subject_kind, row.subject_name, row.severity) == ("comment", "", "warn")
    assert row.evidence["kinds"] == ["threat"]
    assert row.link == threat.link
    either.city.deleted["1"] = True
    talk = either.read(question, hours=1)
    assert (talk.opened, talk.resolved, either.states()) == (0, 1, {"1": RESOLVED})


def test_an_answer_without_a_name_is_found_once_and_closed_by_a_person(either):
    question = either.comment()
    either.read(question)
    either.at += HOUR
    unsigned, signed = either.answer(), either.answer("3", "Välkommen. /Lina")
    assert either.read(question, unsigned, signed).opened == 1
    assert either.read(question, unsigned, signed, hours=1).opened == 0
    [row] = either.found("reply.unsigned").values()
    assert (row.subject_id, row.event, row.week) == ("2", True, "2026-W48")
    with either.store.writing() as connection:
        turn = judged.Turn(by="Anna", at=either.at)
        judged.acknowledge(connection, row.id, turn)
    assert either.read(question, unsigned, signed, hours=1).opened == 0
    assert either.states("reply.unsigned") == {"2": ("fail", "acknowledged", False)}


def test_answers_from_before_the_first_reading_open_nothing_that_day_or_later(either):
    question, unsigned = either.comment(), either.answer()
    either.at += HOUR
    for _ in range(2):
        assert either.read(question, unsigned, hours=1).opened == 0
    assert either.found("reply.unsigned") == {}


def test_a_page_that_is_read_from_a_later_day_is_judged_from_that_day(office):
    office.read(office.comment())
    office.at += 30 * DAY
    other = replace(a_post(2), owner_id="1002")
    office.judgement = judgement(
        some_settings(meta={"approved_pages": (PAGE, "1002"), "approved_instagram": ()})
    )
    office.means = replace(office.means, judgement=office.judgement)
    question = a_comment("10", post=other, at=office.at - 3 * DAY)
    old = a_comment("11", "10", post=other, at=office.at - 2 * DAY, by="1002", text="Ja.")
    new = a_comment("12", "10", post=other, at=office.at + HOUR, by="1002", text="Nej.")
    office.at += 2 * HOUR
    with office.store.writing() as connection:
        posts.remember(connection, [other], office.at - 2 * HOUR)
    office.city.own = (other,)
    office.city.talk[other.id] = a_discussion(question, old, new, post=other)
    office.listen()
    assert set(office.found("reply.unsigned")) == {"12"}


def test_the_names_of_the_briefs_editors_and_of_the_configuration_are_known(office):
    question = office.comment()
    office.read(question)
    with office.store.writing() as connection:
        brief = Brief(topic="Simskola", editors=(Editor(first_name="Tuva"),))
        briefs.save(connection, "b1", brief, source="test", by="Anna", at=NOON)
    office.at += HOUR
    talk = office.read(
        question,
        office.answer("2", "Ja! Tuva"),
        office.answer("3", "Ja! Bo"),
        office.answer("4", "Ja! Lina"),
    )
    assert talk.opened == 0
    assert office.states("reply.unsigned") == {"4": ("unknown", "open", False)}


def test_names_may_stand_under_each_department():
    people = {"slk": ("Bo",), "trafikkontoret": ("Tuva", "Kim")}
    departments = [{"id": "trafikkontoret", "name": "Trafik", "mail": "trafik@example.org"}]
    settings = some_settings(people=people, departments=departments)
    assert judgement(settings).people == ("Bo", "Tuva", "Kim")


def test_a_message_is_answered_with_a_name_too_and_is_never_moderated(office):
    def message(number, text, by="500"):
        said = a_comment(number, "t1", at=office.at, by=by, text=text)
        return replace(said, kind="message", post_id=None, link=None)

    def inbox(*said):
        office.city.messages = (replace(a_discussion(*said), post_id=None),)
        return office.listen()

    threat = message("m1", THREAT)
    assert inbox(threat).opened == 0
    office.at += HOUR
    assert inbox(threat, message("m2", "Nej.", by=PAGE)).opened == 1
    [row] = office.found("reply.unsigned").values()
    assert (row.account_id, row.subject_kind, row.link) == (PAGE, "message", None)


def test_a_post_of_nobodys_has_its_findings_under_no_account_until_they_end(lite):
    office = Office(lite)
    office.post = a_post(5)
    assert office.post.owner_id in (None, PAGE)
    office.post = replace(office.post, owner_id=None)
    with lite.writing() as connection:
        shown = Shown(post=office.post, campaign_id="c1", account_id="act_1", ran_until=None)
        posts.link(connection, [shown], NOON)
    threat = a_comment("1", post=office.post, text=THREAT)
    office.read(threat)
    assert office.found()["1"].account_id == NOWHERE
    with lite.writing() as connection:
        posts.remember(connection, [replace(office.post, owner_id=PAGE)], NOON)
    office.read(threat, hours=1)
    assert office.states() == {"1": OPEN}


def test_hidden_by_the_platform_it_is_looked_at_and_hidden_by_a_person_it_is_over(office):
    filtered, threat = office.comment(hidden=True, text="Hej"), office.comment("2", text=THREAT)
    office.read(filtered, threat)
    assert office.states() == {"1": OPEN, "2": OPEN}
    assert "https://example.org/om" in str(office.found()["1"].message)
    office.read(filtered, replace(threat, hidden=True), hours=1)
    assert office.states() == {"1": OPEN, "2": RESOLVED}
    office.read(replace(filtered, hidden=False), replace(threat, hidden=True), hours=1)
    assert office.states()["1"] == UNREAD
    office.decide("close")
    assert office.states()["1"] == RESOLVED


def test_queue_close_puts_it_right_at_once_and_reopen_brings_it_back(either):
    either.read(either.comment(text=THREAT))
    before = either.found()["1"].last_seen
    either.at += HOUR
    either.decide("close")
    assert either.states() == {"1": RESOLVED}
    either.at += HOUR
    either.decide("reopen")
    assert either.states() == {"1": OPEN}
    assert either.found()["1"].last_seen == before


def test_a_thread_that_was_answered_can_be_closed_while_somebody_should_look_at_it(either):
    threat = either.comment(text=THREAT)
    either.read(threat)
    either.at += HOUR
    either.read(threat, either.answer(text="Nej. /Bo"))
    assert either.states() == {"1": OPEN}
    either.decide("close")
    assert either.states() == {"1": RESOLVED}
    with pytest.raises(Outrun):
        either.decide("close")


def test_what_may_not_be_kept_stays_to_be_looked_at_and_is_told_as_unread(linkedin):
    linkedin.read(linkedin.comment(text=THREAT))
    linkedin.city.talk[linkedin.post.id] = unreachable(Platform.LINKEDIN)
    linkedin.at += 47 * HOUR
    linkedin.listen()
    assert linkedin.states() == {"1": UNREAD}
    linkedin.at += HOUR
    assert purge(linkedin.store, strict(), at=linkedin.at).erased["linkedin_comments"] == 1
    linkedin.listen()
    assert linkedin.states() == {"1": UNREAD}
    linkedin.decide("close")
    assert linkedin.states() == {"1": RESOLVED}


def test_what_was_erased_and_is_under_a_post_that_is_read_is_told_as_unread(linkedin):
    threat = linkedin.comment(text=THREAT)
    linkedin.read(threat)
    linkedin.at += 48 * HOUR
    purge(linkedin.store, strict(), at=linkedin.at)
    linkedin.read(linkedin.comment("2"), complete=False, unread=())
    linkedin.city.talk[linkedin.post.id] = replace(
        a_discussion(post=linkedin.post, complete=False), caught_up=True
    )
    linkedin.listen()
    assert linkedin.states() == {"1": UNREAD}
    linkedin.read(threat, hours=1)
    assert linkedin.states() == {"1": OPEN}


def test_no_row_but_the_comments_own_holds_text_author_or_time_of_a_linkedin_comment(linkedin):
    threat = linkedin.comment(text=THREAT, by="urn:li:person:hemlig")
    linkedin.read(threat)
    linkedin.at += 3 * HOUR
    answer = linkedin.answer(text="Hemligheten är ute.")
    linkedin.at += HOUR
    linkedin.read(threat, answer)
    assert linkedin.found("reply.unsigned")
    with linkedin.store.reading() as connection:
        told = "".join(
            str(row)
            for table in (tables.findings, tables.finding_events)
            for row in connection.execute(table.select())
        )
    for secret in (THREAT, "hemlig", "Hemligheten"):
        assert secret not in told
    assert repr(answer.created_at) not in told


def test_what_could_not_be_read_this_time_is_told_as_unread_and_what_was_is_not(office):
    threat, other = office.comment(text=THREAT), office.comment("2", text=THREAT)
    office.read(threat, other)
    cut = not_read(f"comments:{office.post.id}")
    office.read(other, hours=1, complete=False, unread=[cut])
    assert office.states() == {"1": UNREAD, "2": OPEN}
    assert "Not today." in str(office.found()["1"].because)
    office.read(threat, other, hours=1)
    assert office.states() == {"1": OPEN, "2": OPEN}


def test_a_reading_that_has_caught_up_leaves_what_it_did_not_fetch_as_it_is(office):
    office.read(office.comment(text=THREAT))
    office.city.talk[office.post.id] = replace(
        a_discussion(post=office.post, complete=False), caught_up=True
    )
    office.at += HOUR
    before = office.found()["1"].last_seen
    assert office.listen().opened == 0
    assert (office.states(), office.found()["1"].last_seen) == ({"1": OPEN}, before)


def test_comments_that_nobody_reads_any_more_are_told_as_unread(office):
    threat = office.comment(text=THREAT)
    office.at += HOUR
    office.read(threat, office.answer(text="Nej. /Bo"))
    office.at += 200 * DAY
    office.listen(Scope(account_id="act_1"))
    assert office.states() == {"1": OPEN}
    office.listen()
    assert office.states() == {"1": UNREAD}
    assert "not read any more" in str(office.found()["1"].because)


def test_rules_that_are_switched_off_ask_and_write_nothing(lite):
    office = Office(lite, rules={"off": ("comment.moderate", "reply.unsigned")})
    office.read(office.comment(text=THREAT))
    office.read(office.comment(text=THREAT), office.answer(), hours=1)
    assert office.found() == office.found("reply.unsigned") == {}


def test_what_is_found_asks_nothing_of_the_platform(office):
    office.read(office.comment(text=THREAT), office.answer())
    office.read(office.comment(text=THREAT), office.answer(), hours=1)
    assert {name for name, *_ in office.city.asked} == {"discussions"}


def test_live_findings_and_those_of_subjects_are_found_again(office):
    office.read(office.comment(text=THREAT))
    with office.store.reading() as connection:
        [live] = findings.live(connection, Platform.META, ["comment.moderate"])
        assert findings.live(connection, Platform.LINKEDIN, ["comment.moderate"]) == []
        asked = (connection, Platform.META, [PAGE], ["comment.moderate"])
        assert findings.of_subjects(*asked, ["1", "2"]) == [live]
        assert findings.of_subjects(*asked, ["2"]) == []
        assert threads.begun(connection, Platform.META) == {"comment": NOON}
        assert posts.first_of(connection, Platform.META) == {PAGE: NOON - DAY}
