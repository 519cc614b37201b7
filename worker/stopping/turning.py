"""The writes to one account, and the readings that say what became of them.

Intents first, on the disk; then the batch; then the answers; then a fresh, full list, which alone
decides what is written next. So nothing that was read back as done is ever written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from connectors import Stopper
from connectors.http import Patience
from policies.crisis import Goal, Key, due, every_switch, key_of
from policies.model import AccountId, Answer, Beneath, Panel, Receipt, Switch, Unread
from worker.stopping.coding import receipt_to_json, switch_to_json
from worker.stopping.edge import fault
from worker.stopping.journal import Journal
from worker.stopping.means import SETTLING, Ledger, Means
from worker.stopping.pacing import before_reading, next_portion, reserve_for
from worker.stopping.reading import read_panel
from worker.stopping.steps import Stage, Step
from worker.stopping.story import INTENT, OUTCOME


class Turn(StrEnum):
    """The direction of a write."""

    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the work on every account of one run shares."""

    means: Means
    journal: Journal
    ledger: Ledger
    turn: Turn
    allow: Callable[[Sequence[Switch]], Sequence[Switch]] = tuple
    """Those that may still be written, asked right before each batch. It only ever allows less."""
    during: Callable[[], AbstractContextManager[None]] = nullcontext
    """Entered for each batch, from that question to its answer."""

    @property
    def sure(self) -> bool:
        """Whether nothing may be written unseen: what is turned on costs money, off never."""
        return self.turn is Turn.ON


@dataclass(slots=True, kw_only=True)
class Done:
    """What became of one account."""

    account_id: AccountId
    panel: Panel | Unread
    """The last reading."""
    before: dict[Key, Switch] = field(default_factory=dict)
    """Every switch that was written, as it was before the first write."""
    tries: dict[Key, list[Receipt]] = field(default_factory=dict)


def turn_account(
    bench: Bench, stopper: Stopper, panel: Panel | Unread, goal: Goal, *, account_id: AccountId
) -> Done:
    """Write and read one account until the goal is reached, or nothing more can be done.

    `panel`: the last reading there is. What is found in the end is never that one: an account in
    which nothing was on is read once more too.
    """
    done = Done(account_id=account_id, panel=panel)
    fresh = isinstance(panel, Unread)
    if fresh:
        done.panel = read_panel(stopper, account_id, goal.beneath)
    patience, waited = _reserve(bench, stopper, goal, done), 0.0
    while isinstance(read := done.panel, Panel):
        if writes := _choose(bench, stopper, goal, done, patience=patience):
            _write(bench, stopper, writes, done)
        elif done.panel is not read:  # the account was read anew: choose by that
            fresh = True
            continue
        elif goal.settling(read) and waited < SETTLING:
            pause = min(max(1.0, waited), SETTLING - waited)
            bench.means.sleep(pause)
            waited += pause
        elif fresh:
            break
        before_reading(bench.means, stopper, account_id, patience)
        bench.means.step(
            Step(stage=Stage.READING_BACK, platform=stopper.platform, account_id=account_id)
        )
        done.panel, fresh = _read_again(stopper, account_id, goal.beneath), True
    return done


def _reserve(bench: Bench, stopper: Stopper, goal: Goal, done: Done) -> Patience:
    """How long the work on the account may wait in all."""
    writes = goal.writes(done.panel, {}) if isinstance(done.panel, Panel) else ()
    return reserve_for(bench.means, stopper, done.account_id, len(writes), sure=bench.sure)


def _choose(
    bench: Bench, stopper: Stopper, goal: Goal, done: Done, *, patience: Patience
) -> Sequence[Switch]:
    """What to write now, its waits being over; what was waited for is chosen by a new reading."""
    if isinstance(done.panel, Unread):
        return ()
    wanted = bench.allow(goal.writes(done.panel, done.tries))
    seconds, some = _next(patience, wanted, done)
    writes, look = next_portion(
        bench.means, stopper, done.account_id, patience, some, waited=seconds > 0, sure=bench.sure
    )
    return _still(bench, stopper, goal, done, writes) if writes and look else writes


def _next(
    patience: Patience, writes: Sequence[Switch], done: Done
) -> tuple[float, tuple[Switch, ...]]:
    """Those to write now and the seconds that they were waited for, which are over.

    None: the patience does not last so long.
    """
    for wait, some in due(writes, done.tries):
        if _wait(patience, wait):
            return wait, some
    return 0.0, ()


