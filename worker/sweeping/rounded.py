"""The rounds of days put together from the database: of campaigns, and of SLK."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from policies.model import AccountId, CampaignId, Platform
from policies.owning import SLK
from policies.rounds.days import Day, Note, day_of, together
from policies.rounds.held import Mailed
from policies.rounds.spans import Span, touches
from policies.rounds.weeks import OFFICE, SLKS
from policies.rounds.windows import Window
from policies.rule import Subject
from worker.store import digests, rounds, runs, watches
from worker.store.kept import Connection
from worker.store.rounds import Place
from worker.store.runs import Run
from worker.store.watches import SLKS_OWN, Over, Watched
from worker.sweeping.round_terms import RoundTerms
from worker.sweeping.rounds import Owners

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The rounds of one subject."""

    platform: Platform | None
    """None: SLK's own, which belong to every platform."""
    account_id: AccountId
    subject: Subject
    link: str | None
    days: tuple[Day, ...]
    """Those on which it ran, or may have."""
    watched: Mapping[datetime, Watched]
    """Who watched, by when the window began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """All that is stored of some days."""

    windows: Mapping[date, tuple[Window, ...]]
    notes: Mapping[Place, Mapping[datetime, Note]]
    digests: Mapping[tuple[str, datetime], Mailed]
    watches: Mapping[Over, Sequence[Watched]]
    owners: Owners
    terms: RoundTerms

    def days(
        self, spans: Sequence[Span], notes: Mapping[datetime, Note], whose: Callable[[date], str]
    ) -> Iterator[Day]:
        """The days on which a subject ran, or may have."""
        noted: dict[date, dict[datetime, Note]] = defaultdict(dict)
        for starts, one in notes.items():
            noted[starts.astimezone(self.terms.zone).date()][starts] = one
        for day, windows in self.windows.items():
            if windows and touches(spans, windows[0].starts, windows[-1].ends):
                yield day_of(
                    day,
                    windows,
                    spans=spans,
                    notes=noted[day],
                    digests=self.digests,
                    owner=whose(day),
                    counts=self.terms.counts(day),
                )

    def watched(self, over: Over) -> dict[datetime, Watched]:
        """Who watched over something, by when the window began."""
        told = self.watches.get(over, ())
        found = {
            one.starts: watches.first_of(told, one.starts, one.ends)
            for windows in self.windows.values()
            for one in windows
        }
        return {starts: one for starts, one in found.items() if one is not None}


def rounded(connection: Connection, terms: RoundTerms, days: Sequence[date]) -> list[Kept]:
    """The rounds of these days, in order: of SLK, and of each campaign that ran on one of them.

    A day that was judged has the windows that it had then.
    """
    stored = _stored(connection, terms, days)
    starts = [one.starts for windows in stored.windows.values() for one in windows]
    if not starts:
        return []
    ends = max(windows[-1].ends for windows in stored.windows.values() if windows)
    by_campaign: dict[tuple[Platform, AccountId, CampaignId], list[Run]] = defaultdict(list)
    for one in runs.between(connection, min(starts), ends):
        by_campaign[one.platform, one.account_id, one.campaign_id].append(one)
    campaigns = (_campaign(stored, some) for some in by_campaign.values())
    found = [_slk(connection, stored), *campaigns]
    return sorted((one for one in found if one.days), key=_order)


def _order(one: Kept) -> tuple[bool, str, str, str]:
    return (
        one.platform is not None,
        one.subject.name.casefold(),
        one.account_id,
        one.subject.id,
    )


def _stored(connection: Connection, terms: RoundTerms, days: Sequence[date]) -> _Stored:
    known = rounds.windows_of(connection, days[0], days[-1])
    windows = {day: known[day] if day in known else terms.windows(day) for day in days}
    all_of_them = [one for some in windows.values() for one in some]
    first, last = _edges(days, terms)
    told = digests.of_windows(connection, [one.starts for one in all_of_them])
    return _Stored(
        windows=windows,
        notes=rounds.between(connection, first, last),
        digests={
            key: Mailed(threads=one.threads, sent_at=one.sent_at) for key, one in told.items()
        },
        watches=watches.between(connection, first, last),
        owners=Owners(connection, terms),
        terms=terms,
    )


def _edges(days: Sequence[date], terms: RoundTerms) -> tuple[datetime, datetime]:
    """From the first midnight to the last."""
    first = datetime(days[0].year, days[0].month, days[0].day, tzinfo=terms.zone)
    after = days[-1] + timedelta(days=1)
    return first, datetime(after.year, after.month, after.day, tzinfo=terms.zone)


def _campaign(stored: _Stored, some: Sequence[Run]) -> Kept:
    """The rounds of one campaign; `some`: its spans, in order."""
    last = some[-1]
    spans = [one.span for one in some]
    place = Place(platform=last.platform, account_id=last.account_id, campaign_id=last.campaign_id)
    over = Over(platform=last.platform, account_id=last.account_id, campaign_id=last.campaign_id)
    notes = stored.notes.get(place, {})
    return Kept(
        platform=last.platform,
        account_id=last.account_id,
        subject=Subject(kind="campaign", id=last.campaign_id, name=last.name),
        link=last.link,
        days=tuple(stored.days(spans, notes, partial(stored.owners.of, last.brief_id))),
        watched=stored.watched(over),
    )


def _slk(connection: Connection, stored: _Stored) -> Kept:
    """SLK's own rounds, since anything was noted of them for the first time."""
    since = {
        place: starts
        for place, starts in rounds.first_of_slk(connection).items()
        if place.platform in stored.terms.platforms
    }
    # In the window in which we began we were not there from its beginning.
    begun = min(since.values()) + _MOMENT if since else None
    spans = [Span(maybe=begun, runs_from=begun, seen=_ALWAYS)] if begun else []
    notes = dict(_slks_notes(stored, since))
    return Kept(
        platform=None,
        account_id=OFFICE,
        subject=SLKS,
        link=None,
        days=tuple(stored.days(spans, notes, lambda _day: SLK)),
        watched=stored.watched(SLKS_OWN),
    )


_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


def _slks_notes(
    stored: _Stored, since: Mapping[Place, datetime]
) -> Iterator[tuple[datetime, Note]]:
    """SLK's note of each window: all the parts that were there by then, as one."""
    noted = {starts for place in since for starts in stored.notes.get(place, ())}
    begun = {one.starts for windows in stored.windows.values() for one in windows}
    for starts in sorted(noted | begun):
        wanted = [place for place, first in since.items() if first <= starts]
        parts = [stored.notes.get(place, {}).get(starts) for place in wanted]
        if any(part is not None for part in parts):
            yield starts, together(parts, SLK)
