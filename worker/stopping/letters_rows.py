"""The rows of a stop as tables of a mail: what became of each campaign, account by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policies.crisis import Doing, Outcome, Row, account_link, counts
from policies.model import AccountId, Panel, Platform, Unread
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name
from worker.stopping.wording import outcome_word
from worker.terms import unread_name

Account = tuple[Platform, AccountId]


def by_account(
    rows: Iterable[Row], panels: Iterable[Panel], doing: Doing, said: Language, *, whole: str
) -> Iterator[Section]:
    """A section an account; what was off before is only counted, as on the screen.

    `whole`: where all rows stand, for a mail that has no room for them.
    """
    found: dict[Account, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.switch.platform, row.switch.account_id].append(row)
    names = {(one.platform, one.account_id): one.account_name for one in panels}
    for account, here in found.items():
        platform, account_id = account
        quiet = counts(here)[Outcome.ALREADY_OFF]
        shown = [row for row in here if row.outcome is not Outcome.ALREADY_OFF or row.error]
        name = f"{names.get(account, '')} ({account_id})".strip()
        yield Section(
            heading=f"{platform_name(platform)}, {name}",
            sentences=(said.text("already off: {n}", n=quiet),) if quiet else (),
            grid=campaigns(shown, doing, said, whole=whole) if shown else None,
        )


def everything_of(stop_id: str) -> str:
    """The command that tells all of a stop."""
    return f"annonsvakt stops export {stop_id}"


def campaigns(rows: Iterable[Row], doing: Doing, said: Language, *, whole: str) -> Grid:
    """One row a campaign: which, what became of it, its money and end, and why."""
    columns = (
        said.text("Campaign"),
        said.text("What became of it"),
        said.text("Budget"),
        said.text("Ends"),
        said.text("Why"),
    )
    cells = tuple(_cells(row, doing, said) for row in rows)
    return Grid(columns=columns, rows=cells, whole=whole).without_empty()


def _cells(row: Row, doing: Doing, said: Language) -> tuple[Cell, ...]:
    one = row.switch
    return (
        Cell(f"{one.name} ({one.campaign_id})", _link(row)),
        Cell(outcome_word(row.outcome, doing, said)),
        Cell(_budget(row, said)),
        Cell(said.instant(one.end) if one.end else ""),
        Cell(said.say(row.error) if row.error else ""),
    )


def _budget(row: Row, said: Language) -> str:
    """By day and in all."""
    one, parts = row.switch, []
    if one.daily_budget:
        parts.append(said.text("{money} a day", money=said.money(one.daily_budget)))
    if one.total_budget:
        parts.append(said.text("{money} in all", money=said.money(one.total_budget)))
    return ", ".join(parts)


def _link(row: Row) -> str:
    return row.switch.link or account_link(row.switch.platform, row.switch.account_id)


def by_hand(left: Iterable[Row], gaps: Iterable[Unread], said: Language) -> Iterator[Section]:
    """What a person must finish, with links; no section if there is nothing."""
    rows = [
        *(
            (
                Cell(f"{row.switch.name} ({row.switch.campaign_id})", _link(row)),
                Cell(said.say(row.error) if row.error else ""),
            )
            for row in left
        ),
        *(
            (
                Cell(_place(gap), account_link(gap.platform, gap.account_id)),
                Cell(said.say(gap.because)),
            )
            for gap in gaps
        ),
    ]
    if rows:
        columns = (said.text("Campaign or account"), said.text("Why"))
        grid = Grid(columns=columns, rows=tuple(rows))
        yield Section(heading=said.text("FINISH BY HAND"), grid=grid)


def _place(gap: Unread) -> str:
    return " ".join(filter(None, (platform_name(gap.platform), gap.account_id)))


def unread(gaps: Iterable[Unread], said: Language) -> Iterator[Section]:
    """All that could not be read; no section if there is nothing."""
    rows = tuple(
        (Cell(f"{_place(gap)} {unread_name(gap.what, said)}"), Cell(said.say(gap.because)))
        for gap in gaps
    )
    if rows:
        columns = (said.text("What could not be read"), said.text("Why"))
        yield Section(heading=said.text("Not read"), grid=Grid(columns=columns, rows=rows))
