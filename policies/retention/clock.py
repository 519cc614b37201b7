"""Whether a clock may be believed when it says that something has become old.

A clock that jumped a year ahead would have everything erased at once, unseen. So where no platform
answered for a week and more, what is kept for days waits until one did a day ago: by then one that
refuses our tokens, `doctor`, or the date on a mail has told somebody. By a clock whose year has no
certificate that is still good none answers. A service that was off for a year erases a day later
what it had to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

SILENCE = timedelta(days=7)
"""No answer for so long: the service was off, the platforms were away, or the clock jumped."""
SETTLED = timedelta(days=1)
"""So long ago a platform must have answered after it."""


def believed(last_before: datetime | None, at: datetime) -> bool:
    """Whether the present instant follows on what was read.

    `last_before`: the last reading that a platform answered, and that began `SETTLED` or longer
    before `at`; None: nothing was ever read.
    """
    return last_before is None or last_before >= at - SETTLED - SILENCE


AHEAD = timedelta(minutes=10)
"""Clocks of several machines differ by less: what is later than this from now has a wrong date."""
LEAP = timedelta(days=3)
"""A clock so far past the last reading may have leapt: people are told nothing by it at first.

Where readings have been tried for so long since, it is believed though no platform answers: that
none does must not keep silent about deadlines for ever, and has been told all that time.
"""
PROVEN = timedelta(hours=1)
"""So long ago a platform must have answered after that."""


def leapt(rest: timedelta, answered: datetime | None, at: datetime) -> bool:
    """Whether the clock may have leapt, so that no mail about weeks and deadlines goes by it yet.

    `rest`: how long before the readings that were tried within `LEAP` before `at` none was; zero if
    none ever was before, so that there is nothing a leap could spoil. `answered`: when the first
    of them began that a platform answered; None: no platform did.
    """
    return rest > LEAP and (answered is None or answered > at - PROVEN)
