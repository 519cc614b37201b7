"""Where an account's ads were shown, by LinkedIn's figures of this week and the last.

A report has three limits that it keeps in silence: it is one page, cut at 15,000 rows, and empty
for whom it is not meant (Ads Reporting, checked 2026-11-22). So a full report is asked for again by
halves of its days, and an empty one is believed only where a right to it, or that there was nothing
to show, is proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from connectors.errors import ConnectorError
from connectors.linkedin import ask
from connectors.linkedin.pages import by_cursor, elements
from connectors.linkedin.read_ads import is_test
from connectors.linkedin.read_delivered import PART, Figures
from connectors.linkedin.scope import rights
from connectors.linkedin.shape import count, part, record, refuse, text
from connectors.linkedin.transport import Answer, Wire
from policies.model import AccountId, Delivered, Platform, Unread, Words

MOST_ROWS = 15_000
"""Rows of a report, of which the rest is left out in silence."""
KEPT = timedelta(days=3_650)
"""For how long LinkedIn keeps figures: ten years."""
_DAY = timedelta(days=1)


def delivered(
    wire: Wire, account_id: AccountId, at: datetime, *, most: int = MOST_ROWS
) -> Delivered:
    """The figures, as they stand now; what of them fails is named and the rest goes on.

    `most`: rows at which a report counts as cut.

    Raises:
        ConnectorError: nothing of them could be read.
    """
    figures = Figures(account_id, _currency(wire, account_id))
    since, until = days(at)
    _between(wire, figures, (since, until), most=most)
    if figures.empty:
        figures.unread += _doubts(wire, account_id, until)
    return Delivered(
        platform=Platform.LINKEDIN,
        account_id=account_id,
        since=since,
        until=until,
        showings=figures.showings(),
        unread=tuple(figures.unread),
    )


def days(at: datetime) -> tuple[date, date]:
    """The Monday of last week and today: LinkedIn's days are those of UTC."""
    today = at.astimezone(UTC).date()
    return today - timedelta(days=today.weekday() + 7), today


def _currency(wire: Wire, account_id: AccountId) -> str:
    """What the account pays in: the figures name no currency."""
    currency = text(wire.read(ask.account(account_id)), "currency")
    if not currency:
        raise refuse("currency", currency)
    return currency


def _between(wire: Wire, figures: Figures, days: tuple[date, date], *, most: int) -> None:
    """Take in the figures of these days; of a full report only those of a single day.

    Raises:
        ConnectorError: the report on all of these days could not be read.
    """
    first, last = days
    answer = wire.read(ask.shown(figures.account_id, first, last))
    rows = elements(answer)
    if not _is_full(answer, len(rows), most=most):
        figures.take(rows)
    elif first == last:
        figures.take(rows)
        figures.cut(first, len(rows))
    else:
        for half in _halves(first, last):
            try:
                _between(wire, figures, half, most=most)
            except ConnectorError as error:
                figures.lacks(error)


def _is_full(answer: Answer, came: int, *, most: int) -> bool:
    """Whether there may be more rows than came."""
    total = count(part(answer, "paging"), "total") or 0
    return came >= most or total > came


def _halves(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The same days in two parts."""
    middle = first + (last - first) // 2
    yield first, middle
    yield middle + _DAY, last


def _doubts(wire: Wire, account_id: AccountId, until: date) -> Iterator[Unread]:
    """Why no rows may not mean that nothing was shown; nothing: it is proved that they do.

    Figures of any day in ten years prove the right to those of these days, and so does an account
    with nothing to show prove that there are none.
    """
    try:
        ever = elements(wire.read(ask.ever_shown(account_id, until - KEPT, until)))
        if not ever:
            yield from unproved(wire, account_id, PART)
    except ConnectorError as error:
        yield error.unread(PART, account_id)


def unproved(wire: Wire, account_id: AccountId, what: str) -> Iterator[Unread]:
    """Why it may be no proof that a report on ten years has no rows; `what` is then unread.

    A role alone proves nothing: the scope `r_ads_reporting` may be lacking, and only introspection
    could tell.

    Raises:
        ConnectorError: the account's campaigns could not all be read.
    """
    if _may_have_shown(wire, account_id):
        yield _unproved(account_id, rights(wire, account_id), what)


def _may_have_shown(wire: Wire, account_id: AccountId) -> bool:
    """Whether the account has a campaign that is more than a draft.

    Raises:
        ConnectorError: its campaigns could not all be read.
    """
    gathered = by_cursor(wire, ask.campaigns(account_id))
    told = [record(row, "elements") for row in gathered.rows]
    if any(text(one, "status") != "DRAFT" for one in told if not is_test(one)):
        return True
    if gathered.error is not None:
        raise gathered.error
    return False


def _unproved(account_id: AccountId, roles: tuple[str, ...] | Unread, what: str) -> Unread:
    """That figures are empty and nobody can tell why, by what is known of the member's role."""
    if isinstance(roles, Unread):
        because = roles.because
    elif roles:
        because = Words(
            "LinkedIn gave no figures of account {account}, of any day, though it has campaigns. "
            "Nothing may have been shown, or the token may lack the scope r_ads_reporting. Check "
            "the scope in [linkedin] ads_token.",
            {"account": account_id},
        )
    else:
        because = Words(
            "LinkedIn gave no figures of account {account}, as it does where the token's member "
            "has no role. Give the member a role on the account.",
            {"account": account_id},
        )
    return Unread(what=what, because=because, platform=Platform.LINKEDIN, account_id=account_id)
