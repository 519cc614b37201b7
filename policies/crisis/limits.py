"""How far a resume reaches: never beyond what the stop turned off, the plan showed, and it cost.

The stop itself has no such limit, for what it turns off costs nothing. A resume spends money and
speaks to people, so that it is held to what was: each switch only as it was, and nothing at all
where so much has been changed since that the stop's list is no longer what the person has in mind.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policies.crisis.rows import Outcome, Row
from policies.crisis.scope import Key
from policies.model import Money, Switch, Words

MANY = 20
"""So few changes hold back no resume, whatever their share."""
SHARE = 2
"""One in so many that were changed holds back a resume: more than half."""


def too_many(part: int, whole: int) -> bool:
    """Whether so much of the whole was changed that nobody should go on as if nothing was."""
    return part >= MANY and part * SHARE > whole


def much_changed(touched: int, turned_off: int) -> Words | None:
    """Why a resume of the whole stop turns on nothing; None: it may go on."""
    if not too_many(touched, turned_off):
        return None
    return Words(
        "Somebody has changed {touched} of the {n} that the stop turned off, so nothing is turned "
        "on. Name what may run with --only CAMPAIGN, GROUP or ACCOUNT; it may be repeated.",
        {"touched": str(touched), "n": str(turned_off)},
    )


def much_gone(shown: Collection[Key], rows: Sequence[Row]) -> Words | None:
    """Why a plan that was confirmed turns on nothing by now; None: it may go on."""
    still = {row.key for row in rows if row.outcome is Outcome.PLANNED}
    gone = len(set(shown) - still)
    if not too_many(gone, len(shown)):
        return None
    return Words(
        "Since the plan was shown, {gone} of its {n} were changed by somebody or cannot be read "
        "any more, so nothing is turned on. Read the one above.",
        {"gone": str(gone), "n": str(len(shown))},
    )


def only_shown(rows: Sequence[Row], shown: Collection[Key]) -> tuple[Row, ...]:
    """The rows of a plan of which nothing is turned on that was not in the one shown."""
    because = Words("It was not in the plan that was shown.")
    return tuple(row if row.key in shown else left_off(row, because) for row in rows)


def only_chosen(rows: Sequence[Row], chosen: Collection[Key]) -> tuple[Row, ...]:
    """The rows of a plan of which nothing is turned on that a person has not named."""
    because = Words("It is not among those that were named with --only.")
    return tuple(row if row.key in chosen else left_off(row, because) for row in rows)


def left_off(row: Row, because: Words) -> Row:
    """A row that was to be turned on and stays off."""
    if row.outcome is not Outcome.PLANNED:
        return row
    return Row(switch=row.switch, outcome=Outcome.SKIPPED, error=because)


def costs_more(before: Switch, fresh: Switch) -> Words | None:
    """Why something would cost more than when the stop turned it off; None: it would not.

    What the stop read afterwards may hold a budget that somebody raised in between: what it was
    before is what counts.
    """
    for was, now in (
        (before.daily_budget, fresh.daily_budget),
        (before.total_budget, fresh.total_budget),
    ):
        if not _within(now, was):
            return Words(
                "It would cost more than when it was stopped: its budget was {was} and is {now}.",
                {"was": _told(was), "now": _told(now)},
            )
    return None


def _within(now: Money | None, was: Money | None) -> bool:
    """Whether a budget is no larger; one that is there, or gone, only by now may be."""
    if now is None or was is None:
        return now is was
    return now.currency == was.currency and now.amount <= was.amount


def _told(money: Money | None) -> str:
    return "-" if money is None else f"{money.amount} {money.currency}"
