"""When a mail that was not taken is tried again, and when trying ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from worker.mail import PATIENT

TRIED_FOR = timedelta(days=5)
"""RFC 5321, 4.5.4.1: give up after four to five days."""
TRIES = 24
"""So many there must have been too: three days of them, which no clock that leaps makes up."""
LEASE = timedelta(seconds=PATIENT.whole) + timedelta(minutes=2)
"""How long a claim keeps others away: longer than one mail may take, clocks apart included."""
ENOUGH = timedelta(seconds=PATIENT.whole) + timedelta(minutes=1)
"""What must be left of a lease when its mail begins."""
UNSURE_AT_MOST = 3
"""Unanswered mails after which no more is sent: each may have arrived, and be one copy more."""
_MINUTES = (1, 2, 5, 15, 30, 60, 120, 240)


def next_try(at: datetime, attempts: int) -> datetime:
    """When the attempt after this many is due: soon at first, every four hours in the end."""
    return at + timedelta(minutes=_MINUTES[min(max(attempts, 1), len(_MINUTES)) - 1])
