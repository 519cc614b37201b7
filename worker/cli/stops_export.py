"""`stops export`: a stop as a folder to be filed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import terminal
from worker.cli.duty import Duty, on_duty
from worker.cli.stops import Json, Spare, StopId, known, no_such_stop, stops

if TYPE_CHECKING:
    from worker.cli.session import Session
    from worker.stopping.lines import Lines


@stops.command("export")
def export_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to make the folder.")
    ] = Path(),
    from_database: Annotated[
        bool,
        typer.Option("--from-database", help="The journal as the database holds it."),
    ] = False,
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Make a folder for the registrar: the journal as it stands, an account of it, their digests.

    The account (text and HTML) tells who ordered what when and why, what became of it, what was
    left, who was told and who reviewed it. `sha256sum -c SHA256SUMS` checks the files. Nothing
    that stands there is overwritten. `stops import` takes the folder on another machine. With
    --from-database the files of the journal may be gone: the service has filed its records.

    Code 1: the journal is not as it was written; it is exported all the same.

    Example: annonsvakt stops export 20261124-232543-9f3a --out /srv/diarium
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.stopping.exporting import exported, folder_name, put_folder
    from worker.stopping.journal import read_journal

    duty = on_duty(ctx)
    if from_database:
        lines, beside = _from_database(ctx.obj, duty, stop_id, json=json)
    else:
        known(duty, stop_id, journal)
        lines, beside = read_journal(stop_id, duty.places(journal)), {}
    files = exported(stop_id, lines, duty.language, beside=beside)
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
    except OSError as error:
        raise typer.BadParameter(
            duty.language.text(
                "the stop cannot be written in {folder}: {reason}",
                folder=terminal.safe(str(error.filename or out)),
                reason=duty.language.system(error.strerror or type(error).__name__),
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


def _written_nowhere(stop_id: str, because: str) -> dict[str, Any]:
    """The keys of an export that came to nothing, and why."""
    keys = ("stop_id", "folder", "files", "head", "intact", "faults")
    return dict.fromkeys(keys) | {"stop_id": stop_id, "files": [], "because": because}


def _tell(duty: Duty, folder: Path, lines: Lines) -> None:
    terminal.out(terminal.safe(duty.language.text("Written: {folder}", folder=str(folder))))
    for fault in lines.faults:
        terminal.out(terminal.safe(duty.language.say(fault)))
    terminal.out(duty.language.text("Last digest: {head}", head=lines.head))


def _from_database(
    session: Session, duty: Duty, stop_id: str, *, json: bool
) -> tuple[Lines, dict[str, bytes]]:
    """The journal of a stop by the database, and the files kept beside it, by name.

    Raises:
        typer.BadParameter: it knows no such stop.
    """
    from worker.cli.opened import opened
    from worker.stopping.lines import Part, read_lines
    from worker.store.stops import journal_of, stop_ids

    instead = partial(_written_nowhere, stop_id) if json else None
    with opened(session, instead=instead) as store:
        there = stop_ids(store)
        if stop_id not in there:
            raise no_such_stop(duty, stop_id, there)
        raw, copies = journal_of(store, stop_id)
    beside = {f"as-found-{one.digest[:12]}.txt": one.content for one in copies}
    return read_lines([Part(name="database", raw=raw)]), beside
