"""What may still be asked of Meta, known before it is asked; safe across threads.

Limits belong to the app, to an ad account with one use case, to a Page or Instagram account; an
account has a score besides (Rate Limits, checked 2026-11-22). Readers ask before they send: they
slow down, then stop ahead of the block. A crisis stop never asks, and has what they leave. Calling
on while blocked prolongs the block, so a refusal is remembered as well.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from connectors.errors import RateLimited
from connectors.http import UNSTATED
from connectors.meta.allowing import allowance
from connectors.meta.ask import Ask
from connectors.meta.concerned import Sort, buckets_of, sort_of, worst_of
from connectors.meta.gauge import POINTS, READ, READABLE, STOP, WRITE, Gauge, Score
from connectors.meta.holding import Held, blocked, held_for_the_stop, refused_until, slowed_down
from connectors.meta.notes import note, noted
from connectors.meta.usage import ACCOUNT, APP, Bucket, Tier, Usage, number_of, usages
from connectors.recall import Recall
from policies.model import AccountId, Allowance

PARKED = timedelta(minutes=5)
"""How long a refusal without a stated end is believed once nobody waits for it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How far one limit is used."""

    bucket: Bucket
    percent: float
    heard_at: datetime
    blocked_until: datetime | None
    tier: Tier | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left for a reader; `points` None: the tier is not known."""

    percent: float
    """Of the limit that is nearest to where reading stops; negative: beyond that."""
    points: int | None
    opens_at: datetime
    """From when one call may be sent; not after the present instant: now."""


