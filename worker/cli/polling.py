"""`sweep`: poll once and evaluate; writes to no platform."""

from __future__ import annotations

import sys
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.stopping import part_named

if TYPE_CHECKING:
    from connectors.http import Patience
    from policies.model import Words
    from worker.sweeping.means import Scope, Swept
    from worker.sweeping.sweep import UnknownAccount

MOMENT = 0.5
"""Seconds between two looks at what another run is reading."""


@app.command("sweep")
def sweep(
    ctx: typer.Context,
    *,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="PLATFORM", help="meta or linkedin.")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ACCOUNT", help="One ad account's id.")
    ] = None,
    patience: Annotated[
        float, typer.Option("--patience", min=0, help="Seconds to wait for throttles in all.")
    ] = 120.0,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell how far it has come.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Poll the platforms once, evaluate every ad, bring the queue up to date.

    Nothing is changed on a platform. Code 4 if anything could not be read; what was read is kept.
    Single pictures, films, senders and posts of an ad do not count: its verdict says *unknown*, and
    --json lists them with their account.

    Example: annonsvakt sweep --platform meta
    """
    from worker.cli.run import DONE, UNREAD
    from worker.cli.swept import as_json, nothing_read, summary
    from worker.store.errors import StoreError
    from worker.sweeping.means import leaves_a_gap
    from worker.sweeping.sweep import UnknownAccount

    session: Session = ctx.obj
    scope = _scope(session, platform, account)
    try:
        swept = _sweep(session, scope, patience=patience, verbose=verbose)
    except UnknownAccount as unknown:
        raise _no_such_account(session, unknown) from None
    except StoreError as error:
        terminal.note(terminal.safe(session.language.say(error.words)))
        if json:
            terminal.emit(nothing_read(error, session.language))
        raise typer.Exit(UNREAD) from None
    if json:
        terminal.emit(as_json(swept, session.language))
    else:
        summary(swept, session.language)
    raise typer.Exit(UNREAD if any(leaves_a_gap(one) for one in swept.unread) else DONE)


def _scope(session: Session, platform: str | None, account: str | None) -> Scope:
    """What was asked for.

    Raises:
        typer.BadParameter: a platform that is not switched on, or none at all is; an empty name.
    """
    from policies.model import AccountId, Platform
    from worker.platforms import enabled
    from worker.sweeping.means import Scope

    on = enabled(session.settings)
    if not on:
        raise typer.BadParameter(
            session.language.text("no platform is configured: write a [meta] or [linkedin] section")
        )
    if platform is not None and platform not in on:
        raise typer.BadParameter(
            session.language.text(
                "no platform {name} is configured; known: {known}",
                name=platform,
                known=", ".join(on),
            ),
            param_hint="--platform",
        )
    account = part_named(account, "--account", session.language)
    return Scope(
        platform=Platform(platform) if platform else None,
        account_id=None if account is None else AccountId(account),
    )


def _sweep(session: Session, scope: Scope, *, patience: float, verbose: bool) -> Swept:
    """Open the database, make the readers, sweep.

    Raises:
        UnknownAccount: no token sees the account asked for.
        StoreError: the database cannot be used.
    """
    from connectors.http import Patience, sleep
    from worker.cli.opened import brought_up
    from worker.clock import now
    from worker.platforms import enabled, permitted, reader, renewed
    from worker.stopping.desk import places_of
    from worker.stopping.giving_way import GiveWay
    from worker.store.beating import Heart
    from worker.store.recalled import recalling
    from worker.sweeping.fan import lending
    from worker.sweeping.means import means
    from worker.sweeping.sweep import sweep as sweep_now
    from worker.sweeping.turns import Terms, Turns, whose

    settings = session.settings
    seen = sys.stderr.isatty() or verbose

    def warn(words: Words) -> None:
        terminal.note(terminal.safe(session.language.say(words)))

    def tell(words: Words) -> None:
        if seen:
            warn(words)

    store = brought_up(session)
    try:
        for words in renewed(settings, now(), scope.platform):
            warn(words)
        way = GiveWay(places_of(settings, None), warn)
        shared = Patience(patience, sleep=lending(sleep), way=way)
        wanted = [one for one in enabled(settings) if scope.platform in (None, one)]
        with recalling(store, wanted) as recalls, Heart(store, now) as heart:
            readers = {
                platform: reader(platform, settings, patience=shared, clock=now, recall=recall)
                for platform, recall in recalls.items()
            }
            told = permitted(settings, now, scope.platform)
            tools = means(settings, store=store, clock=now, tell=tell, warn=warn)
            terms = Terms(holder=whose(), period=now(), wait=partial(_wait, shared))
            turns = Turns(store, now, heart, terms)
            try:
                return sweep_now(replace(tools, turns=turns, permitted=told), readers, scope)
            finally:
                turns.release_all()
    finally:
        store.close()


def _wait(patience: Patience) -> bool:
    """Wait a moment for who else is reading, if there is patience for it."""
    if not patience.spend(MOMENT):
        return False
    patience.sleep(MOMENT)
    return True


def _no_such_account(session: Session, unknown: UnknownAccount) -> typer.BadParameter:
    """The account asked for is none that a token sees; the nearest ones are told."""
    near = get_close_matches(unknown.wanted, unknown.known, n=3, cutoff=0.3)
    return typer.BadParameter(
        session.language.text(
            "no token sees an account {wanted}; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(near or unknown.known[:3]),
        ),
        param_hint="--account",
    )
