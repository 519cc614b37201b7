"""The weekly report to everybody who gets it: laid down once for each, and sent."""

from __future__ import annotations

from policies.model import Words
from worker.posting.letter import Fate
from worker.posting.outbox import lay_and_deliver
from worker.reporting import Written, report_letters, versions
from worker.service.office import Office


def post_report(office: Office, written: Written, banner: Words | None) -> int:
    """Lay the letters down and send them; the answer is how many were not handed over yet.

    Raises:
        StoreError: the database failed. The slot is not done then: it is tried again.
    """
    told = versions(office.store, office.settings, written, banner)
    letters = report_letters(told, office.settings)
    handed = lay_and_deliver(office.store, office.settings, office.clock, letters)
    return sum(one.fate is not Fate.SENT for one in handed)
