"""The jobs that keep the service able to do its work for a year: tokens, backups, drills."""

from __future__ import annotations

from collections.abc import Sequence

from worker.digests.owners import operations
from worker.logs import ERROR, WARNING, log
from worker.posting.letter import Fate, Letter
from worker.posting.outbox import lay_and_deliver
from worker.service.chores import language
from worker.service.office import Did, Office, Shift
from worker.stopping.drills import last_drill
from worker.stopping.places import Places
from worker.store.errors import StoreError
from worker.store.sweeps import first_begun
from worker.upkeep import backups, drills
from worker.upkeep.letters import Matter, letters
from worker.upkeep.people import with_first
from worker.upkeep.tokens import look_at_tokens

PATIENT_FOR = 3
"""From this try on a backup that fails is told by mail; what passes by itself, in the log alone."""


def check_tokens(office: Office, _shift: Shift) -> Did:
    """Ask the platforms about the tokens, and lay down the mails about them."""
    told = look_at_tokens(office.store, office.settings, language(office), office.clock)
    facts = {"tokens": told.tokens, "mails": told.mails, "unknown": told.unknown}
    return Did(gaps=told.gaps, facts=facts)


def make_backup(office: Office, shift: Shift) -> Did:
    """Make the night's backup.

    Raises:
        BackupFailed: there is none; the slot is tried again.
    """
    at, due = office.clock(), shift.claim.scheduled_at
    try:
        made = backups.make_nightly(office.store, office.settings, due=due, at=at)
    except backups.BackupFailed as failed:
        log("backup.failed", level=ERROR, because=failed.words.english())
        if shift.claim.attempts >= PATIENT_FOR:
            zone = language(office).zone
            day = f"{due.astimezone(zone):%Y-%m-%d}"
            _tell_of(office, backups.matter_of(failed, office.settings.backups, day))
        raise
    for one in made.gone:
        log("backup.let-go", file=str(one))
    for one in made.stuck:
        log("backup.not-let-go", level=WARNING, file=str(one))
    facts = {"file": str(made.file), "rows": made.verified.rows}
    return Did(gaps=len(made.stuck), facts=facts)


def _tell_of(office: Office, matter: Matter) -> None:
    """Tell of a failure, if that can be done: the next try does it else, and the slot has failed.

    What fills the disk for the one fails the other: the tries are to be counted all the same.
    """
    try:
        tell(office, matter, operations(office.settings))
    except StoreError as error:
        log("mail.not-kept", level=WARNING, because=error.words.english())


def remind_of_drill(office: Office, _shift: Shift) -> Did:
    """Tell people that a drill is overdue.

    Raises:
        StoreError: the database failed; the slot is tried again.
    """
    last = last_drill(Places(state_dir=office.settings.state_dir))
    with office.store.reading() as connection:
        installed_at = first_begun(connection)
    matter = drills.reminder(last, installed_at, office.clock(), language(office).zone)
    if matter is None:
        return Did()
    handed = tell(office, matter, with_first(office.settings))
    return Did(gaps=handed, facts={"overdue": True})


def tell(office: Office, matter: Matter, people: Sequence[str]) -> int:
    """Lay the matter's letters down and send them; the answer is how many did not go yet.

    Raises:
        StoreError: the database did not take them. The slot is not done then: it is tried again.
    """
    if not people:
        log(f"{matter.kind}.nobody", level=ERROR)
        return 1
    made: tuple[Letter, ...] = letters(
        matter, people, office.settings, language(office), at=office.clock()
    )
    handed = lay_and_deliver(office.store, office.settings, office.clock, made)
    return sum(one.fate is not Fate.SENT for one in handed)
