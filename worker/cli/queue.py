"""`queue`: the threads that wait for an answer, and what people decide about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from worker.store.errors import UnknownId
    from worker.store.kept import Connection
    from worker.store.queueing import Queued

queue = Spoken(
    invoke_without_command=True,
    help="List what waits for an answer; close, refer, claim, ask about it.",
)
app.add_typer(queue, name="queue")

Id = Annotated[str, typer.Argument(metavar="ID", help="As `queue` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Reason = Annotated[str, typer.Option("--reason", metavar="REASON", help="Why, in a few words.")]
To = Annotated[str, typer.Option("--to", metavar="WHOM", help="The body it is referred to.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MOST = 1000
"""Rows of the table, unless more are asked for: laying out 100,000 takes minutes and a gigabyte."""


@queue.callback()
def listing(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Answered, exempt and closed ones too.")
    ] = False,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="OWNER", help="A department's id, or slk.")
    ] = None,
    first: Annotated[
        int | None,
        typer.Option("--first", metavar="NUMBER", min=1, help="Only the first N of them."),
    ] = None,
    json: Json = False,
) -> None:
    """List what waits for an answer, the first deadline first.

    Example: annonsvakt queue --owner slk
    """
    if ctx.invoked_subcommand is not None:
        return
    from worker.cli.banner import tell_elsewhere, tell_stop, tell_unread
    from worker.cli.flowing import emit_rows
    from worker.cli.opened import empty_list, opened
    from worker.cli.queued import as_json, draw
    from worker.clock import now
    from worker.store.asks import still_asked
    from worker.store.queueing import flowing, listed, page

    session: Session = ctx.obj
    at = now()
    _known_owner(session, owner)
    tell_stop(session)
    expiry = _expiry(session, at)
    if json and first is None:
        asked_for = partial(
            flowing, everything=everything, owner=owner, linkedin_fetched_after=expiry
        )
        with opened(session, instead=empty_list) as store:
            tell_elsewhere(session, store)
            emit_rows(session, store, asked_for, lambda row: as_json(row, session.language, at))
        return
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        tell_elsewhere(session, store)
        most = first or MOST + 1
        if everything:
            rows = listed(
                connection, everything=True, owner=owner, most=most, linkedin_fetched_after=expiry
            )
        else:
            rows = page(connection, most, owner=owner, linkedin_fetched_after=expiry)
        asked = frozenset() if json else frozenset(still_asked(connection))
        tell_unread(session, connection, rows)
    if json:
        terminal.emit([as_json(row, session.language, at) for row in rows])
    else:
        draw(rows[: first or MOST], asked, session.language, at)
        if len(rows) > (first or MOST):
            terminal.out(session.language.text("There are more: --first N shows N, --json all."))


@queue.command("show")
def show(ctx: typer.Context, thread_id: Id, *, json: Json = False) -> None:
    """Show one thread, its messages, what was decided, and why its deadline moved if it did.

    Example: annonsvakt queue show k3x7q2mbat
    """
    from worker.cli.opened import opened
    from worker.cli.queued import as_json, cannot_tell, decision_as_json, detail, move_as_json
    from worker.cli.thread_messages import draw, listed_as_json, shown
    from worker.clock import now
    from worker.store.comments import of_threads
    from worker.store.errors import UnknownId
    from worker.store.threads import decisions_of, moves_of

    session: Session = ctx.obj
    at = now()
    instead = partial(cannot_tell, thread_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.reading() as connection:
            row = one_thread(session, connection, thread_id, at)
            made = decisions_of(connection, [row.id])[row.id]
            moves = moves_of(connection, row.id)
            messages = shown(of_threads(connection, [row.id])[row.id], _expiry(session, at))
    except UnknownId as unknown:
        raise no_such_thread(session, unknown) from None
    if json:
        history = {
            "messages": listed_as_json(messages, session.language),
            "decisions": [decision_as_json(one, session.language) for one in made],
            "moved": [move_as_json(one, session.language) for one in moves],
        }
        terminal.emit(as_json(row, session.language, at) | history)
    else:
        detail(row, made, moves, session.language, at)
        draw(messages, session.language)


@queue.command("close")
def close(ctx: typer.Context, thread_id: Id, *, reason: Reason, by: By, json: Json = False) -> None:
    """Close a thread: no answer needed, answered by phone, or the like.

    Example: annonsvakt queue close k3x7q2mbat --reason "besvarat per telefon" --by Anna
    """
    _decide(ctx, thread_id, action="close", by=by, reason=reason, json=json)


@queue.command("refer")
def refer(ctx: typer.Context, thread_id: Id, *, to: To, by: By, json: Json = False) -> None:
    """Refer a question to the right body; it stays in the list, with its deadline, until answered.

    Example: annonsvakt queue refer k3x7q2mbat --to "Region Stockholm" --by Anna
    """
    _decide(ctx, thread_id, action="refer", by=by, to=to, json=json)


@queue.command("reopen")
def reopen(ctx: typer.Context, thread_id: Id, *, by: By, json: Json = False) -> None:
    """Put a thread back in the list: the closing, referral or exemption was wrong.

    Example: annonsvakt queue reopen k3x7q2mbat --by Anna
    """
    _decide(ctx, thread_id, action="reopen", by=by, json=json)


@queue.command("claim")
def claim(
    ctx: typer.Context,
    thread_id: Id,
    *,
    by: By,
    instead_of: Annotated[
        str | None,
        typer.Option(
            "--instead-of", metavar="WHO", help="Who has taken it on, and is not answering."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Say that you are answering, so that nobody else does.

    What somebody else has taken on is theirs, unless you say that you know it with --instead-of.

    Example: annonsvakt queue claim k3x7q2mbat --by Anna
    """
    _decide(ctx, thread_id, action="claim", by=by, instead_of=instead_of, json=json)


