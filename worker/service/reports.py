"""The weekly report to everybody who gets it: laid down once for each, and sent."""

from __future__ import annotations

from policies.model import Words
from worker.posting.letter import Fate
from worker.posting.outbox import post_to
from worker.reporting import Written, report_letters, versions
from worker.service.office import Office


def post_report(office: Office, written: Written, banner: Words | None) -> int:
    """Lay the letters down and send them; the answer is how many were not handed over yet."""
    post = post_to(office.store, office.settings, office.clock)
    told = versions(office.store, office.settings, written, banner)
    handed = post(report_letters(told, office.settings))
    return sum(one.fate is not Fate.SENT for one in handed)
