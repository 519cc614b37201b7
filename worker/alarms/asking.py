"""`queue ask` (C16): the question written down with its mail, and the second contact told in time.

A decision and its mail stand in one transaction; so do the mail to the second contact and the note
that it was laid down. Whatever is killed, each goes once.
"""

from __future__ import annotations

from dataclasses import replace

from policies.threads import Decision
from worker.alarms.contacts import Terms
from worker.alarms.question import question
from worker.clock import Clock
from worker.logs import ERROR, log
from worker.mail import PATIENT, MailFailed, Pace
from worker.posting.delivering import rounds
from worker.posting.laying import lay_and_claim, put_letter
from worker.posting.letter import Handed
from worker.posting.outbox import means_of
from worker.store import asks, queueing, threads
from worker.store.alarms import Step
from worker.store.asks import ASK, Ask
from worker.store.erasures import WORDS
from worker.store.errors import Outrun
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.store.opening import Store
from worker.sweeping.deciding import put_into_effect, same_person
from worker.sweeping.judgement import judgement


class NoContact(Exception):
    """There is nobody to ask."""


def ask(
    store: Store,
    terms: Terms,
    thread_id: str,
    made: Decision,
    *,
    clock: Clock,
    pace: Pace = PATIENT,
) -> tuple[Handed, ...]:
    """Write the question down and mail the first contact; the answer is what became of the mail.

    `made`: who asks, when, and what. A mail that cannot be handed over now waits in the outbox.

    Raises:
        NoContact: `[contacts] first` is not configured; nothing was written.
        UnknownId: no thread has this id of ours.
        Outrun: nothing waits there, or somebody else has asked and the first contact still has
            time; nothing was written.
        StoreError: the database failed; nothing was written.
    """
    if Step.FIRST not in terms.addresses:
        raise NoContact
    made = replace(made, action=ASK)
    with store.writing() as connection:
        _first_to_ask(connection, terms, thread_id, made)
        thread = put_into_effect(connection, judgement(terms.settings), thread_id, made)
        asked = Ask(
            id=asks.begin(connection, thread),
            thread=thread.id,
            made=made,
            second_at=None,
            ended_by=None,
        )
        [row] = queueing.some(connection, [thread.id], linkedin_fetched_after=made.at)
        mail = question(asked, row, Step.FIRST, terms)
        planned = lay_and_claim(connection, [mail], made.at, insist=False)
    with rounds(means_of(store, terms.settings, clock, pace)) as now:
        return now.deliver_all(planned)


def _first_to_ask(connection: Connection, terms: Terms, thread_id: str, made: Decision) -> None:
    """Refuse to ask again while the first contact has time: the same, or what another asked.

    The thread is kept from others first, so that of two who ask at once the second is told.

    Raises:
        UnknownId: no thread has this id of ours.
        Outrun: with who asked what and when.
    """
    thread = threads.one(connection, thread_id, to_change=True)
    for one in asks.standing(connection, thread.id):
        new = same_person(one.made.by, made.by) and one.made.reason != made.reason
        if not new and one.ended_by is None and made.at < terms.second_turn(one.made.at):
            raise Outrun(state=thread.state, last=one.made)


def escalate(store: Store, terms: Terms) -> int:
    """Mail the second contact what nobody has seen to; the answer is how many mails were laid down.

    What was answered, closed, referred or reopened since is noted as ended.

    Raises:
        StoreError: the database failed; nothing was written.
    """
    with store.reading() as connection:
        if not any(_wants(one, terms) for one in asks.standing(connection)):
            return 0
    with store.writing() as connection:
        alone(connection, "asks")
        alone(connection, WORDS)
        return sum(
            _see_to(connection, one, terms)
            for one in asks.standing(connection)
            if _wants(one, terms)
        )


def _wants(one: Ask, terms: Terms) -> bool:
    """Whether there is something to be done about it."""
    if one.ended_by is not None:
        return True
    told = one.second_at is not None or Step.SECOND not in terms.addresses
    return not told and terms.second_turn(one.made.at) <= terms.at


def _see_to(connection: Connection, one: Ask, terms: Terms) -> int:
    """Note that it has ended, or tell the second contact; the answer is how many mails that is."""
    if one.ended_by is not None:
        asks.end(connection, one, terms.at)
        return 0
    [row] = queueing.some(connection, [one.thread], linkedin_fetched_after=terms.at)
    mail = question(one, row, Step.SECOND, terms)
    try:
        put_letter(connection, mail, terms.at)
    except MailFailed as failure:
        log("ask.nobody", level=ERROR, because=failure.words.english())
        return 0
    asks.second(connection, one, terms.at)
    return 1
