"""`stops export`: a stop as a folder to be filed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import terminal
from worker.cli.duty import Duty, on_duty
from worker.cli.stops import Json, Spare, StopId, known, stops

if TYPE_CHECKING:
    from worker.stopping.lines import Lines


@stops.command("export")
def export_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to make the folder.")
    ] = Path(),
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Make a folder for the registrar: the journal as it stands, an account of it, their digests.

    The account (text and HTML) tells who ordered what when and why, what became of it, what was
    left, who was told and who reviewed it. `sha256sum -c SHA256SUMS` checks the files. Nothing
    that stands there is overwritten. `stops import` takes the folder on another machine.

    Code 1: the journal is not as it was written; it is exported all the same.

    Example: annonsvakt stops export 20261124-232543-9f3a --out /srv/diarium
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.stopping.exporting import exported, folder_name, put_folder
    from worker.stopping.journal import read_journal

    duty = on_duty(ctx)
    known(duty, stop_id, journal)
    lines = read_journal(stop_id, duty.places(journal))
    files = exported(stop_id, lines, duty.language)
    folder = out / folder_name(stop_id)
    try:
        put_folder(folder, files)
    except FileExistsError:
        raise typer.BadParameter(
            duty.language.text(
                "{folder} is there already and is not overwritten",
                folder=terminal.safe(str(folder)),
            ),
            param_hint="--out",
        ) from None
    if json:
        terminal.emit(
            {
                "stop_id": stop_id,
                "folder": str(folder),
                "files": sorted(files),
                "head": lines.head,
                "intact": not lines.faults,
                "faults": [duty.language.say(one) for one in lines.faults],
            }
        )
    else:
        _tell(duty, folder, lines)
    raise typer.Exit(NEEDS_A_PERSON if lines.faults else DONE)


def _tell(duty: Duty, folder: Path, lines: Lines) -> None:
    terminal.out(terminal.safe(duty.language.text("Written: {folder}", folder=str(folder))))
    for fault in lines.faults:
        terminal.out(terminal.safe(duty.language.say(fault)))
    terminal.out(duty.language.text("Last digest: {head}", head=lines.head))
