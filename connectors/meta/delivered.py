"""Where an account's ads were shown, by Meta's figures of this week and the last.

Whole weeks, because an event belongs to one: what Sunday night brought is still read a week later,
however late Monday's first sweep runs, and the sums of a week never shrink while its days drop out
of view one by one. Two presets and no dates of our own: Meta reckons in the account's time zone,
which is nowhere in this request, `last_7d` leaves out today, and a wrong `time_range` is ignored in
silence while an unknown preset is refused (Insights, checked 2026-11-22).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from connectors.meta.ask_figures import figures, sums
from connectors.meta.graph import Gathered, Graph
from connectors.meta.read_delivered import Figures
from connectors.meta.read_totals import Totals
from policies.model import AccountId, Delivered, Platform

WEEKS = ("last_week_mon_sun", "this_week_mon_today")
_AHEAD = timedelta(hours=14)
"""How far ahead of UTC the day begins anywhere on earth."""


def delivered(graph: Graph, account_id: AccountId, at: datetime) -> Delivered:
    """The figures, as they stand now; what of them fails is named and the rest goes on.

    Raises:
        ConnectorError: nothing of them could be read.
    """
    asks = [make(account_id, preset) for make in (figures, sums) for preset in WEEKS]
    told = graph.edges(asks)
    weeks, wholes = told[: len(WEEKS)], told[len(WEEKS) :]
    _nothing(weeks)
    found, all_of_it = Figures(account_id), Totals(account_id)
    for week in weeks:
        found.take(week.rows)
        if week.error is not None:
            found.lacks(week.error)
    for whole in wholes:
        all_of_it.take(whole.rows)
        if whole.error is not None:
            all_of_it.lacks(whole.error)
    all_of_it.compare(found)
    since, until = days(at)
    return Delivered(
        platform=Platform.META,
        account_id=account_id,
        since=since,
        until=until,
        showings=found.showings(),
        unread=(*found.unread, *all_of_it.unread),
        totals=all_of_it.totals(),
    )


def _nothing(weeks: tuple[Gathered, ...]) -> None:
    """Let pass what gave anything.

    Raises:
        ConnectorError: each week failed with its first page.
    """
    errors = [week.error for week in weeks if week.error is not None and not week.rows]
    if len(errors) == len(weeks):
        raise errors[0]


def days(at: datetime) -> tuple[date, date]:
    """First and last day that the two weeks surely cover at this instant, in whatever zone.

    Where Monday has begun somewhere on earth, the week before last may be out of Meta's view.
    """
    latest = (at.astimezone(UTC) + _AHEAD).date()
    return latest - timedelta(days=latest.weekday() + 7), at.astimezone(UTC).date()
