"""`db`: the database's tables; `purge`: what may no longer be kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

db = typer.Typer(no_args_is_help=True, help="Look after the database.")
app.add_typer(db, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@db.command("upgrade")
def upgrade(ctx: typer.Context, *, json: Json = False) -> None:
    """Bring the database's tables to what this program expects; `sweep` does it by itself.

    Example: annonsvakt db upgrade
    """
    from worker.cli.opened import opened
    from worker.store.upgrading import HEAD

    session: Session = ctx.obj
    instead = (lambda because: {"revision": None, "because": because}) if json else None
    with opened(session, upgrade=True, instead=instead):
        pass
    if json:
        terminal.emit({"revision": HEAD})
        return
    terminal.out(
        session.language.text("The database is up to date (revision {revision}).", revision=HEAD)
    )


@db.command("backup")
def backup(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The copy; default: in state_dir/backups."),
    ] = None,
    json: Json = False,
) -> None:
    """Copy the database while everything goes on.

    The copy holds nothing that LinkedIn members wrote. Never over a file that is there.
    Code 4: the database cannot be copied.

    Example: annonsvakt db backup --out /srv/backup/annonsvakt.db
    """
    from worker.cli.run import UNREAD
    from worker.clock import now
    from worker.store.backing_up import back_up
    from worker.store.errors import StoreError

    session: Session = ctx.obj
    at = now()
    settings = session.settings
    name = f"annonsvakt-{at:%Y%m%d-%H%M%S}.db"
    file = out or settings.state_dir / "backups" / name
    try:
        back_up(settings.database.url.get_secret_value(), file, at=at)
    except FileExistsError:
        raise typer.BadParameter(
            session.language.text("{file} is there already; name another", file=str(file)),
            param_hint="--out",
        ) from None
    except StoreError as error:
        because = terminal.safe(session.language.say(error.words))
        terminal.note(because)
        if json:
            terminal.emit({"file": None, "because": because})
        raise typer.Exit(UNREAD) from None
    if json:
        terminal.emit({"file": str(file), "because": None})
        return
    terminal.out(terminal.safe(session.language.text("Written: {file}", file=str(file))))


@app.command("purge")
def purge(ctx: typer.Context, *, json: Json = False) -> None:
    """Erase what the platforms' terms no longer let us keep; `sweep` does it by itself.

    Example: annonsvakt purge
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.store.purging import purge as purge_now

    session: Session = ctx.obj
    hours = session.settings.retention.linkedin_comment_hours
    instead = (lambda because: {"linkedin_comments": None, "because": because}) if json else None
    with opened(session, upgrade=True, instead=instead) as store:
        erased = purge_now(store, linkedin_comment_hours=hours, at=now())
    if json:
        terminal.emit({"linkedin_comments": erased})
        return
    terminal.out(
        session.language.text(
            "Erased: text, author and time of {count} LinkedIn comments not read for {hours} hours."
            " Their deadlines and states stay.",
            count=erased,
            hours=hours,
        )
    )
