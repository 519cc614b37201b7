"""Overdue threads told to the contacts: each thread, deadline and step once, whatever is killed.

That a contact is told and its mail stand in one transaction, and one worker at a time looks at what
is left to be told. Several threads are one mail to each contact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from worker.alarms.contacts import Terms
from worker.alarms.letters import LISTED, Part, alarm
from worker.logs import ERROR, log
from worker.mail import MailFailed
from worker.posting.laying import put_letter
from worker.posting.letter import Letter
from worker.store import alarms, queueing
from worker.store.alarms import Overdue, Step
from worker.store.erasures import WORDS
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.store.opening import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarmed:
    """What was laid down."""

    mails: int = 0
    threads: int = 0
    """How many threads they tell of, each once for each step."""
    gaps: int = 0
    """Addresses that are none; each is in the log, and its threads are told once it is one."""


def tell_overdue(store: Store, terms: Terms) -> Alarmed:
    """Lay down a mail for each contact about the threads of which it has yet to be told.

    A step without an address is left; its threads are told when it has one.

    Raises:
        StoreError: the database failed; nothing was written.
    """
    with store.reading() as connection:
        if not _due(alarms.untold(connection, terms.at), terms):
            return Alarmed()
    with store.writing() as connection:
        alone(connection, "alarms")
        alone(connection, WORDS)
        due = _due(alarms.untold(connection, terms.at), terms)
        by_address = _by_address(due, terms)
        laid = [
            address
            for address, steps in by_address.items()
            if _lay(connection, address, {step: due[step] for step in steps}, terms)
        ]
        told = {step: due[step] for address in laid for step in by_address[address]}
        alarms.note(connection, told, terms.at)
    return Alarmed(
        mails=len(laid),
        threads=sum(map(len, told.values())),
        gaps=len(by_address) - len(laid),
    )


def alarm_letters(store: Store, terms: Terms) -> tuple[Letter, ...]:
    """The mails that would be laid down at this instant; nothing is laid down or noted.

    Raises:
        StoreError: the database failed.
    """
    with store.reading() as connection:
        due = _due(alarms.untold(connection, terms.at), terms)
        return tuple(
            _alarm(connection, address, {step: due[step] for step in steps}, terms)
            for address, steps in _by_address(due, terms).items()
        )


def _lay(
    connection: Connection,
    address: str,
    due: Mapping[Step, Sequence[Overdue]],
    terms: Terms,
) -> bool:
    """Lay down the mail to one contact; false if nothing can be sent there."""
    try:
        put_letter(connection, _alarm(connection, address, due, terms), terms.at)
    except MailFailed as failure:
        log("alarm.nobody", level=ERROR, because=failure.words.english())
        return False
    return True


def _alarm(
    connection: Connection,
    address: str,
    due: Mapping[Step, Sequence[Overdue]],
    terms: Terms,
) -> Letter:
    """The mail to one contact."""
    parts = [part for step, some in due.items() for part in _parts(connection, step, some, terms)]
    return alarm(address, parts, terms)


def _due(untold: Sequence[Overdue], terms: Terms) -> dict[Step, list[Overdue]]:
    """What each step is to be told of now; a step with nothing is left out."""
    steps = terms.addresses
    found: dict[Step, list[Overdue]] = defaultdict(list)
    for one in untold:
        if Step.FIRST in steps and one.first_at is None:
            found[Step.FIRST].append(one)
        elif Step.SECOND in steps and one.second_at is None:
            since = max(one.due_at, one.first_at or one.due_at)
            if terms.second_turn(since) <= terms.at:
                found[Step.SECOND].append(one)
    return dict(found)


def _by_address(due: Mapping[Step, object], terms: Terms) -> dict[str, list[Step]]:
    """The steps of each address: who is both contacts gets one mail."""
    found: dict[str, list[Step]] = defaultdict(list)
    written: dict[str, str] = {}
    for step, address in terms.addresses.items():
        if step in due:
            found[written.setdefault(address.casefold(), address)].append(step)
    return dict(found)


def _parts(
    connection: Connection, step: Step, told: Sequence[Overdue], terms: Terms
) -> Iterator[Part]:
    """The threads of a step, those that were found overdue apart, the first of each read."""
    for late in (False, True) if step is Step.FIRST else (None,):
        some = [one for one in told if late is None or one.found_late is late]
        if some:
            ids = [one.thread for one in some[:LISTED]]
            rows = queueing.some(connection, ids, linkedin_fetched_after=terms.at)
            yield Part(step=step, found_late=bool(late), told=some, listed=rows)
