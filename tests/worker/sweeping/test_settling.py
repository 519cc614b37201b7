"""Threads settled in the database, round after round, and what the week makes of their history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from policies.deadlines import due
from policies.model import Platform
from policies.retention import strict
from policies.threads import Decision
from policies.weekly import count_queue, span_of
from tests.worker.made import DAY, NOON, PAGE, a_comment, a_post, some_settings
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.calendar import STOCKHOLM
from worker.store import comments, tables, threads
from worker.store.errors import Outrun
from worker.store.opening import open_store
from worker.store.purging import purge
from worker.store.week import read_week, thread_rows
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement, own_identities
from worker.sweeping.settling import settle

HOUR = timedelta(hours=1)
LINKEDIN = a_post(1, Platform.LINKEDIN)
CITY = {Platform.META: PAGE, Platform.LINKEDIN: "urn:li:organization:77"}
WEEK = span_of("2026-W48", STOCKHOLM)


def row_of(store, comment):
    with store.reading() as connection:
        return threads.one(connection, comments.own_thread_id(comment))


def answered(number, top, *, at, post=None):
    post = post or a_post()
    return a_comment(number, top, post=post, at=at, by=CITY[post.platform], text="Ja. /Anna")


def close(store, comment, *, at):
    made = Decision(action="close", by="Anna", at=at, reason="klart")
    decide(store, JUDGEMENT, comments.own_thread_id(comment), made)


def week(store, at=NOON + 2 * DAY):
    with store.reading() as connection:
        city = frozenset(CITY.values())
        material = read_week(connection, WEEK, at, city)
    return count_queue(
        thread_rows(material), material.thread_steps, material.exchanges, WEEK, until=at
    )


def test_a_question_becomes_an_open_thread_and_its_answer_ends_it(lite):
    question = a_comment("1")
    read(lite, question)
    row = row_of(lite, question)
    assert (row.state, row.comment_id) == ("open", "1")
    assert row.due_at == due(NOON, JUDGEMENT.calendar).at
    read(lite, question, answered("2", "1", at=NOON + HOUR), at=NOON + 2 * HOUR)
    assert row_of(lite, question).state == "answered"


def test_a_thread_that_was_not_touched_is_not_settled(lite):
    question, other = a_comment("1"), a_comment("2")
    read(lite, question, other)
    with lite.writing() as connection:
        comments.save(connection, [answered("3", "1", at=NOON + HOUR)], NOON + HOUR)
        settle(connection, [comments.own_thread_id(other)], JUDGEMENT, NOON + HOUR)
    assert row_of(lite, question).state == "open"


def test_a_question_put_into_an_answered_cheer_comes_into_the_queue(lite):
    cheer, thanks = a_comment("1", text="Så fint!"), answered("2", "1", at=NOON + HOUR)
    read(lite, cheer, thanks, at=NOON + 2 * HOUR)
    assert row_of(lite, cheer).state == "exempt"
    changed = replace(cheer, text="Så fint! Men när öppnar det?")
    for hour in (5, 6):
        read(lite, changed, thanks, at=NOON + hour * HOUR)
        row = row_of(lite, cheer)
        assert (row.state, row.comment_id) == ("open", "1")
        assert row.due_at == due(NOON + 5 * HOUR, JUDGEMENT.calendar).at
    read(lite, changed, thanks, answered("3", "1", at=NOON + 7 * HOUR), at=NOON + 8 * HOUR)
    assert row_of(lite, cheer).state == "answered"


def test_a_linkedin_thread_outlives_its_text_with_its_deadline(lite):
    friday = NOON + 3 * DAY + 3 * HOUR
    question = a_comment("1", post=LINKEDIN, at=friday)
    read(lite, question, at=friday, post=LINKEDIN)
    before = row_of(lite, question)
    assert purge(lite, strict(), at=friday + 49 * HOUR).erased["linkedin_comments"] == 1
    with lite.writing() as connection:
        settle(connection, [before.id], JUDGEMENT, friday + 50 * HOUR)
    after = row_of(lite, question)
    assert (after.state, after.due_at, after.comment_id) == ("open", before.due_at, "1")


def test_an_answer_that_is_read_after_the_question_faded_ends_it(lite):
    question = a_comment("1", post=LINKEDIN)
    read(lite, question, post=LINKEDIN)
    purge(lite, strict(), at=NOON + 49 * HOUR)
    read(
        lite,
        answered("2", "1", at=NOON + 50 * HOUR, post=LINKEDIN),
        at=NOON + 51 * HOUR,
        post=LINKEDIN,
    )
    assert row_of(lite, question).state == "answered"


def test_a_settled_thread_on_meta_stands_as_it_was_after_its_text_and_a_new_question_opens_it(lite):
    question = a_comment("1")
    read(lite, question)
    read(lite, question, answered("2", "1", at=NOON + HOUR), at=NOON + 2 * HOUR)
    before = row_of(lite, question)
    assert purge(lite, strict(), at=NOON + 30 * DAY).erased["meta_comments"] == 0
    later = NOON + 31 * DAY
    assert purge(lite, strict(), at=later).erased["meta_comments"] == 2
    with lite.writing() as connection:
        settle(connection, [before.id], JUDGEMENT, later)
        told = connection.execute(select(tables.comments.c.text, tables.comments.c.author_id)).all()
    assert {tuple(one) for one in told} == {(None, None)}
    after = row_of(lite, question)
    assert (
        (after.state, after.reason) == (before.state, before.reason) == ("answered", after.reason)
    )
    again = a_comment("3", "1", at=later, text="Men när öppnar det igen?")
    read(lite, again, at=later + HOUR)
    opened = row_of(lite, question)
    assert (opened.state, opened.comment_id) == ("open", "3")
    assert opened.due_at == due(later, JUDGEMENT.calendar).at


def test_a_reopening_brings_back_what_was_hidden_by_then_and_nothing_that_is_hidden_later(store):
    question = a_comment("1")
    hidden = replace(question, hidden=True)
    steps = [
        (question, "open"),
        ("close", "closed"),
        ("reopen", "open"),
        (hidden, "closed"),
        ("reopen", "open"),
        (hidden, "open"),
        (question, "open"),
        (hidden, "closed"),
    ]
    for hours, (step, state) in enumerate(steps):
        at = NOON + hours * HOUR
        if isinstance(step, str):
            made = Decision(action=step, by="Anna", at=at, reason="ringde upp")
            decide(store, JUDGEMENT, comments.own_thread_id(question), made)
        else:
            read(store, step, at=at)
        assert row_of(store, question).state == state, hours


def test_what_linkedins_members_wrote_stands_in_one_row_alone(lite, tmp_path):
    words = "Var ligger den hemliga bryggan"
    read(lite, a_comment("1", post=LINKEDIN, text=words), post=LINKEDIN)
    with lite.reading() as connection:
        told = [
            (table.name, str(row))
            for table in tables.metadata.sorted_tables
            for row in connection.execute(table.select())
        ]
    assert [name for name, row in told if words in row] == ["comments"]
    assert not any("hemliga" in row for name, row in told if name != "comments")


def test_the_citys_identities_are_those_of_the_configuration():
    own = own_identities(some_settings())
    assert own[Platform.META] == {"1001", "17841400000000001"}
    assert own[Platform.LINKEDIN] == {"urn:li:organization:77"}
    assert own_identities(some_settings(meta=None, linkedin=None)) == {}


def test_a_platform_without_section_has_no_identities_and_no_names(lite):
    nobody = judgement(some_settings(meta=None))
    with lite.reading() as connection:
        assert nobody.ours(connection, Platform.META) == frozenset()
    assert nobody.vocabulary.own_names == frozenset()
    assert JUDGEMENT.vocabulary.own_names == {"stockholms.stad"}


def test_pages_named_in_the_configuration_are_the_citys_too():
    own = own_identities(some_settings(meta={"pages": ("2002",), "approved_pages": ("1001",)}))
    assert own[Platform.META] == {"1001", "2002"}


def test_the_configurations_days_hours_and_words_count():
    stricter = judgement(
        some_settings(
            sla={"office_closes": "16:00", "extra_closed_days": ("2026-11-25",)},
            moderation={"slurs": ("kvasifyr",)},
        )
    )
    deadline = due(NOON, stricter.calendar)
    assert deadline.at == (NOON + 2 * DAY).replace(hour=15)
    assert stricter.vocabulary.moderation.slurs.by_first["kvasifyr"] == (("kvasifyr",),)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One database for many histories, emptied before each."""
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('week') / 'annonsvakt.db'}")
    yield opened
    opened.close()


