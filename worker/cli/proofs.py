"""`proof`: the register of proofs, what SLK saw of an ad before it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Group, Spoken

if TYPE_CHECKING:
    from policies.model.proofs import ProofLevel
    from worker.store.errors import UnknownId

proof = Spoken(
    cls=Group, no_args_is_help=True, help="The register of proofs that SLK has seen (C2)."
)
app.add_typer(proof, name="proof")

Subject = Annotated[
    str, typer.Argument(metavar="AD_OR_CREATIVE", help="Id of an ad or a creative, as last read.")
]
Id = Annotated[str, typer.Argument(metavar="PROOF_ID", help="As `proof list` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Remarks = Annotated[
    str | None, typer.Option("--remarks", metavar="TEXT", help="What SLK had to say of it.")
]
ReachedAt = Annotated[
    list[str] | None,
    typer.Option(
        "--reached",
        metavar="CONTACT=TIME",
        help="When the proof reached a contact, first or editorial: first=2026-11-20T10:00. Once"
        " for each.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@proof.command("seen")
def seen(
    ctx: typer.Context,
    subject: Subject,
    *,
    by: By,
    remarks: Remarks = None,
    reached: ReachedAt = None,
    json: Json = False,
) -> None:
    """Register that SLK has seen the proof of an ad, as the ad stands now.

    What the ad showed when it was last read is kept with it. An ad that later shows something else
    is a finding. Registered anew, the newest proof counts.

    Code 0: it is registered. 2: there is no such ad. 4: what it shows could not be read.

    Example: annonsvakt proof seen 120210000000000003 --by Anna --reached first=2026-11-20T10:00
    """
    from policies.model.proofs import ProofLevel

    _take(ctx, subject, ProofLevel.SEEN, by=by, remarks=remarks, reached=reached, json=json)


@proof.command("approve")
def approve(
    ctx: typer.Context,
    subject: Subject,
    *,
    by: By,
    remarks: Remarks = None,
    reached: ReachedAt = None,
    json: Json = False,
) -> None:
    """Register that SLK has seen the proof of an ad and approves of it.

    The codes are those of `proof seen`.

    Example: annonsvakt proof approve 120210000000000003 --by Anna
    """
    from policies.model.proofs import ProofLevel

    _take(ctx, subject, ProofLevel.APPROVED, by=by, remarks=remarks, reached=reached, json=json)


@proof.command("list")
def list_proofs(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that were taken back too.")
    ] = False,
    json: Json = False,
) -> None:
    """List the proofs that were seen, and whether they reached both contacts in time.

    Example: annonsvakt proof list
    """
    from worker.cli.opened import empty_list, opened
    from worker.cli.proven import as_list, draw
    from worker.store import proofs
    from worker.store.known_ads import KnownAds

    session: Session = ctx.obj
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        kept = proofs.listed(connection, everything=everything)
        known = KnownAds(connection) if kept else None
    if json:
        terminal.emit(as_list(kept, known, session.language))
    else:
        draw(kept, known, session.language)


@proof.command("show")
def show(ctx: typer.Context, proof_id: Id, *, json: Json = False) -> None:
    """Show a proof: what was seen, by whom, when it reached the contacts, and its history.

    Example: annonsvakt proof show 5f0a91c2b7e4
    """
    _show(ctx, proof_id, json=json)


@proof.command("revoke")
def revoke(
    ctx: typer.Context,
    proof_id: Id,
    *,
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why, in a few words.")],
    json: Json = False,
) -> None:
    """Take a proof back: it covers nothing any more, and stays in the register.

    It is undone by registering the ad's proof anew. Code 1: it was taken back before.

    Example: annonsvakt proof revoke 5f0a91c2b7e4 --by Anna --reason "fel annons"
    """
    from worker.cli.opened import opened
    from worker.cli.proven import cannot_tell
    from worker.cli.proving import said
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store import proofs
    from worker.store.errors import UnknownId

    session: Session = ctx.obj
    who, why = said(session, by, "--by"), said(session, reason, "--reason")
    try:
        with (
            opened(session, instead=cannot_tell if json else None) as store,
            store.writing() as connection,
        ):
            done = proofs.revoke(connection, proof_id, by=who, reason=why, at=now())
    except UnknownId as unknown:
        raise _no_such_proof(session, unknown) from None
    if not done:
        terminal.note(session.language.text("Nothing done: the proof was taken back before."))
    _show(ctx, proof_id, json=json)
    raise typer.Exit(DONE if done else NEEDS_A_PERSON)


def _take(
    ctx: typer.Context,
    subject: str,
    level: ProofLevel,
    *,
    by: str,
    remarks: str | None,
    reached: list[str] | None,
    json: bool,
) -> None:
    """Put a proof into the register, and show it.

    Raises:
        typer.BadParameter: there is no such ad, or something typed means nothing.
        typer.Exit: what the ad shows could not be read; code 4.
    """
    from policies.proofs import Claim
    from worker.cli.opened import opened
    from worker.cli.proven import cannot_tell
    from worker.cli.proving import NotSeen, instants, register, said
    from worker.cli.run import UNREAD
    from worker.clock import now

    session: Session = ctx.obj
    at = now()
    claim = Claim(
        level=level,
        by=said(session, by, "--by"),
        at=at,
        remarks=(remarks or "").strip() or None,
        reached=instants(session, reached or [], at),
    )
    try:
        with (
            opened(session, instead=cannot_tell if json else None) as store,
            store.writing() as connection,
        ):
            made = register(connection, session, subject, claim)
    except NotSeen as untold:
        because = terminal.safe(
            session.language.text(
                "Nothing is registered, for what the ad shows was not read: {because}",
                because=session.language.say(untold.words),
            )
        )
        terminal.note(because)
        if json:
            terminal.emit(cannot_tell(because))
        raise typer.Exit(UNREAD) from None
    when = session.language.instant(made.read_at)
    terminal.note(
        session.language.text("Registered as the ad stood when it was read: {when}.", when=when)
    )
    if made.doubt is not None:
        terminal.note(
            terminal.safe(
                session.language.text(
                    "Registered with what was read of it, which may not be all: {because}",
                    because=session.language.say(made.doubt),
                )
            )
        )
    _show(ctx, made.id, json=json)


def _show(ctx: typer.Context, proof_id: str, *, json: bool) -> None:
    """Print one proof."""
    from worker.cli.opened import opened
    from worker.cli.proven import as_one, cannot_tell, detail
    from worker.store import proofs
    from worker.store.errors import UnknownId
    from worker.store.known_ads import KnownAds

    session: Session = ctx.obj
    try:
        with (
            opened(session, instead=cannot_tell if json else None) as store,
            store.reading() as connection,
        ):
            kept = proofs.one(connection, proof_id)
            events = proofs.history(connection, proof_id)
            known = KnownAds(connection)
    except UnknownId as unknown:
        raise _no_such_proof(session, unknown) from None
    if json:
        terminal.emit(as_one(kept, events, known, session.language))
    else:
        detail(kept, events, known, session.language)


def _no_such_proof(session: Session, unknown: UnknownId) -> typer.BadParameter:
    return typer.BadParameter(
        session.language.text(
            "no proof {wanted}; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(unknown.near) or "-",
        ),
        param_hint="PROOF_ID",
    )
