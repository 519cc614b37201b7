"""`db`: the database's tables, copies of it, and their way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from worker.language import Language
    from worker.store.carried import Carried
    from worker.store.restoring import Restored
    from worker.store.setting_aside import Aside

db = Spoken(no_args_is_help=True, help="Look after the database.")
app.add_typer(db, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@db.command("upgrade")
def upgrade(ctx: typer.Context, *, json: Json = False) -> None:
    """Bring the database's tables to what this program expects; `sweep` does it by itself.

    Example: annonsvakt db upgrade
    """
    from worker.cli.engine import need_engine
    from worker.cli.opened import opened
    from worker.store.upgrading import HEAD

    session: Session = ctx.obj
    need_engine(session, session.settings)
    instead = (lambda because: {"revision": None, "because": because}) if json else None
    with opened(session, upgrade=True, instead=instead) as store:
        if session.settings.engine == "procrastinate":
            from worker.engine.tables import bring_up

            bring_up(store)
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
        typer.Option(
            "--out",
            metavar="FILE",
            help="The copy, which is yours to delete in time; default: one in state_dir/backups "
            "that goes by itself.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Copy the database, of whichever kind, into a file while everything goes on.

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
    file = out or settings.backups / name
    try:
        url = settings.database.url.get_secret_value()
        back_up(url, file, at=at, workshop=settings.backups)
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


@db.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As `db backup` wrote it.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also if the database holds something.")
    ] = False,
    json: Json = False,
) -> None:
    """Put a backup in the place of what the database holds: all of it, compared, or nothing.

    What was there is backed up first, in state_dir/backups: restoring that undoes this. End
    `annonsvakt run` before. Mails that waited are held: `annonsvakt mail outbox` shows them.

    A database of a newer version of the program, or a file that is damaged, is set aside whole, and
    its place is told.

    What was mailed since the backup is not known any more: the service sends the last digest and
    report again, and tells again of threads that are overdue.

    What persons had had erased is erased again, in the backup and when it is read.

    Holds that are newer than the backup (`annonsvakt purge hold`) are carried over; releases too.

    Example: annonsvakt db restore var/backups/annonsvakt-20261123-020000.db --replace
    """
    from worker.clock import now
    from worker.store.errors import StoreError
    from worker.store.restoring import NotEmpty, restore

    session: Session = ctx.obj
    said, settings = session.language, session.settings
    url = settings.database.url.get_secret_value()
    folder = settings.backups
    try:
        done = restore(file, url, replace=replace, folder=folder, at=now())
    except NotEmpty as full:
        text = said.text(
            "the database holds {rows} rows; with --replace they give way, after a backup of them",
            rows=full.rows,
        )
        raise typer.BadParameter(text, param_hint="--replace") from None
    except OSError as error:
        text = said.text(
            "{file} cannot be read: {reason}",
            file=terminal.safe(str(error.filename or file)),
            reason=said.system(error.strerror or type(error).__name__),
        )
        raise typer.BadParameter(text, param_hint="FILE") from None
    except StoreError as error:
        raise _unusable(said.say(error.words), {"file": str(file)}, json=json) from None
    if json:
        terminal.emit(_in_json(file, done))
    else:
        _tell_restored(session, done)
    _warn(session.language, done)


def _in_json(file: Path, done: Restored) -> dict[str, Any]:
    """What the restore did; null: there is none, or nobody knows."""
    carried, aside = done.carried, done.aside
    return {
        "file": str(file),
        "rows": dict(done.rows),
        "held_mails": done.held,
        "erased_again": carried.again if carried else None,
        "erased_when_read": carried.missing if carried else None,
        "holds_carried": carried.holds if carried else None,
        "before": str(done.before) if done.before else None,
        "aside": aside.place if aside else None,
        "aside_why": aside.why if aside else None,
        "aside_clean": aside.clean if aside else None,
        "because": None,
    }


def _tell_restored(session: Session, done: Restored) -> None:
    """What stands there now, where lies what stood there, and what does not go on by itself."""
    said = session.language
    terminal.out(said.text("Restored: {rows} rows, compared.", rows=sum(done.rows.values())))
    if done.before:
        before = terminal.safe(str(done.before))
        terminal.out(said.text("What was there before: {file}", file=before))
    if done.aside:
        _tell_aside(said, done.aside)
    if done.held:
        terminal.out(
            said.text(
                "{count} mails that waited are held, for they may have been sent: annonsvakt mail "
                "outbox.",
                count=done.held,
            )
        )
    if done.carried:
        _tell_carried(said, done.carried)


def _tell_carried(said: Language, carried: Carried) -> None:
    """What persons had had erased, and whether it stays so; what is held on."""
    if carried.again:
        terminal.out(
            said.text("Erased again, for persons had asked: {count} comments.", count=carried.again)
        )
    if carried.missing:
        terminal.out(
            said.text(
                "Newer than the backup, and erased when they are read again: {count} comments.",
                count=carried.missing,
            )
        )
    if carried.holds:
        terminal.out(
            said.text(
                "Newer than the backup, and carried over: {count} holds.", count=carried.holds
            )
        )


def _tell_aside(said: Language, aside: Aside) -> None:
    """Where a database lies that could not be used, and that nobody looks after it."""
    if aside.why == "damaged":
        text = said.text(
            "The damaged database is set aside whole: {place}. Nothing erases it: delete it when "
            "you need it no more.",
            place=aside.place,
        )
    else:
        text = said.text(
            "The newer version's database is set aside whole: {place}. Nothing erases it: delete "
            "it when you need it no more.",
            place=aside.place,
        )
    terminal.out(terminal.safe(text))


def _warn(said: Language, done: Restored) -> None:
    """What somebody has to do now, whoever reads the rest."""
    if done.aside and not done.aside.clean:
        text = said.text(
            "What LinkedIn members wrote may be in {place}: delete it within 48 hours, or have it "
            "taken out.",
            place=done.aside.place,
        )
        terminal.note(terminal.safe(text))
    if done.carried is None:
        terminal.note(
            said.text(
                "Erasures and holds that are newer than the backup could not be carried over, nor "
                "lifts and releases: repeat them. Else the next reading keeps what persons had "
                "had erased, and the next purge erases what was held."
            )
        )


def _unusable(because: str, told: dict[str, str], *, json: bool) -> typer.Exit:
    """The end of a command whose database cannot be used; code 4."""
    from worker.cli.run import UNREAD

    terminal.note(terminal.safe(because))
    if json:
        terminal.emit({**told, "because": terminal.safe(because)})
    return typer.Exit(UNREAD)
