"""`queue digest`: what an owner's next mail would say, without sending it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import terminal
from worker.cli.queue import queue
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.digests.gathering import Material
    from worker.pages.page import Page


@queue.command("digest")
def digest(
    ctx: typer.Context,
    *,
    owner: Annotated[
        str, typer.Option("--owner", metavar="OWNER", help="A department's id, or slk.")
    ] = "slk",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show an owner's digest as it would be now; nothing is sent, and nothing noted.

    Example: annonsvakt queue digest --owner slk
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.digests.gathering import gather
    from worker.digests.moments import moment_now
    from worker.digests.names import Names
    from worker.digests.telling import page_of
    from worker.stopping.elsewhere import anywhere

    session: Session = ctx.obj
    settings, said = session.settings, session.language
    _known(session, owner)
    instead = (lambda _: dict.fromkeys(KEYS) | {"owner": owner}) if json else None
    with opened(session, instead=instead) as store, store.reading() as connection:
        moment = moment_now(connection, settings, now())
        material = gather(connection, settings, owner, moment, Names())
        banner = anywhere(store, settings.state_dir)
    page = page_of(material, settings, said, banner=banner)
    _print(session, material, page, json=json)


KEYS = ("owner", "starts", "next_round", "threads", "to", "subject", "parts", "text")
"""The keys of a digest as JSON."""


def _print(session: Session, material: Material, page: Page, *, json: bool) -> None:
    """The mail's text, or all that can be told of it."""
    from worker.pages.rendering import as_text

    if json:
        terminal.emit(_as_json(session, material, page))
    elif material.threads:
        terminal.out(as_text(page).rstrip("\n"))
    else:
        terminal.out(session.language.text("Nothing waits for an answer."))


def _as_json(session: Session, material: Material, page: Page) -> dict[str, Any]:
    """A digest for programs; one with nothing to tell has no text."""
    from worker.cli.stamps import stamp
    from worker.digests.owners import addresses
    from worker.pages.rendering import as_text

    zone, some = session.language.zone, bool(material.threads)
    told = (
        material.owner,
        stamp(material.moment.starts, zone),
        stamp(material.moment.next_round, zone),
        material.threads,
        list(addresses(material.owner, session.settings)),
        page.title if some else None,
        [
            {
                "part": str(one.part),
                "count": one.count,
                "threads": [listed.thread.id for listed in one.threads],
            }
            for one in material.parts
        ],
        as_text(page) if some else None,
    )
    return dict(zip(KEYS, told, strict=True))


def _known(session: Session, owner: str) -> None:
    """Refuse an owner that nobody configured.

    Raises:
        typer.BadParameter: with the nearest known one.
    """
    from worker.digests.owners import owners

    known = owners(session.settings)
    if owner not in known:
        near = ", ".join(get_close_matches(owner, known, n=1) or known)
        raise typer.BadParameter(
            session.language.text("no owner {owner}; known: {near}", owner=owner, near=near),
            param_hint="--owner",
        )
