"""How the demo is told: a summary that fits 80 columns, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from worker.cli import terminal
from worker.cli.columns import wrapped
from worker.cli.demonstrated_city import tell_findings, tell_queue
from worker.cli.demonstrated_stop import gap, tell_rehearsal
from worker.cli.found import as_json as found_as_json
from worker.cli.queued import as_json as queued_as_json
from worker.cli.stopped import as_json as stopped_as_json
from worker.cli.swept import as_json as swept_as_json
from worker.demo.ordering import NAME as BRIEFS
from worker.demo.story import Story
from worker.language import Language
from worker.reporting.verdict import OVERDUE, untold, waiting, wrong
from worker.store.judged import Judged
from worker.sweeping.means import leaves_a_gap


def summary(story: Story, said: Language) -> None:
    """The whole story on standard output, calm and without colour."""
    acts = (
        (said.text("What was read"), _read(story, said)),
        (_capital(wrong(len(fails(story)), said)), tell_findings(fails(story), said)),
        (_untold_heading(story, said), tell_findings(unknowns(story), said)),
        (_capital(waiting(len(story.queue), said)), tell_queue(story, said)),
        (said.text("A stop, rehearsed"), tell_rehearsal(story.rehearsal, said)),
        (said.text("The week's report"), _files(story, said)),
    )
    line(said.text("Annonsvakt, shown on an invented city"))
    line(said.text("Nothing here is real, and nothing left this machine."))
    terminal.out()
    line(story.written.report["verdict"])
    for heading, lines in acts:
        if heading:
            _act(heading, lines)


def fails(story: Story) -> list[Judged]:
    """What is wrong, the gravest first; overdue threads stand among those who wait."""
    return [one for one in story.findings if one.verdict == "fail" and one.rule != OVERDUE]


def unknowns(story: Story) -> list[Judged]:
    """What nobody could tell."""
    return [one for one in story.findings if one.verdict != "fail"]


def _act(heading: str, lines: Iterable[str]) -> None:
    """One part of the story."""
    terminal.out()
    line(heading)
    terminal.out("-" * len(heading))
    for one in lines:
        terminal.out(one)


def line(text: str) -> None:
    """A sentence, wrapped and made harmless."""
    for one in wrapped(text):
        terminal.out(one)


def _capital(text: str) -> str:
    """With a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def _read(story: Story, said: Language) -> Iterator[str]:
    """How much was read, and what was not."""
    swept = story.swept
    yield from wrapped(
        said.text(
            "{accounts} ad accounts with {campaigns} campaigns, {ad_sets} ad sets and {ads} ads; "
            "{comments} comments and {messages} messages; in {seconds} seconds.",
            accounts=sum(account.read for account in swept.accounts),
            seconds=said.number(round(swept.seconds, 1)),
            **swept.read,
        )
    )
    asked = sum(bool(one.found.questions) for one in story.briefs)
    yield from wrapped(
        said.text(
            "Registered beforehand: {count} briefs, of which {asked} lack something, and {proofs} "
            "proofs of ads that had been seen.",
            count=len(story.briefs),
            asked=asked,
            proofs=story.proofs,
        )
    )
    for one in filter(leaves_a_gap, swept.unread):
        yield from wrapped(said.text("Not read: {gap}", gap=gap(one, said)), 2)


def _untold_heading(story: Story, said: Language) -> str:
    """How much nobody could tell; empty if that is nothing."""
    return _capital(untold(len(unknowns(story)), said))


def _files(story: Story, said: Language) -> Iterator[str]:
    """Where everything lies."""
    for path in files(story):
        yield f"  {terminal.safe(str(path))}"
    yield ""
    yield from wrapped(
        said.text("Now on your own: annonsvakt sandbox --print-config > annonsvakt.toml")
    )


def files(story: Story) -> tuple[Path, ...]:
    """The report and the mails, named as short as they can be from here."""
    laid = (*story.written.paths.values(), *story.mails, story.folder / BRIEFS)
    return tuple(short(path) for path in laid)


def short(path: Path) -> Path:
    """The path from the present folder, if it lies in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def as_json(story: Story, said: Language) -> dict[str, Any]:
    """The story as data; each part as its own command prints it."""
    return {
        "sweep": swept_as_json(story.swept, said),
        "findings": [found_as_json(one, said) for one in story.findings],
        "queue": [queued_as_json(one, said, story.at) for one in story.queue],
        "stop": stopped_as_json(story.rehearsal.stop, said),
        "resume": stopped_as_json(story.rehearsal.resume, said),
        "report": dict(story.written.report),
        "paths": {path.name: str(path) for path in files(story)},
        "folder": str(short(story.folder)),
    }
