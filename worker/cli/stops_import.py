"""`stops import`: a stop made on another machine, brought home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from policies.model import Words
from worker.cli import terminal
from worker.cli.duty import Duty, on_duty, said
from worker.cli.stops import Json, Spare, stops

if TYPE_CHECKING:
    from worker.stopping.found import Found
    from worker.stopping.importing import Brought


@stops.command("import")
def import_stops(
    ctx: typer.Context,
    source: Annotated[
        Path, typer.Argument(metavar="FILE_OR_FOLDER", help="A journal, or a folder of them.")
    ],
    *,
    head: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="DIGEST", help="A digest that was noted when it was written."
        ),
    ] = None,
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Bring home stops that were made on another machine, or lines saved from a screen.

    Takes a journal, a folder of journals, or a folder made by `stops export`. Each is verified
    first; what is here already is passed over, and what is here is never changed. What a stop had
    to write elsewhere on this machine, such as in the temporary folder, is brought home too. A stop
    that is in force there is in force here too from then on.

    Code 1: a journal was refused, or is still not whole.

    Example: annonsvakt stops import /media/usb/20261124-232543-9f3a.jsonl
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.stopping.found import NoJournalThere, find

    duty = on_duty(ctx)
    try:
        found = find(source)
    except NoJournalThere as none:
        raise _wrong(duty, duty.language.say(none.words)) from None
    except OSError as error:
        raise _wrong(
            duty, f"{source}: {duty.language.system(error.strerror or type(error).__name__)}"
        ) from None
    if head is not None and len(found) > 1:
        told = duty.language.text("name one journal: a digest belongs to one stop")
        raise _wrong(duty, told)
    brought = [_bring(duty, one, journal, head) for one in found]
    if json:
        terminal.emit({"imported": [_row(duty, one) for one in brought]})
    else:
        _tell(duty, brought)
    raise typer.Exit(NEEDS_A_PERSON if any(one.faults for one in brought) else DONE)


def _wrong(duty: Duty, why: str) -> typer.BadParameter:
    return typer.BadParameter(terminal.safe(why), param_hint="FILE_OR_FOLDER")


def _bring(duty: Duty, found: Found, spare: Path | None, head: str | None) -> Brought:
    """Bring one home; loudly, if it is in force."""
    from worker.stopping.importing import bring_home, unwritten

    places = duty.places(spare)
    try:
        brought = bring_home(found, places, head=head)
    except OSError as error:
        return unwritten(found, places, error)
    story = brought.story
    if story is not None and story.in_force:
        told = {"stop_id": story.stop_id, "operator": story.operator, "reason": story.reason}
        said(
            duty,
            Words(
                "CRISIS STOP {stop_id} IS IN FORCE HERE TOO. Given by {operator}: {reason}.", told
            ),
        )
        if story.verified is None:
            said(
                duty,
                Words(
                    "IT IS NOT FINISHED: annonsvakt stops continue {stop_id} finishes it.",
                    {"stop_id": story.stop_id},
                ),
            )
    return brought


def _row(duty: Duty, one: Brought) -> dict[str, Any]:
    story = one.story
    return {
        "stop_id": one.stop_id,
        "outcome": one.arrival,
        "added": one.added,
        "records": len(one.lines.records),
        "head": one.lines.head,
        "file": str(one.file) if one.file else None,
        "in_force": story.in_force if story else None,
        "verified": story.verified if story else None,
        "faults": [duty.language.say(fault) for fault in one.faults],
    }


def _tell(duty: Duty, brought: list[Brought]) -> None:
    from worker.stopping.importing import Arrival

    language = duty.language
    for one in brought:
        sentence = {
            Arrival.NEW: language.text("brought home: {n} records", n=one.added),
            Arrival.ADDED: language.text("{n} records were added", n=one.added),
            Arrival.HERE: language.text("all of it was here already"),
            Arrival.REFUSED: language.text("REFUSED, nothing was written"),
        }[one.arrival]
        terminal.out(terminal.safe(f"{one.stop_id}: {sentence}"))
        for fault in one.faults:
            terminal.out(terminal.safe(f"  {language.say(fault)}"))
