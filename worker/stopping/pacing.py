"""The writes and readings of one account, no faster than it lets us; and how long that takes.

Where no limit is known, nothing here waits: a stop is held back by nothing but what a platform is
heard to enforce, and going beyond that costs it more than waiting does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from connectors import Stopper
from connectors.http import Patience
from policies.crisis.timing import is_read_before, portion, takes, until_read
from policies.model import AccountId, Allowance, Panel, Platform, Switch
from worker.stopping.edge import attempt
from worker.stopping.means import Means
from worker.stopping.steps import Step

T = TypeVar("T")
SLICE = 5.0
"""Seconds after which a person who waits is told again how long it still takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """An account whose writes must wait, as a plan tells it."""

    platform: Platform
    account_id: AccountId
    writes: int
    at_once: int
    """How many of them go in the first portion."""
    seconds: float
    """How long it takes, about."""


def paced(stopper: Stopper, panel: Panel, writes: int, *, sure: bool = False) -> Paced | None:
    """How the writes to this account must wait; None: they need not, as far as is known.

    `sure`: nothing is written by a reading that is older than a wait; so for all here.
    """
    known = allowance_of(stopper, panel.account_id)
    if known is None or (seconds := takes(known, writes, sure=sure)) <= 0:
        return None
    return Paced(
        platform=panel.platform,
        account_id=panel.account_id,
        writes=writes,
        at_once=portion(known, writes, sure=sure).writes,
        seconds=seconds,
    )


def all_paced(
    stoppers: Mapping[Platform, Stopper],
    panels: Iterable[Panel],
    writes: Iterable[Switch],
    *,
    sure: bool = False,
) -> tuple[Paced, ...]:
    """Every account whose writes must wait."""
    waiting = list(writes)
    told = (
        paced(stoppers[panel.platform], panel, _of(panel, waiting), sure=sure)
        for panel in panels
        if panel.platform in stoppers
    )
    return tuple(one for one in told if one is not None)


def _of(panel: Panel, writes: Sequence[Switch]) -> int:
    """How many of these are of one account."""
    own = (panel.platform, panel.account_id)
    return sum((one.platform, one.account_id) == own for one in writes)


def allowance_of(stopper: Stopper, account_id: AccountId) -> Allowance | None:
    """What the account lets us do; a fault of ours in reckoning it holds up no stop."""
    known = attempt(
        lambda: stopper.allowance(account_id),
        what="allowance",
        platform=stopper.platform,
        account_id=account_id,
    )
    return known if isinstance(known, Allowance) else None


def reserve_for(
    means: Means, stopper: Stopper, account_id: AccountId, writes: int, *, sure: bool
) -> Patience:
    """The patience of one account's work: the usual one, and as long as its writes must wait."""
    return means.reserve(takes(allowance_of(stopper, account_id), writes, sure=sure))


def next_portion(
    means: Means,
    stopper: Stopper,
    account_id: AccountId,
    patience: Patience,
    writes: Sequence[T],
    *,
    waited: bool,
    sure: bool,
) -> tuple[Sequence[T], bool]:
    """Those to send now, after the wait that it takes, and whether to read the account before.

    None: the patience does not last so long. `waited`: whether there was a wait before this one.
    """
    known = allowance_of(stopper, account_id) if writes else None
    if known is None:
        return writes, waited
    part = portion(known, len(writes), waited=waited, sure=sure)
    step = Step.waiting(stopper.platform, account_id, left=len(writes))
    in_all = takes(known, len(writes), sure=sure)
    if not _rest(means, patience, part.wait, step, in_all=in_all):
        return (), False
    look = (waited or part.wait > 0) and is_read_before(known, sure=sure)
    return writes[: part.writes], look


def before_reading(
    means: Means, stopper: Stopper, account_id: AccountId, patience: Patience
) -> None:
    """Wait until the account may be read: asking too early would prolong a block."""
    known = allowance_of(stopper, account_id)
    if known is not None:
        wait = until_read(known)
        step = Step.waiting(stopper.platform, account_id, left=0)
        _rest(means, patience, wait, step, in_all=wait)


def _rest(means: Means, patience: Patience, seconds: float, step: Step, *, in_all: float) -> bool:
    """Wait, if the patience lasts so long, and say meanwhile how long it still takes."""
    if seconds <= 0:
        return True
    if not patience.spend(seconds):
        return False
    begun = means.clock()
    ends = begun + timedelta(seconds=in_all)
    while seconds > 0:
        means.step(replace(step, until=ends))
        patience.sleep(min(SLICE, seconds))
        seconds -= SLICE
    return True
