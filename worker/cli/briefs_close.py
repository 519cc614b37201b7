"""`brief close`: a brief that is done with, and its undoing."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from worker.cli import terminal
from worker.cli.briefs import By, Id, Json, brief, no_such_brief, show_kept, tell_stops
from worker.cli.session import Session


@brief.command("close")
def close_brief(
    ctx: typer.Context,
    brief_id: Id,
    *,
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False,
    json: Json = False,
) -> None:
    """Close a brief: it is done with, and stays in the register.

    Code 1: somebody was first, and nothing was done.

    Example: annonsvakt brief close vinter-2026 --by Anna
    """
    from worker.cli.briefed import cannot_tell
    from worker.cli.opened import opened
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store import briefs
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    said = session.language
    if not by.strip():
        raise typer.BadParameter(said.text("say who you are"), param_hint="--by")
    instead = partial(cannot_tell, brief_id) if json else None
    try:
        with opened(session, instead=instead) as store:
            with store.writing() as connection:
                if undo:
                    done = briefs.reopen(connection, brief_id, by=by.strip(), at=now())
                else:
                    why = reason.strip()
                    done = briefs.close(connection, brief_id, by=by.strip(), reason=why, at=now())
            tell_stops(session, store)
    except UnknownId as unknown:
        raise no_such_brief(session, unknown) from None
    if not done:
        # Whoever gave a reason is not to believe that it stands in the register.
        terminal.note(
            said.text("Nothing done: the brief is open.")
            if undo
            else said.text("Nothing done: the brief is closed already.")
        )
    show_kept(ctx, brief_id, json=json)
    raise typer.Exit(DONE if done else NEEDS_A_PERSON)
