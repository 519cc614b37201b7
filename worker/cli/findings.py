"""`findings`: what is against the routine, what nobody could tell, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.days import end_of
from worker.cli.session import Session
from worker.cli.spoken import Group, Spoken

if TYPE_CHECKING:
    from worker.store.errors import UnknownId
    from worker.store.kept import Connection

findings = Spoken(
    cls=Group,
    invoke_without_command=True,
    help="List what is against the routine and what nobody could tell; mute, unmute, acknowledge.",
)
app.add_typer(findings, name="findings")

Id = Annotated[str, typer.Argument(metavar="ID", help="As `findings` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Reason = Annotated[str, typer.Option("--reason", metavar="REASON", help="Why, in a few words.")]
Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="The last day of silence: 2026-12-31.")
]
Diary = Annotated[
    str | None,
    typer.Option("--diary", metavar="NUMBER", help="The number under which it was decided."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@findings.callback()
def listing(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Muted, resolved and acknowledged ones too.")
    ] = False,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="RULE", help="One rule's id.")
    ] = None,
    json: Json = False,
) -> None:
    """List what is open and what nobody could tell.

    Example: annonsvakt findings --rule placement.audience-network
    """
    if ctx.invoked_subcommand is not None:
        return
    from worker.cli.banner import tell_elsewhere, tell_stop, tell_unread
    from worker.cli.found import as_json, draw
    from worker.cli.opened import empty_list, opened
    from worker.clock import now
    from worker.store.judged import listed

    session: Session = ctx.obj
    _known_rule(session, rule)
    tell_stop(session)
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        tell_elsewhere(session, store)
        rows = listed(connection, at=now(), everything=everything, rule=rule)
        tell_unread(session, connection, rows)
    if json:
        terminal.emit([as_json(row, session.language) for row in rows])
    else:
        draw(rows, session.language)


@findings.command("mute")
def mute(
    ctx: typer.Context,
    finding_id: Id,
    *,
    until: Until,
    reason: Reason,
    by: By,
    diary: Diary = None,
    json: Json = False,
) -> None:
    """Keep silent about a finding through a day; the report still counts it as muted.

    What was found stays as it is. After that day it is open again, unless it was put right.

    Example: annonsvakt findings mute k3x7q2mbat --until 2026-12-31 --reason "rättas" --by Anna
    """
    from worker.clock import now
    from worker.store.judged import Turn
    from worker.store.judged import mute as mute_finding

    session: Session = ctx.obj
    number = (diary or "").strip() or None
    turn = Turn(by=signed(session, by), at=now(), reason=why(session, reason), diary=number)
    end = end_of(session, until, turn.at)
    _take(session, finding_id, lambda c: mute_finding(c, finding_id, turn, until=end), json=json)


@findings.command("unmute")
def unmute(
    ctx: typer.Context,
    finding_id: Id,
    *,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help="Your name.")] = None,
    json: Json = False,
) -> None:
    """Speak of a finding again.

    Example: annonsvakt findings unmute k3x7q2mbat --by Anna
    """
    from worker.clock import now
    from worker.store.judged import Turn
    from worker.store.judged import unmute as unmute_finding

    session: Session = ctx.obj
    turn = Turn(by=by or "", at=now())
    _take(session, finding_id, lambda c: unmute_finding(c, finding_id, turn), json=json)


@findings.command("ack")
def ack(ctx: typer.Context, finding_id: Id, *, by: By, json: Json = False) -> None:
    """Close the finding of an event: it happened, a person knows, nothing more will come of it.

    A finding of something that still is so cannot be closed: put it right, or mute it.

    Example: annonsvakt findings ack k3x7q2mbat --by Anna
    """
    from worker.clock import now
    from worker.store.judged import Turn, acknowledge

    session: Session = ctx.obj
    turn = Turn(by=signed(session, by), at=now())
    _take(session, finding_id, lambda c: acknowledge(c, finding_id, turn), json=json)


def _take(
    session: Session, finding_id: str, turn: Callable[[Connection], None], *, json: bool
) -> None:
    """Take a turn and tell how the finding stands now.

    Raises:
        typer.BadParameter: no such finding, or not one that this can be done to.
        typer.Exit: it is no longer in a state in which this means something; code 1.
    """
    from worker.cli.found import as_json, cannot_tell, state, tell
    from worker.cli.opened import opened
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store.errors import UnknownId
    from worker.store.judged import NotAnEvent, NotInState, one

    said = session.language
    instead = partial(cannot_tell, finding_id) if json else None
    outrun = None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            try:
                turn(connection)
            except NotInState as wrong:
                outrun = said.text(
                    "Nothing done: the finding is {state}.", state=state(wrong.state, said)
                )
            row = one(connection, finding_id, now())
    except UnknownId as unknown:
        raise no_such_finding(session, unknown) from None
    except NotAnEvent:
        raise typer.BadParameter(
            said.text(
                "this finding tells of something that still is so: put it right and the next sweep "
                "resolves it, or mute it"
            ),
            param_hint="ID",
        ) from None
    if outrun:
        terminal.note(outrun)
    if json:
        terminal.emit(as_json(row, said))
    elif not outrun:
        terminal.out(terminal.safe(tell(row, said)))
    raise typer.Exit(NEEDS_A_PERSON if outrun else DONE)


def signed(session: Session, by: str) -> str:
    """The name of the person.

    Raises:
        typer.BadParameter: there is none.
    """
    if not by.strip():
        raise typer.BadParameter(session.language.text("say who you are"), param_hint="--by")
    return by.strip()


def why(session: Session, reason: str) -> str:
    """The reason.

    Raises:
        typer.BadParameter: there is none.
    """
    if not reason.strip():
        raise typer.BadParameter(session.language.text("say why"), param_hint="--reason")
    return reason.strip()


def _known_rule(session: Session, rule: str | None) -> None:
    """Refuse a rule that does not exist.

    Raises:
        typer.BadParameter: with the nearest known ones.
    """
    from policies.rules import CATALOGUE
    from worker.cli.rules import no_rule

    known = [one.id for one in CATALOGUE]
    if rule is None or rule in known:
        return
    raise typer.BadParameter(no_rule(rule, known, session.language), param_hint="--rule")


def no_such_finding(session: Session, unknown: UnknownId) -> typer.BadParameter:
    """The id is not known; the nearest ones are told."""
    if unknown.near:
        text = session.language.text(
            "no finding {wanted}; did you mean {near}?",
            wanted=unknown.wanted,
            near=", ".join(unknown.near),
        )
    else:
        text = session.language.text(
            "no finding {wanted}; `annonsvakt findings --all` lists them", wanted=unknown.wanted
        )
    return typer.BadParameter(text, param_hint="ID")
