"""The sign of life: sent to somebody else's watch as long as the service does its work.

Who only pings is not alive: nothing is sent unless polls came to their end lately, and what is sent
tells how far each job has come, so that a watch can see whether it moves.
"""

from __future__ import annotations

import hashlib

from connectors.http import hand_over
from policies.model import Words
from worker.health.watch import Seen


def sign_of_life(seen: Seen) -> str:
    """What is sent: a line for each job, and a digest of them all, which moves as they do."""
    jobs = sorted(seen.tables.jobs.items()) if seen.tables else []
    lines = [f"{job} {ended.isoformat(timespec='seconds')}" for job, ended in jobs]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return "\n".join((f"annonsvakt {digest}", *lines, ""))


def ping(url: str, seen: Seen) -> Words | None:
    """Send it, if the service does its work; why it was not sent or taken, else None."""
    if not seen.ready:
        return Words("The service does not do its work, so no sign of life is sent.")
    because = hand_over(url, sign_of_life(seen))
    if because is None:
        return None
    return Words("The sign of life was not taken: {because}.", {"because": because})