def _still(
    bench: Bench, stopper: Stopper, goal: Goal, done: Done, writes: Sequence[Switch]
) -> Sequence[Switch]:
    """Those of them that are to be written all the same, by a reading made after the wait.

    What a person has turned off meanwhile is not written, and so is not ours to turn on later. No
    stop is kept from anything by a reading that fails or breaks off: then the older one counts. A
    resume turns on nothing that it could not look at.
    """
    done.panel = (
        _read_again(stopper, done.account_id, goal.beneath)
        if bench.sure
        else read_again(stopper, done.panel, goal.beneath)
    )
    if isinstance(done.panel, Unread):
        return ()
    chosen = {key_of(one): one for one in writes}
    still = [one for one in goal.writes(done.panel, done.tries) if key_of(one) in chosen]
    if not bench.sure and not done.panel.complete:
        listed = {key_of(one) for one in every_switch(done.panel)}
        still += [one for key, one in chosen.items() if key not in listed]
    return still


def read_again(
    stopper: Stopper, panel: Panel | Unread, beneath: Beneath | None = None
) -> Panel | Unread:
    """The account as it is now; as it was, where it cannot be read: that can be turned too."""
    if isinstance(panel, Unread):
        return panel
    fresh = read_panel(stopper, panel.account_id, beneath)
    return panel if isinstance(fresh, Unread) else fresh


def _read_again(stopper: Stopper, account_id: AccountId, beneath: Beneath | None) -> Panel | Unread:
    """A fresh, full list; where the first attempt gives none, a second one."""
    first = read_panel(stopper, account_id, beneath)
    return read_panel(stopper, account_id, beneath) if isinstance(first, Unread) else first


def _wait(patience: Patience, seconds: float) -> bool:
    """Wait, if the patience lasts so long."""
    if not patience.spend(seconds):
        return False
    if seconds:
        patience.sleep(seconds)
    return True


def _write(bench: Bench, stopper: Stopper, writes: Sequence[Switch], done: Done) -> None:
    """Send these in batches, each after its intents."""
    for planned in _batches(writes, stopper.batch_size):
        with bench.during():
            if batch := tuple(bench.allow(planned)):
                _write_batch(bench, stopper, batch, done)


def _write_batch(bench: Bench, stopper: Stopper, batch: tuple[Switch, ...], done: Done) -> None:
    """Intents, batch, answers."""
    number = bench.ledger.next_batch()
    before = [switch_to_json(one) for one in batch]
    bench.journal.add(INTENT, {"batch": number, "turn": bench.turn, "switches": before})
    bench.means.step(
        Step(
            stage=Stage.TURNING,
            platform=stopper.platform,
            account_id=done.account_id,
            switches=len(batch),
        )
    )
    receipts = _send(bench, stopper, batch)
    told = [receipt_to_json(one) for one in receipts]
    bench.journal.add(OUTCOME, {"batch": number, "turn": bench.turn, "receipts": told})
    for switch, receipt in zip(batch, receipts, strict=True):
        done.before.setdefault(key_of(switch), switch)
        done.tries.setdefault(key_of(switch), []).append(receipt)


def _batches(writes: Iterable[Switch], size: int) -> Iterator[tuple[Switch, ...]]:
    """Parts of one level, at most `size` each, in the order given within a level."""
    by_level = sorted(writes, key=lambda one: one.level)
    for _, some in groupby(by_level, lambda one: one.level):
        level = list(some)
        for start in range(0, len(level), size):
            yield tuple(level[start : start + size])


def _send(bench: Bench, stopper: Stopper, batch: tuple[Switch, ...]) -> tuple[Receipt, ...]:
    """One receipt for each switch, in their order; one that is missing is unknown."""
    write: Callable[[Sequence[Switch]], tuple[Receipt, ...]] = (
        stopper.turn_off if bench.turn is Turn.OFF else stopper.turn_on
    )
    try:
        given = {_key(one): one for one in write(batch)}
    except Exception as error:  # noqa: BLE001 a fault of ours in one batch must not keep others on
        return tuple(_unknown(one, error) for one in batch)
    return tuple(given.get(key_of(one)) or _unknown(one) for one in batch)


def _key(receipt: Receipt) -> Key:
    return Key(receipt.platform, receipt.account_id, receipt.level, receipt.campaign_id)


def _unknown(switch: Switch, error: Exception | None = None) -> Receipt:
    """The receipt of a write of which nothing was heard."""
    return Receipt(
        platform=switch.platform,
        account_id=switch.account_id,
        campaign_id=switch.campaign_id,
        level=switch.level,
        answer=Answer.UNKNOWN,
        because=fault(error) if error else None,
    )
