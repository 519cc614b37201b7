"""`stops verify`: is a journal as it was written?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import terminal
from worker.cli.duty import Duty, on_duty
from worker.cli.stops import Json, Spare, known, stops, told_unlisted

if TYPE_CHECKING:
    from worker.stopping.verifying import Verdict


@stops.command("verify")
def verify_stop(
    ctx: typer.Context,
    stop_id: Annotated[
        str | None,
        typer.Argument(metavar="[STOP_ID]", help="As `stops` shows it; without it, all."),
    ] = None,
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
    """Check a stop's journal: was a line changed, moved, taken out, or cut off at the end?

    Code 1 if so; each fault is told by file and line. Without --head nobody can tell whether lines
    at the end are gone. Without STOP_ID every journal is checked.

    Example: annonsvakt stops verify 20261124-232543-9f3a --head 5d41…
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.stopping.journal import read_journal, stop_ids
    from worker.stopping.verifying import verify

    duty = on_duty(ctx)
    places = duty.places(journal)
    if stop_id is None and head is not None:
        raise typer.BadParameter(
            duty.language.text("name the stop to which this digest belongs"), param_hint="--head"
        )
    if stop_id is not None:
        known(duty, stop_id, journal)
    wanted = stop_ids(places) if stop_id is None else (stop_id,)
    verdicts = {one: verify(read_journal(one, places), head=head) for one in wanted}
    _tell(duty, verdicts, alone=stop_id is not None, json=json)
    if stop_id is None and told_unlisted(duty, journal):
        raise typer.Exit(UNREAD)
    intact = all(one.intact for one in verdicts.values())
    raise typer.Exit(DONE if intact else NEEDS_A_PERSON)


def _tell(duty: Duty, verdicts: dict[str, Verdict], *, alone: bool, json: bool) -> None:
    from worker.cli.storied import proof

    if json:
        rows = [_row(duty, stop_id, one) for stop_id, one in verdicts.items()]
        terminal.emit(rows[0] if alone else rows)
        return
    for stop_id, one in verdicts.items():
        if not alone:
            terminal.out(terminal.safe(f"{stop_id}:"))
        proof(one, duty.language)
    if not verdicts:
        terminal.out(duty.language.text("No stops."))


def _row(duty: Duty, stop_id: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "stop_id": stop_id,
        "intact": verdict.intact,
        "records": verdict.records,
        "head": verdict.head,
        "files": list(verdict.files),
        "faults": [duty.language.say(one) for one in verdict.faults],
        "cannot_tell": [duty.language.say(one) for one in verdict.cannot_tell],
    }
