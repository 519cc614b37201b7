"""`findings show` and `findings replay`: one finding with its life, and its verdict made again."""

from __future__ import annotations

from functools import partial

import typer

from worker.cli import terminal
from worker.cli.findings import Id, Json, findings, no_such_finding
from worker.cli.session import Session


@findings.command("show")
def show(ctx: typer.Context, finding_id: Id, *, json: Json = False) -> None:
    """Show a finding: what was found, what to do about it, who muted it, and its history.

    Example: annonsvakt findings show 5f0a91c2b7e4
    """
    from worker.cli.found import cannot_tell
    from worker.cli.opened import opened
    from worker.cli.shown import Life, as_json, draw
    from worker.clock import now
    from worker.store import attested, judged
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    at = now()
    instead = partial(cannot_tell, finding_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.reading() as connection:
            found = judged.one(connection, finding_id, at, to_change=False)
            words = attested.listed(connection, at, everything=True, finding=finding_id)
            life = Life(
                found=found,
                steps=judged.history(connection, finding_id),
                attested=[(one, attested.history(connection, one.word.id)) for one in words],
                at=at,
            )
    except UnknownId as unknown:
        raise no_such_finding(session, unknown) from None
    if json:
        terminal.emit(as_json(life, session.language))
    else:
        draw(life, session.language)


@findings.command("replay")
def replay(ctx: typer.Context, finding_id: Id, *, json: Json = False) -> None:
    """Make a finding's verdict again, from what it was made from, by the rules of today.

    Code 0: it is the same. 1: it is another one. 4: what it was made from is not kept any more.

    Example: annonsvakt findings replay 5f0a91c2b7e4
    """
    from worker.cli.opened import opened
    from worker.cli.replayed import as_json, cannot_tell, draw
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.clock import now
    from worker.store import judged
    from worker.store.errors import UnknownId
    from worker.sweeping.replaying import Again
    from worker.sweeping.replaying import replay as replay_verdict

    session: Session = ctx.obj
    instead = partial(cannot_tell, finding_id) if json else None
    try:
        with opened(session, instead=instead) as store, store.reading() as connection:
            found = judged.one(connection, finding_id, now(), to_change=False)
            replayed = replay_verdict(connection, found)
    except UnknownId as unknown:
        raise no_such_finding(session, unknown) from None
    if json:
        terminal.emit(as_json(found, replayed, session.language))
    else:
        draw(found, replayed, session.language)
    codes = {Again.SAME: DONE, Again.ANOTHER: NEEDS_A_PERSON, Again.UNKNOWN: UNREAD}
    raise typer.Exit(codes[replayed.again])
