"""Erasing what may no longer be kept, or is needed no longer.

LinkedIn, "Data Storage Requirements": members' social activity (text, author, time) 48 hours from
fetching (platform notes on LinkedIn, section 8, checked 2026-11-22). What was learnt of a platform
is of no use when it is old.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from policies.model import Platform
from worker.store import evaluations, outbox, proofs, rounds, runs, spending, sweeps, watches
from worker.store.comments import erase
from worker.store.opening import Store
from worker.store.recalled import forget

ROUNDS_KEPT = timedelta(days=365)
"""LinkedIn's ad-account data, such as when a campaign ran, may be kept for a year."""
_A_YEAR = (runs.forget, rounds.forget, watches.forget, sweeps.forget)


def purge(store: Store, *, linkedin_comment_hours: int, at: datetime) -> int:
    """Erase LinkedIn comments not fetched for that long; the answer is how many.

    What was learnt of platforms long ago is forgotten as well, and the content of mails that went
    weeks ago, and what LinkedIn told of proofs, budgets and costs over a year ago, and what
    verdicts of over a year ago were made from, and rounds and sweeps of over a year ago, uncounted.
    """
    with store.writing() as connection:
        erased = erase(
            connection, Platform.LINKEDIN, kept=timedelta(hours=linkedin_comment_hours), at=at
        )
        forget(connection, at)
        mails = outbox.erase_content(connection, at)
        seen = proofs.erase(connection, at) + spending.erase(connection, at)
        aged = evaluations.forget(connection, at)
        kept = at - ROUNDS_KEPT
        past = sum(one(connection, kept) for one in _A_YEAR)
    if erased or mails or seen or aged or past:
        store.forget_erased()
    return erased