def emptied(store):
    with store.writing() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(delete(table))


TEXTS = {"question": "När öppnar det?", "cheer": "Så fint!", "threat": "Jag ska döda dig"}
STEPS = (
    "question",
    "cheer",
    "threat",
    "answer",
    "hide",
    "delete",
    "close",
    "refer",
    "reopen",
    "erase",
)


def apply(store, step, at, said):
    """One thing that happens at that hour; `said` holds the comments as they stand."""
    number = f"{len(said) + 1}"
    match step:
        case "question" | "cheer" | "threat":
            said.append(a_comment(number, "1", post=LINKEDIN, at=at, text=TEXTS[step]))
        case "answer":
            said.append(answered(number, "1", at=at, post=LINKEDIN))
        case "hide" if said:
            said[-1] = replace(said[-1], hidden=True)
        case "delete" if said:
            missing = said.pop(0)
            with store.writing() as connection:
                ours = comments.mark_gone(connection, Platform.LINKEDIN, [missing.id], at)
                settle(connection, ours, JUDGEMENT, at)
        case "close" | "refer" | "reopen":
            made = Decision(action=step, by="Anna", at=at, reason="klart", to="Regionen")
            try:
                decide(
                    store, JUDGEMENT, comments.own_thread_id(a_comment("1", post=LINKEDIN)), made
                )
            except (Outrun, threads.UnknownId):
                return
        case "erase":
            purge(store, strict(linkedin_comment_hours=1), at=at)
            return
    if said:
        read(store, *said, at=at, post=LINKEDIN)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 30)), max_size=9))
def test_the_weeks_queue_always_adds_up(kept, steps):
    emptied(kept)
    at, said = NOON - 4 * DAY, []
    for step, hours in steps:
        at += hours * HOUR
        apply(kept, step, at, said)
    counted = week(kept, at=at + HOUR)
    assert counted.adds_up()


def test_an_ask_that_was_answered_in_time_is_counted_so(lite):
    question = a_comment("1")
    read(lite, question)
    read(lite, question, answered("2", "1", at=NOON + HOUR), at=NOON + 2 * HOUR)
    counted = week(lite)
    assert {str(end): n for end, n in counted.ended.items() if n} == {"answered-in-time": 1}


def test_a_closed_ask_and_its_successor_are_two(lite):
    question = a_comment("1")
    read(lite, question)
    close(lite, question, at=NOON + HOUR)
    read(lite, question, a_comment("2", "1", at=NOON + 2 * HOUR), at=NOON + 3 * HOUR)
    counted = week(lite)
    assert (counted.arrived, len(counted.waiting)) == (2, 1)
