"""`purge hold`, `holds`, `release`: campaigns whose records are kept beyond their time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import terminal
from worker.cli.days import end_of
from worker.cli.findings import signed, why
from worker.cli.purging import Json, purge
from worker.cli.session import Session

if TYPE_CHECKING:
    from policies.model import Platform
    from worker.store.holds import Hold, UnknownCampaign, Wanted

By = Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")]
Reason = Annotated[str, typer.Option("--reason", metavar="R", help="Why, in a few words.")]


@purge.command("hold")
def hold(  # noqa: PLR0913 an option each
    ctx: typer.Context,
    *,
    platform: Annotated[str, typer.Option("--platform", metavar="P", help="meta or linkedin.")],
    campaign: Annotated[
        str, typer.Option("--campaign", metavar="C", help="A campaign's id, as the platform's.")
    ],
    by: By,
    reason: Reason,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The last day; default: until released."),
    ] = None,
    linkedin_comments: Annotated[
        str | None,
        typer.Option(
            "--linkedin-comments",
            metavar="NUMBER",
            help="Also what LinkedIn members wrote, decided under this diary number.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Keep what belongs to a campaign beyond its time: comments, snapshots, verdicts, rounds.

    LinkedIn's terms leave 48 hours to what its members wrote, so that a hold does not cover it.
    With --linkedin-comments it does, under a diary number: the city then keeps it on a legal
    ground of its own, and `doctor`, the report and the log say so as long as it lasts.

    What its author deletes on the platform goes at once, hold or no hold.

    Example: annonsvakt purge hold --platform meta --campaign 1201 --by Anna --reason "överklagan"
    """
    from worker.cli.opened import opened
    from worker.cli.purged import hold_as_json, tell_hold
    from worker.clock import now
    from worker.store.holds import UnknownCampaign, add

    session: Session = ctx.obj
    at = now()
    wanted = replace(
        _wanted(session, platform, campaign, by, reason),
        until=None if until is None else end_of(session, until, at),
        comments_diary=(linkedin_comments or "").strip() or None,
    )
    _fitting(session, wanted, linkedin_comments)
    instead = (lambda because: {"id": None, "because": because}) if json else None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            made = add(connection, wanted, at)
    except UnknownCampaign as unknown:
        raise _unknown(session, unknown) from None
    if json:
        terminal.emit(hold_as_json(made, at, session.language))
    else:
        tell_hold(session, made)


@purge.command("holds")
def listing(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that have ended as well.")
    ] = False,
    json: Json = False,
) -> None:
    """List the campaigns that are held: by whom, why, since when, until when.

    Example: annonsvakt purge holds --all
    """
    from worker.cli.opened import empty_list, opened
    from worker.cli.purged import draw_holds, hold_as_json
    from worker.clock import now
    from worker.store.holds import listed

    session: Session = ctx.obj
    at = now()
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        rows: list[Hold] = [one for one in listed(connection) if everything or one.stands(at)]
    if json:
        terminal.emit([hold_as_json(one, at, session.language) for one in rows])
    else:
        draw_holds(session, rows, at)


@purge.command("release")
def release(
    ctx: typer.Context,
    hold_id: Annotated[str, typer.Argument(metavar="ID", help="As `purge holds` shows it.")],
    *,
    by: By,
    reason: Reason,
    json: Json = False,
) -> None:
    """End a hold: the next purge erases what has become too old meanwhile.

    Example: annonsvakt purge release k3x7q2mbat --by Anna --reason "målet är avgjort"
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.store.errors import UnknownId
    from worker.store.holds import release as release_hold

    session: Session = ctx.obj
    said = session.language
    name, because = signed(session, by), why(session, reason)
    instead = (lambda because: {"id": hold_id, "because": because}) if json else None
    try:
        with opened(session, instead=instead) as store, store.writing() as connection:
            new = release_hold(connection, hold_id, by=name, reason=because, at=now())
    except UnknownId as unknown:
        near = ", ".join(unknown.near)
        text = (
            said.text("there is no such hold; did you mean {near}?", near=near)
            if near
            else said.text("there is no such hold")
        )
        raise typer.BadParameter(text, param_hint="ID") from None
    if json:
        terminal.emit({"id": hold_id, "released": new, "because": None})
    elif new:
        terminal.out(said.text("Released."))
    else:
        terminal.out(said.text("It was released before."))


def platform_of(session: Session, name: str) -> Platform:
    """The platform of this name.

    Raises:
        typer.BadParameter: there is none.
    """
    from policies.model import Platform

    names = [str(one) for one in Platform]
    if name not in names:
        raise typer.BadParameter(
            session.language.text("choose one of {names}", names=", ".join(names)),
            param_hint="--platform",
        )
    return Platform(name)


def _wanted(session: Session, platform: str, campaign: str, by: str, reason: str) -> Wanted:
    from policies.model import CampaignId
    from worker.store.holds import Wanted

    return Wanted(
        platform=platform_of(session, platform),
        campaign_id=CampaignId(campaign.strip()),
        by=signed(session, by),
        reason=why(session, reason),
    )


def _fitting(session: Session, wanted: Wanted, number: str | None) -> None:
    """Refuse members' words of LinkedIn on another platform, and without a diary number.

    Raises:
        typer.BadParameter: so it is.
    """
    said = session.language
    if number is None:
        return
    if wanted.comments_diary is None:
        text = said.text("name the diary number of the decision")
        raise typer.BadParameter(text, param_hint="--linkedin-comments")
    if str(wanted.platform) != "linkedin":
        text = said.text("only for a campaign on LinkedIn")
        raise typer.BadParameter(text, param_hint="--linkedin-comments")


def _unknown(session: Session, unknown: UnknownCampaign) -> typer.BadParameter:
    said = session.language
    text = said.text("nothing that is kept belongs to such a campaign")
    if unknown.near:
        text += said.text("; did you mean {near}?", near=", ".join(unknown.near))
    return typer.BadParameter(terminal.safe(text), param_hint="--campaign")
