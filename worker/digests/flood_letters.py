"""The mail about a flood: how many new threads, under which posts, and how to go about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from policies.model import PostId
from policies.owning import SLK
from policies.rounds.flood import HOUR
from worker.config import Settings
from worker.digests.letters import letter_of
from worker.digests.names import Names
from worker.digests.owners import addresses, departments, name_of
from worker.language import Language
from worker.pages.page import Cell, Grid, Page, Section, platform_name
from worker.posting.letter import Letter
from worker.store.digests import period_of
from worker.store.floods import Crowd, crowds
from worker.store.kept import Connection

KIND = "flood"
"""Of its mails in the outbox."""
POSTS = 5
"""How many posts it names."""


def flood_letters(
    connection: Connection,
    settings: Settings,
    said: Language,
    *,
    owner: str,
    number: int,
    at: datetime,
) -> tuple[Letter, ...]:
    """A letter to each address of the owner and of SLK, in its language, nobody twice."""
    busiest = _busiest(connection, settings, owner, at)
    people = (*addresses(owner, settings), *addresses(SLK, settings))
    period = period_of(owner, at)
    found = []
    for one in {one.casefold(): one for one in people}.values():
        theirs = said.speaking(settings.language_of(one))
        page = page_of(busiest, settings, theirs, owner=owner, number=number, at=at)
        found.append(letter_of(page, (KIND, period, one), settings, theirs, at=at))
    return tuple(found)


def _busiest(
    connection: Connection, settings: Settings, owner: str, at: datetime
) -> list[tuple[Crowd, str | None]]:
    """The posts with the most new threads, and what shows each."""
    found = crowds(connection, owner, departments(settings), at - HOUR, POSTS)
    names = Names()
    named = []
    for one in found:
        post = PostId(one.post_id) if one.post_id else None
        known = names.of_posts(connection, one.platform, [post]) if post else {}
        named.append((one, known.get(post) if post else None))
    return named


def page_of(
    busiest: Sequence[tuple[Crowd, str | None]],
    settings: Settings,
    said: Language,
    *,
    owner: str,
    number: int,
    at: datetime,
) -> Page:
    """The mail in one language."""
    name = name_of(owner, settings)
    return Page(
        code=said.code,
        title=said.text("{owner}: {n} new within an hour", owner=name, n=number),
        alerts=(),
        verdict=said.text(
            "{n} new comments and messages for {owner} came within the last hour.",
            n=number,
            owner=name,
        ),
        sentences=(
            said.text("As of {at}.", at=said.instant(at)),
            said.text(
                "No other mail comes about this until an hour has fewer than {flood}. The digests "
                "go on as usual.",
                flood=-(-settings.sla.flood // 2),
            ),
        ),
        sections=(
            Section(
                heading=said.text("Where most of them are"),
                grid=Grid(
                    columns=(said.text("Where"), said.text("New"), said.text("Campaign")),
                    rows=tuple(_cells(one, campaign, said) for one, campaign in busiest),
                ).without_empty(),
            ),
            Section(
                heading=said.text("What you can do"),
                sentences=tuple(_advice(owner, settings, said)),
            ),
        ),
    )


def _cells(one: Crowd, campaign: str | None, said: Language) -> tuple[Cell, ...]:
    """A post with its link; the inboxes have none."""
    names = {"facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn"}
    if one.post_id is None:
        where = said.text("message, {platform}", platform=platform_name(one.platform))
    else:
        channel = names.get(one.kind or "", platform_name(one.platform))
        where = said.text("{channel}, post {id}", channel=channel, id=one.post_id)
    return Cell(where, one.link), Cell(str(one.threads)), Cell(campaign or "")


def _advice(owner: str, settings: Settings, said: Language) -> Iterator[str]:
    """How to find them, how to close many, and whom to ask."""
    yield said.text(
        "`annonsvakt queue --owner {owner} --first 20` lists those that are due first.", owner=owner
    )
    yield said.text(
        "`annonsvakt queue close ID --reason R --by WHO` closes one that needs no answer of its "
        "own. For many, `annonsvakt queue --owner {owner} --json` gives their ids to a script.",
        owner=owner,
    )
    contact = settings.contacts.first or settings.contacts.editorial
    if contact:
        yield said.text("Unsure? Ask {contact}.", contact=contact)