@queue.command("release")
def release(ctx: typer.Context, thread_id: Id, *, by: By, json: Json = False) -> None:
    """Give back a thread that you took on: anybody may answer it again.

    Example: annonsvakt queue release k3x7q2mbat --by Anna
    """
    _decide(ctx, thread_id, action="release", by=by, json=json)


def _decide(
    ctx: typer.Context,
    thread_id: str,
    *,
    action: str,
    by: str,
    json: bool,
    **told: str | None,
) -> None:
    """Put a decision into effect and tell what became of the thread; code 1 if somebody was first.

    Raises:
        typer.Exit: nobody signed, no such thread, or somebody else was first.
    """
    from policies.threads import Decision
    from worker.cli.claimed import taken_by_another
    from worker.cli.opened import opened
    from worker.cli.queued import as_json, cannot_tell, outrun, outrun_as_json, tell
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store.errors import Outrun, UnknownId
    from worker.sweeping.deciding import decide
    from worker.sweeping.judgement import judgement

    session: Session = ctx.obj
    said = session.language
    for name, value in {"by": by, **told}.items():
        if value is not None and not value.strip():
            option = f"--{name.replace('_', '-')}"
            raise typer.BadParameter(said.text("say something"), param_hint=option)
    clean = {name: value.strip() if value else None for name, value in told.items()}
    made = Decision(action=action, by=by.strip(), at=now(), **clean)
    instead = partial(cannot_tell, thread_id) if json else None
    late = None
    try:
        with opened(session, instead=instead) as store:
            note = taken_by_another(session, store, thread_id, action=action, by=made.by)
            try:
                decide(store, judgement(session.settings), thread_id, made)
            except Outrun as first:
                late = first
            with store.reading() as connection:
                row = one_thread(session, connection, thread_id, made.at)
    except UnknownId as unknown:
        raise no_such_thread(session, unknown) from None
    if note := outrun(late, said) if late else note:
        terminal.note(terminal.safe(note))
    if json:
        terminal.emit(as_json(row, said, made.at) | outrun_as_json(late, said))
    elif not late:
        terminal.out(terminal.safe(tell(row, said)))
    raise typer.Exit(NEEDS_A_PERSON if late else DONE)


def one_thread(session: Session, connection: Connection, thread_id: str, at: datetime) -> Queued:
    """The thread of this id of ours.

    Raises:
        UnknownId: there is none.
    """
    from worker.store.queueing import listed
    from worker.store.threads import one

    one(connection, thread_id)
    return listed(connection, only=thread_id, linkedin_fetched_after=_expiry(session, at))[0]


def _expiry(session: Session, at: datetime) -> datetime:
    """What LinkedIn members wrote is not shown if fetched at this instant or before."""
    return at - timedelta(hours=session.settings.retention.linkedin_comment_hours)


def _known_owner(session: Session, owner: str | None) -> None:
    """Refuse an owner that nobody configured.

    Raises:
        typer.BadParameter: with the nearest known one.
    """
    known = ["slk", *(department.id for department in session.settings.departments)]
    if owner is None or owner in known:
        return
    near = get_close_matches(owner, known, n=1) or known
    raise typer.BadParameter(
        session.language.text("no owner {owner}; known: {near}", owner=owner, near=", ".join(near)),
        param_hint="--owner",
    )


def no_such_thread(session: Session, unknown: UnknownId) -> typer.BadParameter:
    """The id is not known; the nearest ones are told."""
    if unknown.near:
        text = session.language.text(
            "no thread {wanted}; did you mean {near}?",
            wanted=unknown.wanted,
            near=", ".join(unknown.near),
        )
    else:
        text = session.language.text(
            "no thread {wanted}; `annonsvakt queue --all` lists them", wanted=unknown.wanted
        )
    return typer.BadParameter(text, param_hint="ID")
