"""The report's sections about its own reach: polls made of those due, old data, late readings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from policies.weekly import Week
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name, stamp
from worker.reporting.telling_queue import owner_name
from worker.store.week import Material
from worker.store.week_covered import Covered, LastRead, Polls

OLD = timedelta(days=1)
"""An account that was last read longer ago than this is named."""


def old(found: Covered, week: Week) -> tuple[LastRead, ...]:
    """Accounts that were not read lately, as seen from the end of the week."""
    return tuple(one for one in found.accounts if one.read_at < week.until - OLD)


def covered_sections(
    found: Covered, week: Week, material: Material, settings: Settings, said: Language
) -> Iterator[Section]:
    """What was polled, which accounts are old news, and what was read late."""
    yield Section(
        heading=said.text("How much was read"),
        sentences=tuple(_sentences(found, said)),
        grid=_polls(found.polls, said) if found.polls else None,
    )
    if names := old(found, week):
        yield Section(
            heading=said.text("Accounts that were not read lately"), grid=_old(names, said)
        )
    if found.late:
        yield _late(found.late, material, settings, said)


def _sentences(found: Covered, said: Language) -> Iterator[str]:
    if not found.polls:
        yield said.text("The service did not run this week, so nobody knows what it missed.")
    if found.accounts:
        first = found.accounts[0]
        yield said.text(
            "The oldest data is that of {platform} {account}, read {when}.",
            platform=platform_name(first.platform),
            account=first.id,
            when=said.instant(first.read_at),
        )
    else:
        yield said.text("No ad account has ever been read.")


def _polls(polls: tuple[Polls, ...], said: Language) -> Grid:
    columns = (
        said.text("What is read"),
        said.text("Times due"),
        said.text("Times read"),
        said.text("Given up"),
        said.text("Left out"),
    )
    rows = tuple(
        tuple(map(Cell, (_name(one.job, said), *map(said.number, _numbers(one))))) for one in polls
    )
    return Grid(columns=columns, rows=rows)


def _numbers(one: Polls) -> tuple[int, ...]:
    return one.due, one.made, one.failed, one.skipped


def _name(job: str, said: Language) -> str:
    """What a job reads, in words."""
    return {
        "ads": said.text("ads"),
        "comments": said.text("comments"),
        "messages": said.text("messages"),
        "delivered": said.text("where ads were shown"),
    }.get(job, job)


def _old(names: tuple[LastRead, ...], said: Language) -> Grid:
    columns = (said.text("Account"), said.text("Name"), said.text("Last read"))
    rows = tuple(
        (
            Cell(f"{platform_name(one.platform)} {one.id}"),
            Cell(one.name),
            Cell(said.instant(one.read_at)),
        )
        for one in names
    )
    return Grid(columns=columns, rows=rows)


def _late(late: tuple[str, ...], material: Material, settings: Settings, said: Language) -> Section:
    columns = (said.text("Thread"), said.text("Who answers"), said.text("Where"))
    rows = tuple(
        (
            Cell(one, row.link),
            Cell(owner_name(row.owner, settings)),
            Cell(platform_name(row.platform)),
        )
        for one in late
        if (row := material.threads.get(one))
    )
    told = said.text(
        "Something in these threads was written before this week and first read in it: the last "
        "report could not count it."
    )
    heading = said.text("Read late")
    return Section(heading=heading, sentences=(told,), grid=Grid(columns=columns, rows=rows))


def covered_as_json(found: Covered, week: Week, said: Language) -> dict[str, Any]:
    """The same as data."""
    return {
        "polls": [
            {
                "job": one.job,
                **dict(zip(("due", "made", "failed", "skipped"), _numbers(one), strict=True)),
            }
            for one in found.polls
        ],
        "accounts_not_read_lately": [
            {"platform": one.platform, "account_id": one.id, "read_at": stamp(one.read_at, said)}
            for one in old(found, week)
        ],
        "oldest": stamp(found.accounts[0].read_at, said) if found.accounts else None,
        "read_late": list(found.late),
    }
