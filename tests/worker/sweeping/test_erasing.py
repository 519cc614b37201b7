"""A thread in which something was erased at a person's request stands as if nothing had been."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from policies.model import Platform
from policies.threads import Decision
from tests.worker.made import NOON, PAGE, a_comment
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.mail.writing import Mail, build, message_id, to_bytes
from worker.store import comments, outbox
from worker.store.errors import Outrun, UnknownId
from worker.store.opening import open_store
from worker.store.outbox import Item, State
from worker.store.personal import Wanted
from worker.store.schema import metadata
from worker.store.tables import findings, threads
from worker.store.tables_service import outbox as mails
from worker.sweeping import erasing
from worker.sweeping.deciding import decide
from worker.sweeping.settling import settle

HOUR = timedelta(hours=1)
TOP = a_comment("1")
THREAD = comments.own_thread_id(TOP)
HERS, OTHER = "901", "902"
SAYS = {
    "question": "När öppnar anmälan?",
    "cheer": "Så fint!",
    "number": "Jag heter Tuva, 19811218-9876, hör av er",
}


def erase(store, at, author=HERS):
    asked = Wanted(platform=Platform.META, author=author)
    return erasing.erase(store, JUDGEMENT, asked, by="Anna", reason="x", at=at)


def stands(store):
    """All that others go by: what the queue shows, and what is found in the thread."""
    with store.reading() as connection:
        row = connection.execute(select(threads).where(threads.c.id == THREAD)).first()
        query = select(findings.c.rule, findings.c.subject_id, findings.c.state)
        found = sorted(tuple(one) for one in connection.execute(query))
    told = row and (row.state, row.due_at, row.comment_id, sorted(row.moderate))
    return told, found


class Life:
    """A thread's life on its platform and in the queue, in which steps fall as they are told."""

    def __init__(self, store):
        self.store, self.here, self.gone = store, [], set()

    def take(self, step, at):
        kind, who, what = step
        with suppress(Outrun, UnknownId):
            getattr(self, kind)(who, what, at)
        if kind != "decision":
            read(self.store, *self.here, at=at)

    def writes(self, who, what, at):
        number = str(len(self.here) + len(self.gone) + 1)
        text = "Den 3 maj. /Anna" if who == PAGE else SAYS[what]
        top = "1" if number != "1" else None
        name = {HERS: "Tuva Myrmalm", OTHER: "Ona Brunn", PAGE: "Staden"}[who]
        self.here.append(a_comment(number, top, at=at, by=who, author_name=name, text=text))

    def hides(self, who, _what, at):
        self._changed(who, hidden=True)

    def shows(self, who, _what, at):
        self._changed(who, hidden=False)

    def _changed(self, who, **values):
        for place, one in reversed(list(enumerate(self.here))):
            if one.author_id == who:
                self.here[place] = replace(one, **values)
                return

    def deletes(self, who, _what, at):
        for one in reversed(self.here):
            if one.author_id == who:
                self.here.remove(one)
                self.gone.add(one.id)
                with self.store.writing() as connection:
                    touched = comments.mark_gone(connection, Platform.META, [one.id], at)
                    settle(connection, touched, JUDGEMENT, at)
                return

    def decision(self, _who, what, at):
        made = Decision(action=what, by="Bo", at=at, reason="klart", to="Regionen")
        decide(self.store, JUDGEMENT, THREAD, made)


PEOPLE = st.sampled_from([HERS, OTHER, PAGE])
STEP = st.one_of(
    st.tuples(st.just("writes"), PEOPLE, st.sampled_from(sorted(SAYS))),
    st.tuples(st.sampled_from(["hides", "shows", "deletes"]), PEOPLE, st.none()),
    st.tuples(st.just("decision"), st.none(), st.sampled_from(["close", "refer", "reopen"])),
)


def emptied(store):
    with store.writing() as connection:
        for one in reversed(metadata.sorted_tables):
            connection.execute(delete(one))
    return store


@pytest.fixture
def two(tmp_path):
    made = [open_store(f"sqlite:///{tmp_path / name}.db") for name in ("with", "without")]
    yield made
    for one in made:
        one.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(STEP, st.integers(1, 30)), min_size=1, max_size=9),
    st.sets(st.integers(0, 8)),
)
@example(
    steps=[
        (("writes", HERS, "cheer"), 3),
        (("decision", None, "close"), 12),
        (("decision", None, "reopen"), 30),
        (("decision", None, "reopen"), 30),
    ],
    erased_after={3},
)
def test_whatever_happens_the_thread_stands_as_if_nothing_had_been_erased(two, steps, erased_after):
    lives = [Life(emptied(one)) for one in two]
    at = NOON - timedelta(days=4)
    for number, (step, hours) in enumerate(steps):
        at += hours * HOUR
        for one in lives:
            one.take(step, at)
        if number in erased_after:
            erase(lives[0].store, at)
        for one in two:  # an erasure settles, and so tells at once what is overdue by then
            with one.writing() as connection:
                settle(connection, [THREAD], JUDGEMENT, at)
        assert stands(lives[0].store) == stands(lives[1].store), (number, step)


def test_of_what_was_changed_and_is_judged_otherwise_somebody_is_told(lite):
    cheer = a_comment("1", by=HERS, text=SAYS["cheer"])
    read(lite, cheer)
    erase(lite, NOON + HOUR)
    assert stands(lite)[0][0] == "exempt"
    read(lite, replace(cheer, text=SAYS["question"]), at=NOON + 2 * HOUR)
    assert stands(lite)[0][0] == "open"


def laid(store, state, text):
    """A digest in this state that says this."""
    mail = Mail(
        sender="a@example.org",
        to=("b@example.org",),
        subject="Det väntar",
        text=f"Att svara på:\n{text}",
        message_id=message_id("digest", str(state), "b@example.org"),
        at=NOON,
        language="sv",
        html=f"<p>{text}</p>",
    )
    item = Item(
        kind="digest",
        period=f"{state} {text}"[:40],
        recipient="b@example.org",
        message_id=mail.message_id,
        subject=mail.subject,
        content=to_bytes(build(mail)),
    )
    with store.writing() as connection:
        outbox.lay(connection, item, NOON, until=NOON + 99 * HOUR)
        here = mails.c.period == item.period
        connection.execute(update(mails).where(here).values(state=state))
    return item.period


def test_mails_that_name_the_thread_are_erased_unless_they_are_on_their_way(store):
    read(store, a_comment("1", by=HERS))
    padding = "x" * 64  # so that the id is broken over two lines of the encoded text
    way = [laid(store, one, THREAD) for one in (State.WAITING, State.SENDING)]
    over = [laid(store, one, padding + THREAD) for one in (State.REFUSED, State.GIVEN_UP)]
    other = laid(store, State.REFUSED, "another thread")
    assert erase(store, NOON + HOUR).mails == len(way)
    with store.reading() as connection:
        query = select(mails.c.period).where(mails.c.content.is_not(None))
        assert sorted(connection.execute(query).scalars()) == sorted([*way, other])
        assert set(
            connection.execute(select(mails.c.subject).where(mails.c.period.in_(over))).scalars()
        ) == {""}


def test_a_reason_does_not_quote_what_was_erased(lite):
    read(lite, a_comment("1", by=HERS, text="Kvasifyr när?"))
    erase(lite, NOON + HOUR)
    with lite.reading() as connection:
        (reason,) = connection.execute(select(threads.c.reason)).scalars()
    assert "när" not in str(reason)
