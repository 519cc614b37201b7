"""The weekly report to everybody who gets it: laid down once for each, and sent."""

from __future__ import annotations

from dataclasses import replace

from policies.model import Words
from worker.mail import message_id
from worker.posting.letter import Fate, Letter
from worker.posting.outbox import lay_and_deliver
from worker.reporting import Written, report_letters, versions
from worker.service.office import Office
from worker.store.jumped import times_voided


def post_report(office: Office, written: Written, banner: Words | None) -> int:
    """Lay the letters down and send them; the answer is how many were not handed over yet.

    Raises:
        StoreError: the database failed. The slot is not done then: it is tried again.
    """
    told = versions(office.store, office.settings, written, banner)
    letters = [_anew(office, one) for one in report_letters(told, office.settings)]
    handed = lay_and_deliver(office.store, office.settings, office.clock, letters)
    return sum(one.fate is not Fate.SENT for one in handed)


def _anew(office: Office, letter: Letter) -> Letter:
    """The letter under an id of its own, if one of its week went before that week had been.

    Mail programs that have seen an id may hide what comes with the same.

    Raises:
        StoreError: the database failed.
    """
    with office.store.reading() as connection:
        before = times_voided(connection, letter.kind, letter.period)
    if not before:
        return letter
    mail, matter = letter.mail, (letter.kind, letter.period, letter.mail.to[0].casefold())
    other = message_id(mail.sender, *matter, f"anew {before}")
    return replace(letter, mail=replace(mail, message_id=other))
