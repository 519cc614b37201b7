"""`purge`: what may no longer be kept is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Group, Spoken

if TYPE_CHECKING:
    from worker.store.purging import Tell

purge = Spoken(cls=Group, invoke_without_command=True)
app.add_typer(purge, name="purge")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_STEP = 10_000
"""So many rows are erased between two lines on how far it has come."""


@purge.callback()
def erasing(
    ctx: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go; erase nothing.")
    ] = False,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help="Erase although nothing was read for a week."),
    ] = False,
    json: Json = False,
) -> None:
    """Erase what is kept for longer than `[retention]` says; `sweep` and the service do it too.

    Deadlines, states, decisions and the history of findings are the city's own and stay.

    Where nothing was read for a week and more, only what LinkedIn members wrote is erased: the
    rest waits until readings have gone on for a day, for the clock may be wrong. Code 1 then, and
    where another program holds up what was erased in the database's journal.

    Example: annonsvakt purge --dry-run
    """
    if ctx.invoked_subcommand is not None:
        return
    from worker.cli.opened import opened
    from worker.cli.purged import STILL_ON_DISK, as_json, tell
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.upkeep.retention import erase, look

    session: Session = ctx.obj
    at = now()
    instead = (lambda because: as_json(None, dry_run, because)) if json else None
    with opened(session, upgrade=not dry_run, instead=instead) as store:
        if dry_run:
            done = look(store, session.settings, at=at, sure=clock_is_right)
        else:
            done = erase(
                store, session.settings, at=at, sure=clock_is_right, tell=_progress(session)
            )
    if json:
        because = session.language.say(STILL_ON_DISK) if done.on_disk else None
        terminal.emit(as_json(done, dry_run, because))
    else:
        tell(session, done, dry_run)
    raise typer.Exit(NEEDS_A_PERSON if done.waiting or done.on_disk else DONE)


def _progress(session: Session) -> Tell:
    told = dict[str, int]()

    def tell(name: str, erased: int) -> None:
        if erased // _STEP > told.get(name, 0):
            told[name] = erased // _STEP
            terminal.note(session.language.text("{name}: {count} erased", name=name, count=erased))

    return tell
