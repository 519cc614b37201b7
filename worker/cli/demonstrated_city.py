"""How the demo tells of findings and of who waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from worker.cli.columns import shortened, wrapped
from worker.demo.story import Story
from worker.language import Language
from worker.pages.page import platform_name
from worker.reporting.telling_findings import subject, told
from worker.reporting.telling_queue import owner_name
from worker.store.judged import Judged
from worker.store.queueing import Queued

SHOWN = 8
"""Lines of a list that is longer; the report holds the rest."""


def tell_findings(found: Sequence[Judged], said: Language) -> Iterator[str]:
    """Each clause and sentence once, and below it what it concerns, with links."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in found:
        groups.setdefault((one.clause, told(one, said)), []).append(one)
    for number, ((clause, sentence), members) in enumerate(groups.items()):
        if number:
            yield ""
        first, *rest = wrapped(sentence, 4)
        yield f"{clause:<4}{first[4:]}"
        yield from rest
        for one in members:
            yield from wrapped(f"- {subject(one, said)}", 4)
            yield from wrapped(one.link or "", 6)


def tell_queue(story: Story, said: Language) -> Iterator[str]:
    """Who waits, until when, and whose it is to answer; the most urgent first."""
    late = sum(one.overdue(story.at) for one in story.queue)
    if late:
        yield from wrapped(
            said.text("{number} should have had an answer already (*). To answer by:", number=late)
        )
    for one in story.queue[:SHOWN]:
        yield _waits(one, story, said)
    more = len(story.queue) - SHOWN
    if more > 0:
        yield from wrapped(said.text("… and {number} more, in the report.", number=more), 2)


def _waits(one: Queued, story: Story, said: Language) -> str:
    """One that waits, on one line. What LinkedIn's members wrote stays with LinkedIn."""
    mark = "*" if one.overdue(story.at) else " "
    due = said.instant(one.due_at) if one.due_at else ""
    owner = owner_name(one.owner, story.settings)
    told = f"“{one.text}”" if one.text else said.text("(to be read there)")
    return shortened(f"{mark} {due:<23} {platform_name(one.platform):<9} {owner}  {told}")
