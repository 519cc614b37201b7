"""What the report does not know: channels without a connector, sweeps that left something out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from policies.model import Words
from policies.weekly import Week
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name, stamp
from worker.platforms import CONNECTED, enabled
from worker.store.week import Material
from worker.terms import unread_name


def not_covered(settings: Settings) -> Iterator[Words]:
    """What nobody watches here, one sentence each."""
    yield Words(
        "X is not covered: nothing there is read, checked, queued or stopped; do it by hand."
    )
    on = enabled(settings)
    for platform in CONNECTED:
        if platform not in on:
            yield Words(
                "{platform} is not covered: it is switched off in the configuration.",
                {"platform": platform_name(platform)},
            )


def sweeping(week: Week, material: Material, said: Language) -> tuple[Section, ...]:
    """The week's sweeps, and what they could not read."""
    runs = material.sweeps
    facts = (
        (said.text("Sweeps begun"), said.number(len(runs))),
        (
            said.text("Came to their end"),
            said.number(sum(run.finished_at is not None for run in runs)),
        ),
        (said.text("Left something unread"), said.number(sum(bool(run.unread) for run in runs))),
    )
    sentences = () if week.reach.current else (_last(week, said),)
    sections = [Section(heading=said.text("Sweeps"), sentences=sentences, facts=facts)]
    if gaps := unread_of(material, said):
        sections.append(_gaps(gaps, said))
    return tuple(sections)


def _last(week: Week, said: Language) -> str:
    """When everything was read for the last time, where that is too long ago or nobody knows."""
    if week.reach.last is None:
        return said.text("No whole sweep has come to its end.")
    return said.text(
        "Everything was last read {when}; what was tried since failed, or it is too long ago.",
        when=said.instant(week.reach.last),
    )


def reading_as_json(week: Week, said: Language) -> dict[str, Any]:
    """What the numbers rest on, as data."""
    reach = week.reach
    return {
        "current": reach.current,
        "last_whole": stamp(reach.last, said) if reach.last else None,
        "gaps": reach.gaps,
    }


Gap = tuple[str, str, str, str]
"""Platform, account, what, and why."""


def unread_of(material: Material, said: Language) -> dict[Gap, list[datetime]]:
    """What could not be read, and when that was tried."""
    found: dict[Gap, list[datetime]] = defaultdict(list)
    for run, one in chain.from_iterable(((r, u) for u in r.unread) for r in material.sweeps):
        gap = (str(one.platform), one.account_id or "", one.what, said.say(one.because))
        found[gap].append(run.started_at)
    return dict(found)


def _gaps(gaps: dict[Gap, list[datetime]], said: Language) -> Section:
    """One row for each thing that could not be read."""
    columns = (
        said.text("What could not be read"),
        said.text("The reason"),
        said.text("How often"),
        said.text("The last time"),
    )
    rows = tuple(
        (
            Cell(
                " ".join(filter(None, (platform_name(platform), account, unread_name(what, said))))
            ),
            Cell(why),
            Cell(said.number(len(times))),
            Cell(said.instant(max(times))),
        )
        for (platform, account, what, why), times in gaps.items()
    )
    return Section(
        heading=said.text("Not read"), grid=Grid(columns=columns, rows=rows, whole="report.json")
    )
