"""`brief`: the register of briefs, and the form that departments fill."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from worker.briefs.found import NotRead
    from worker.briefs.taking import Batch
    from worker.store.errors import UnknownId
    from worker.store.opening import Store

brief = Spoken(no_args_is_help=True, help="The register of briefs (C1).")
app.add_typer(brief, name="brief")

Id = Annotated[str, typer.Argument(metavar="ID", help="As `brief list` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@brief.command("import")
def import_briefs(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=".toml, .csv, .eml, .txt, or -.")],
    *,
    named: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="The brief's name; a known one is changed."),
    ] = None,
    json: Json = False,
) -> None:
    """Take in briefs: a TOML file, a spreadsheet of many, or a department's mail.

    What could not be understood is asked back in one message, ready to be sent; nothing is
    guessed. What was understood is registered all the same. Taken in again with the same --id,
    a brief is changed, and what it said before stays in its history.

    Code 0: all is understood. 1: something has to be asked back. 2: the file cannot be read.

    Example: annonsvakt brief import vinter.eml --id vinter-2026
    """
    from worker.briefs.found import NotRead
    from worker.briefs.taking import read_batch, take_in
    from worker.cli.briefed import as_taken, taken_nowhere, tell_taken
    from worker.cli.opened import opened
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now

    session: Session = ctx.obj
    said = session.language
    raw = _raw(session, file)
    try:
        batch = read_batch(file, raw)
    except NotRead as fault:
        raise _not_read(session, file, fault) from None
    name = _name(session, batch, named)
    with opened(session, upgrade=True, instead=taken_nowhere if json else None) as store:
        taken = take_in(
            store,
            batch,
            source=Path(file).name,
            named=name,
            departments=session.settings.departments,
            at=now(),
        )
        tell_stops(session, store)
    if json:
        terminal.emit(as_taken(taken, batch, session.settings, said))
    else:
        tell_taken(taken, batch, session.settings, said)
    asks = any(one.found.questions for one in taken)
    raise typer.Exit(NEEDS_A_PERSON if asks else DONE)


@brief.command("list")
def list_briefs(
    ctx: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Only campaigns that no brief is known for.")
    ] = False,
    json: Json = False,
) -> None:
    """List briefs with their campaigns, and the campaigns that no brief is known for.

    A campaign is matched by its id, else by a name in the brief; where none fits, the likeliest
    brief is suggested.

    Example: annonsvakt brief list
    """
    from worker.briefs.standing import stand
    from worker.cli.briefed import as_list, as_unmatched, draw
    from worker.cli.opened import empty_list, opened
    from worker.store import briefs

    session: Session = ctx.obj
    with opened(session, instead=empty_list if json else None) as store:
        tell_stops(session, store)
        with store.reading() as connection:
            kept = () if unmatched else briefs.listed(connection, everything=everything)
            standing = stand(connection)
    if json and unmatched:
        terminal.emit(as_unmatched(standing))
    elif json:
        terminal.emit(as_list(kept, standing, session.language))
    else:
        draw(kept, standing, session.language, only_unmatched=unmatched)


@brief.command("show")
def show_brief(ctx: typer.Context, brief_id: Id, *, json: Json = False) -> None:
    """Show a brief: what it says, what it lacks, its campaigns and its history.

    Example: annonsvakt brief show vinter-2026
    """
    show_kept(ctx, brief_id, json=json)


@brief.command("template")
def template(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it there; over no file."),
    ] = None,
    json: Json = False,
) -> None:
    """Write the form that departments fill and send back by mail.

    Example: annonsvakt brief template --out brief.txt
    """
    from worker.briefs.form import blank

    session: Session = ctx.obj
    text = blank()
    if out is not None:
        try:
            with out.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise typer.BadParameter(
                session.language.text("{file} is there already; name another", file=str(out)),
                param_hint="--out",
            ) from None
    if json:
        terminal.emit({"text": text, "file": None if out is None else str(out)})
    elif out is None:
        for line in text.splitlines():
            terminal.out(line)


def show_kept(ctx: typer.Context, brief_id: str, *, json: bool) -> None:
    """Print one brief."""
    from worker.briefs.standing import stand
    from worker.cli.briefed import as_one, cannot_tell, detail
    from worker.cli.opened import opened
    from worker.store import briefs
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    instead = partial(cannot_tell, brief_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.reading() as connection:
            kept = briefs.one(connection, brief_id)
            events = briefs.history(connection, brief_id)
            standing = stand(connection)
    except UnknownId as unknown:
        raise no_such_brief(session, unknown) from None
    if json:
        terminal.emit(as_one(kept, events, standing, session.language))
    else:
        detail(kept, events, standing, session.language)


def tell_stops(session: Session, store: Store) -> None:
    """Put the briefs under which something may run where a stop finds them without the database."""
    from worker.briefs.refreshing import refresh
    from worker.clock import now

    zone = session.language.zone
    failed = refresh(store, session.settings.state_dir, at=now(), zone=zone)
    if failed is not None:
        terminal.note(terminal.safe(session.language.say(failed)))


def _raw(session: Session, file: str) -> bytes:
    """The file's bytes; `-` is standard input.

    Raises:
        typer.BadParameter: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        reason = session.language.system(error.strerror or "?")
        raise typer.BadParameter(
            session.language.text("{file} cannot be read: {reason}", file=file, reason=reason),
            param_hint="FILE",
        ) from None


def _name(session: Session, batch: Batch, named: str | None) -> str | None:
    """The id that was asked for, without blanks around it; None: the file's own.

    What is no UTF-8 names nothing: all that is lost of it reads alike, and a second brief would
    take the place of a first.

    Raises:
        typer.BadParameter: it can be no id, or there are several briefs.
    """
    from worker.store.kinds import storable

    if named is None:
        return None
    said = session.language
    if len(batch.found) != 1:
        raise typer.BadParameter(
            said.text("the file holds several briefs: name them in the file"), param_hint="--id"
        )
    if storable(named) != named:
        raise typer.BadParameter(
            said.text("{name} is not written in UTF-8: type it again", name=storable(named)),
            param_hint="--id",
        )
    return named.strip() or None


def _not_read(session: Session, file: str, fault: NotRead) -> typer.BadParameter:
    """Everything that is wrong with the file; nothing of it was registered."""
    said = session.language
    lines = "\n".join(f"  {terminal.safe(said.say(one))}" for one in fault.faults)
    return typer.BadParameter(
        said.text("nothing in {file} was registered:", file=file) + f"\n{lines}",
        param_hint="FILE",
    )


def no_such_brief(session: Session, unknown: UnknownId) -> typer.BadParameter:
    """The id is not known; the nearest ones are told."""
    return typer.BadParameter(
        session.language.text(
            "no brief {wanted}; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(unknown.near) or "-",
        ),
        param_hint="ID",
    )
