"""The sign of life: sent to somebody else's watch as long as the service does its work.

Who only pings is not alive: nothing is sent unless every platform was read as a whole lately. What
is sent tells how far each job has come. Its digest is that of the readings alone, so that a watch
which compares it sees whether they move, however busily mails are looked for and pings sent.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from connectors.http import hand_over
from policies.model import Words
from worker.health.watch import Seen
from worker.store.week_covered import POLLS


def sign_of_life(seen: Seen) -> str:
    """What is sent: a digest of the readings, and a line for each platform and each job."""
    tables = seen.tables
    read = sorted(tables.read.items()) if tables else []
    jobs = sorted(tables.jobs.items()) if tables else []
    readings = [f"read {platform} {_instant(at)}" for platform, at in read if at is not None]
    polls = [f"{job} {_instant(at)}" for job, at in jobs if job in POLLS]
    digest = hashlib.sha256("\n".join((*readings, *polls)).encode()).hexdigest()[:16]
    others = [f"{job} {_instant(at)}" for job, at in jobs if job not in POLLS]
    return "\n".join((f"annonsvakt {digest}", *readings, *polls, *others, ""))


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def ping(url: str, seen: Seen) -> Words | None:
    """Send it, if the service does its work; why it was not sent or taken, else None."""
    if not seen.ready:
        return Words("The service does not do its work, so no sign of life is sent.")
    because = hand_over(url, sign_of_life(seen))
    if because is None:
        return None
    return Words("The sign of life was not taken: {because}.", {"because": because})
