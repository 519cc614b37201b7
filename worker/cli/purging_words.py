"""`purge erase`, `erasures`, `lift`: what a person asks to have erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import terminal
from worker.cli.findings import signed, why
from worker.cli.purging import Json, purge
from worker.cli.purging_holds import By, Reason, platform_of
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.store.erasures import Erasure
    from worker.store.errors import UnknownId
    from worker.store.personal import Several, Wanted
    from worker.sweeping.erasing import Done


@purge.command("erase")
def erase(  # noqa: PLR0913 an option each
    ctx: typer.Context,
    *,
    platform: Annotated[str, typer.Option("--platform", metavar="P", help="meta or linkedin.")],
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="A", help="All of an author, by id or by name."),
    ] = None,
    comments: Annotated[
        list[str] | None,
        typer.Option(
            "--comment",
            metavar="C",
            help="A comment or message, by the platform's id; may be repeated.",
        ),
    ] = None,
    by: By,
    reason: Reason,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go; erase nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Erase what a person wrote, for that person asks for it; later readings do not keep it either.

    Text, name and id go at once, also where a comment still stands on its platform. It is not
    deleted there. A question still waits for its answer, and `queue` leads to it. What was not read
    yet is not erased: run it again after the next reading.

    Code 1 where nothing was found, where a hold keeps some of it, where a mail is on its way, and
    where another program holds up what was erased in the database's journal.

    Example: annonsvakt purge erase --platform meta --author 9001 --by Anna --reason "dnr 2026/91"
    """
    from worker.cli.erased import as_json, tell
    from worker.cli.run import DONE, NEEDS_A_PERSON

    session: Session = ctx.obj
    wanted = _wanted(session, platform, author, comments or [])
    signature = signed(session, by), why(session, reason)
    instead = (lambda because: as_json(None, dry_run, because)) if json else None
    with _refusals(session):
        done = _carried_out(session, wanted, signature, dry_run=dry_run, instead=instead)
    if json:
        terminal.emit(as_json(done, dry_run))
    else:
        tell(session, wanted, done)
    found = done.found
    nothing = not (found.these or found.before)
    left = found.held or done.on_disk or done.mails or nothing
    raise typer.Exit(NEEDS_A_PERSON if left else DONE)


def _carried_out(
    session: Session,
    wanted: Wanted,
    signature: tuple[str, str],
    *,
    dry_run: bool,
    instead: Callable[[str], object] | None,
) -> Done:
    """Erase it, or look what would be erased.

    Raises:
        UnknownId, Several, OurOwn: as `worker.store.personal.find`.
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.sweeping import erasing
    from worker.sweeping.judgement import judgement

    judged, at = judgement(session.settings), now()
    by, reason = signature
    with opened(session, upgrade=not dry_run, instead=instead) as store:
        if dry_run:
            return erasing.look(store, judged, wanted, at)
        return erasing.erase(store, judged, wanted, by=by, reason=reason, at=at)


@contextmanager
def _refusals(session: Session) -> Iterator[None]:
    """What names nobody, several or the city itself is told as wrong usage."""
    from worker.store.errors import UnknownId
    from worker.store.personal import OurOwn, Several

    try:
        yield
    except UnknownId as unknown:
        raise _no_comment(session, unknown) from None
    except Several as several:
        raise _not_one(session, several) from None
    except OurOwn:
        text = session.language.text("the city wrote that itself")
        raise typer.BadParameter(text, param_hint="--author, --comment") from None


@purge.command("erasures")
def listing(ctx: typer.Context, *, json: Json = False) -> None:
    """List what was erased because a person asked for it: by whom, why, when. Not whose it was.

    Example: annonsvakt purge erasures
    """
    from worker.cli.erased import draw, erasure_as_json
    from worker.cli.opened import empty_list, opened
    from worker.store.erasures import listed

    session: Session = ctx.obj
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        rows: tuple[Erasure, ...] = listed(connection)
    if json:
        terminal.emit([erasure_as_json(one, session.language) for one in rows])
    else:
        draw(session, rows)


@purge.command("lift")
def lift(
    ctx: typer.Context,
    erasure_id: Annotated[str, typer.Argument(metavar="ID", help="As `purge erasures` shows it.")],
    *,
    by: By,
    reason: Reason,
    json: Json = False,
) -> None:
    """Let later readings keep these comments again, if it was the wrong person's.

    What was erased comes back with the next reading of what still stands on the platform.

    Example: annonsvakt purge lift k3x7q2mbat --by Anna --reason "fel person"
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.store.erasures import lift as carry_out
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    said = session.language
    name, because = signed(session, by), why(session, reason)
    instead = (lambda because: {"id": erasure_id, "because": because}) if json else None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            new = carry_out(connection, erasure_id, by=name, reason=because, at=now())
    except UnknownId as unknown:
        text = said.text("there is no such erasure")
        if unknown.near:
            text += said.text("; did you mean {near}?", near=", ".join(unknown.near))
        raise typer.BadParameter(text, param_hint="ID") from None
    if json:
        terminal.emit({"id": erasure_id, "lifted": new, "because": None})
    elif new:
        terminal.out(said.text("Lifted: the next reading keeps these comments again."))
    else:
        terminal.out(said.text("It was lifted before."))


def _wanted(session: Session, platform: str, author: str | None, comments: list[str]) -> Wanted:
    """What is to be erased.

    Raises:
        typer.BadParameter: nothing is named.
    """
    from worker.store.personal import Wanted

    named = [one.strip() for one in ([] if author is None else [author]) + comments]
    if not named or not all(named):
        raise typer.BadParameter(
            session.language.text("name an author, or a comment"),
            param_hint="--author, --comment",
        )
    return Wanted(
        platform=platform_of(session, platform),
        author=None if author is None else author.strip(),
        comments=tuple(dict.fromkeys(one.strip() for one in comments)),
    )


def _no_comment(session: Session, unknown: UnknownId) -> typer.BadParameter:
    said = session.language
    text = said.text("nothing is kept of a comment or message {id}", id=unknown.wanted)
    if unknown.near:
        text += said.text("; did you mean {near}?", near=", ".join(unknown.near))
    return typer.BadParameter(terminal.safe(text), param_hint="--comment")


def _not_one(session: Session, several: Several) -> typer.BadParameter:
    said = session.language
    ids = ", ".join(several.ids)
    text = said.text("not one author bears this name; name the id: {ids}", ids=ids)
    return typer.BadParameter(terminal.safe(text), param_hint="--author")
