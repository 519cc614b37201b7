"""Days that have ended judged by the rules on rounds, once the accounts were read after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policies.model import Platform, Unread
from policies.rounds.weeks import Rounded, judge_rounds, reconcile_rounds
from policies.rule import Verdict
from policies.talk import joined
from worker.store import findings, rounds, runs, sweeps
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.sweeping.means import Means
from worker.sweeping.round_terms import RoundTerms
from worker.sweeping.rounded import Kept, rounded

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
PATIENCE = timedelta(hours=1)
"""How long a reading of the ads may take before a day is judged without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsRead:
    """What came of the rounds of days that have ended."""

    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()
    days: int = 0


def judge_days(means: Means, *, sweep: int | None = None) -> RoundsRead:
    """Judge each day that has ended and was not judged yet, once all ads were read after it.

    Before that nobody can tell whether campaigns ran until midnight. `sweep`: the number of the one
    that is under way and has read them. Days before the first window of the service are nobody's.
    Done twice, or by two workers at once, it is done once. By a clock that may have leapt no day is
    judged: it waits for a later reading.

    Raises:
        StoreError: our own database failed.
    """
    at = means.clock()
    if means.doubted:
        return RoundsRead()
    with means.store.reading() as connection:
        if not _due(connection, means.rounds, at, sweep):
            return RoundsRead()
    with means.writing() as connection:
        alone(connection, "round days")
        due = _due(connection, means.rounds, at, sweep)
        if not due:
            return RoundsRead()
        names = [rule.id for rule in means.rounds.rules]
        known = [
            one
            for platform in Platform
            for one in findings.of_rules(connection, platform, names, to_change=True)
        ]
        told = list(_weeks(connection, means.rounds, due, at))
        judged = list(_judged(means.rounds, told))
        outcome = joined([reconcile_rounds(known, judged, as_of=at)])
        findings.save(connection, outcome, at)
        windows = rounds.windows_of(connection, due[0], due[-1])
        by_day = {day: windows.get(day, means.rounds.windows(day)) for day in due}
        rounds.judged(connection, by_day, at)
    return RoundsRead(opened=outcome.opened, resolved=outcome.resolved, days=len(due))


def _due(connection: Connection, terms: RoundTerms, at: datetime, sweep: int | None) -> list[date]:
    """The days to be judged, in order.

    A reading of the ads that began long ago counts as if it had ended: it may never do so.
    """
    last = rounds.last_judged(connection)
    first = last + _DAY if last else _first(connection, terms)
    if first is None or first >= at.astimezone(terms.zone).date():
        return []
    begun_by = at - PATIENCE
    since = sweeps.ads_read_since(connection, terms.platforms, begun_by=begun_by, ours=sweep)
    if since is None:
        return []
    ended = since.astimezone(terms.zone).date() - _DAY
    return [first + number * _DAY for number in range((ended - first).days + 1)]


def _first(connection: Connection, terms: RoundTerms) -> date | None:
    """The first day of which anything is known; None: nothing is."""
    known = [one for one in (rounds.first(connection), runs.first(connection)) if one is not None]
    return min(known).astimezone(terms.zone).date() if known else None


def _weeks(
    connection: Connection, terms: RoundTerms, due: Sequence[date], at: datetime
) -> Iterator[Rounded]:
    """Each subject's days, ISO week by ISO week; those of the last weeks' days are known too.

    The week before the first one is judged again: whether a campaign ran on its last days may be
    told only by what was read since.
    """
    begun = _first(connection, terms) or due[0]
    monday = due[0] - due[0].weekday() * _DAY - _WEEK
    first = max(monday - _WEEK, begun)
    days = [first + number * _DAY for number in range((due[-1] - first).days + 1)]
    told = rounded(connection, terms, days)
    while monday <= due[-1]:
        for one in told:
            yield from _week(one, terms, monday, at)
        monday += _WEEK


def _week(one: Kept, terms: RoundTerms, monday: date, at: datetime) -> Iterator[Rounded]:
    """The week of one subject, if it has days in it."""
    days = tuple(day for day in one.days if monday <= day.day < monday + _WEEK)
    if days:
        platform = one.platform or next(iter(terms.platforms), Platform.META)
        yield Rounded(
            platform=platform,
            account_id=one.account_id,
            subject=one.subject,
            days=days,
            earlier=tuple(day for day in one.days if day.day < monday),
            zone=terms.zone,
            as_of=at,
            link=one.link,
        )


def _judged(terms: RoundTerms, weeks: Sequence[Rounded]) -> Iterator[tuple[Rounded, Verdict]]:
    for facts in weeks:
        for verdict in judge_rounds(terms.rules, [facts]):
            yield facts, verdict