class Budget:
    """Everything known of one app at one address."""

    def __init__(self, place: str = "") -> None:
        """`place`: address and app, by which a later run finds what is written down."""
        self._place = place
        self._lock = threading.Lock()
        self._gauges: dict[Bucket, Gauge] = {}
        self._scores: defaultdict[str, Score] = defaultdict(Score)
        self._named: defaultdict[Sort, set[Bucket]] = defaultdict(set)
        self._refused: dict[Sort, datetime] = {}
        self._tier: Tier | None = None
        self._recall = Recall()

    def keep_in(self, recall: Recall) -> None:
        """Know what earlier runs heard, and write down there what this one hears."""
        with self._lock:
            self._recall = recall

    def holds(self, asks: Sequence[Ask], now: datetime) -> tuple[Held | None, ...]:
        """For each of these calls of a reader's why it must wait; None: it may be sent now."""
        ahead: Counter[str | None] = Counter()
        told = []
        with self._lock:
            for place, ask in enumerate(asks):
                told.append(self._hold(ask, now, ahead[ask.account_id], place))
                ahead[ask.account_id] += 1
        return tuple(told)

    def room(self, ask: Ask, now: datetime) -> Room:
        """What is left before this call."""
        with self._lock:
            left = [self._stop(bucket) - gauge.percent(now) for bucket, gauge in self._of(ask, now)]
            score = self._scores[number_of(ask.account_id)]
            hold = self._hold(ask, now, 0, 0)
            return Room(
                percent=min(left, default=STOP),
                points=READABLE[self._tier] - score.held(now) if self._tier else None,
                opens_at=now + timedelta(seconds=(hold.retry_after or 0.0) if hold else 0.0),
            )

    def allowance(self, account_id: AccountId, read: int, now: datetime) -> Allowance | None:
        """What the account lets a stop do, on the Limited tier; None: it is not known to be on it.

        `read`: points of reading its switches once. What others have spent is heard from Meta.
        """
        own, number = (
            Ask(parts=(account_id, "campaigns"), account_id=account_id),
            number_of(account_id),
        )
        with self._lock:
            limits = dict(self._of(own, now))
            if self._tier is not Tier.LIMITED:
                return None
            score = self._scores[number]
            ends = [one.blocked_until for one in limits.values() if one.blocked_until]
            ends += [until for until in (self._refused.get(sort_of(own)),) if until]
            return allowance(
                score, limits.get(Bucket(number, ACCOUNT)), max(ends, default=now), read, now
            )

    def points(self, account_id: AccountId, now: datetime) -> int:
        """The points of the account that we have spent and that still count."""
        with self._lock:
            return self._scores[number_of(account_id)].held(now)

    def told(self, now: datetime) -> tuple[Level, ...]:
        """How far every limit is used, the fullest first."""
        with self._lock:
            levels = [
                Level(
                    bucket=bucket,
                    percent=gauge.percent(now),
                    heard_at=gauge.at,
                    blocked_until=gauge.blocked_until,
                    tier=gauge.usage.tier,
                )
                for bucket, gauge in self._gauges.items()
                if gauge.over_at > now
            ]
        return tuple(sorted(levels, key=lambda one: (-one.percent, one.bucket)))

    def sent(self, asks: Sequence[Ask], now: datetime) -> None:
        """Count calls that are sent now, whoever sends them."""
        with self._lock:
            for ask in asks:
                for _, gauge in self._of(ask, now):
                    gauge.sent += 1
                if ask.account_id is not None:
                    points = READ if ask.method == "GET" else WRITE
                    self._scores[number_of(ask.account_id)].spend(points, now)

    def heard(
        self, ask: Ask, headers: Mapping[str, str], now: datetime, *, answered: bool = True
    ) -> None:
        """Take in the headers, by lower-case name, of an answer, an error or an item of a batch.

        `answered`: the call was not refused, so that whatever blocked it is over.
        """
        told = worst_of(usages(headers, ask.account_id))
        with self._lock:
            if answered:
                self._forgive(ask, now)
            for usage in told.values():
                self._hear(usage, now)
            if ask.account_id is None:
                self._named[sort_of(ask)] |= told.keys()

    def refused(
        self, ask: Ask, error: RateLimited, now: datetime, *, parked: bool = False
    ) -> RateLimited:
        """Remember a refusal of Meta's; the answer says when it ends.

        `parked`: it is not waited out, and so is believed longer where it states no end.
        """
        unstated = PARKED if parked else timedelta(seconds=UNSTATED[-1])
        stated = error.retry_after
        until = now + (unstated if stated is None else timedelta(seconds=stated))
        with self._lock:
            self._refused[sort_of(ask)] = until
        return refused_until(error, until)

    def _hear(self, usage: Usage, now: datetime) -> None:
        self._tier = usage.tier or self._tier
        note(self._recall, self._place, usage, now)
        if usage.bucket in self._gauges:
            self._gauges[usage.bucket].hear(usage, now)
        else:
            self._gauges[usage.bucket] = Gauge(usage, now)

    def _forgive(self, ask: Ask, now: datetime) -> None:
        """Forget what blocked a call that was answered."""
        self._refused.pop(sort_of(ask), None)
        for _, gauge in list(self._of(ask, now)):
            if gauge.usage.full:
                self._hear(replace(gauge.usage, percent=0.0, regain_seconds=0.0), now)

    def _of(self, ask: Ask, now: datetime) -> Iterator[tuple[Bucket, Gauge]]:
        """The limits that a call counts towards, as far as Meta has told of them."""
        for bucket in {APP, *buckets_of(ask), *self._named.get(sort_of(ask), ())}:
            if bucket not in self._gauges and (
                told := noted(self._recall, self._place, bucket, now)
            ):
                self._gauges[bucket] = Gauge(*told)
                self._tier = self._tier or told[0].tier
            if bucket in self._gauges:
                yield bucket, self._gauges[bucket]

    def _hold(self, ask: Ask, now: datetime, ahead: int, before: int) -> Held | None:
        """Why a call must wait; `ahead`: others of its account, `before`: others of any."""
        until = self._refused.get(sort_of(ask), now)
        if until > now:
            return blocked(ask, until, now)
        opens = [
            (gauge.opens(now, ahead if bucket.owner else before, self._stop(bucket)), gauge)
            for bucket, gauge in self._of(ask, now)
        ]
        until, gauge = max(opens, key=lambda one: one[0], default=(now, None))
        spent = self._spent(ask, now, ahead)
        if spent is not None and spent[0] > max(until, now):
            return held_for_the_stop(ask, spent[1], spent[0], now)
        if gauge is None or until <= now:
            return None
        if gauge.usage.full:
            return blocked(ask, until, now)
        percent = gauge.percent(now)
        made = held_for_the_stop if percent >= self._stop(gauge.usage.bucket) else slowed_down
        return made(ask, percent, until, now)

    def _stop(self, bucket: Bucket) -> float:
        """The percent at which reading stops: of an account's points the tier's reserve is left."""
        if bucket.kind != ACCOUNT or self._tier is None:
            return STOP
        return 100 * READABLE[self._tier] / POINTS[self._tier]

    def _spent(self, ask: Ask, now: datetime, ahead: int) -> tuple[datetime, float] | None:
        """From when the score of the account has room, and how much of it is used, in percent."""
        score = self._scores.get(number_of(ask.account_id))
        if score is None or self._tier is None:
            return None
        opens = score.opens(now, READ * (ahead + 1), READABLE[self._tier])
        return opens, 100 * score.held(now) / POINTS[self._tier]


@cache
def budget_of(base_url: str, app_id: str) -> Budget:
    """The process's one budget of this app at this address."""
    return Budget(f"{base_url} {app_id}")
