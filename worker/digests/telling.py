"""A digest told: the page that its mail shows, the first things first."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Words
from policies.rounds.digest import Part
from worker.config import Settings
from worker.digests.freshness import freshness
from worker.digests.gathering import Material
from worker.digests.owners import name_of
from worker.digests.rows import section_of
from worker.language import Language
from worker.pages.page import Cell, Grid, Page, Section


def title(material: Material, settings: Settings, said: Language) -> str:
    """Whose it is and what waits: the mail's subject."""
    return said.text(
        "{owner}: {n} waiting (overdue: {overdue}, due before the next round: {soon})",
        owner=name_of(material.owner, settings),
        n=material.threads,
        overdue=material.count(Part.OVERDUE),
        soon=material.count(Part.SOON),
    )


def page_of(
    material: Material, settings: Settings, said: Language, *, banner: Words | None
) -> Page:
    """The whole digest in one language. `banner`: a stop that is in force, if any."""
    return Page(
        code=said.code,
        title=title(material, settings, said),
        alerts=(said.say(banner),) if banner else (),
        verdict=_verdict(material, said),
        sentences=tuple(_sentences(material, said)),
        sections=(
            *(section_of(part, material, said) for part in material.parts),
            *_house_rules(material, settings, said),
            Section(
                heading=said.text("What you can do"),
                sentences=tuple(_commands(settings, said)),
            ),
        ),
    )


def _verdict(material: Material, said: Language) -> str:
    """What comes first, in one sentence."""
    if material.count(Part.OVERDUE):
        return said.text("Answer what is overdue first.")
    if not material.count(Part.SOON):
        return said.text("Nothing is due before the next round.")
    return said.text("Answer first what is due before the next round.")


def _sentences(material: Material, said: Language) -> Iterator[str]:
    """When it was told, when next, and what it cannot tell."""
    moment = material.moment
    if moment.next_round is None:
        yield said.text("As of {at}.", at=said.instant(moment.at))
    else:
        yield said.text(
            "As of {at}. The next round begins {next}.",
            at=said.instant(moment.at),
            next=said.instant(moment.next_round),
        )
    yield from freshness(moment, material.owner, said)
    if material.strays:
        yield said.text(
            "Threads of {departments} stand here too, for the configuration no longer names that "
            "department.",
            departments=", ".join(material.strays),
        )


_CHANNELS = {"facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn"}


def _house_rules(material: Material, settings: Settings, said: Language) -> Iterator[Section]:
    """Where the rules of the channels concerned can be read; no section if nobody says."""
    links = settings.house_rules.model_dump()
    rows = tuple(
        (Cell(name, links[channel]),)
        for channel, name in _CHANNELS.items()
        if channel in material.channels and links.get(channel)
    )
    if rows:
        heading = said.text("House rules")
        yield Section(heading=heading, grid=Grid(columns=(said.text("Channel"),), rows=rows))


def _commands(settings: Settings, said: Language) -> Iterator[str]:
    """What to run, and whom to ask."""
    yield said.text("Answer at the link, signed with your first name.")
    yield said.text("`annonsvakt queue show ID` shows a thread and what was decided about it.")
    yield said.text("`annonsvakt queue claim ID --by WHO` tells the others that you are answering.")
    yield said.text(
        "`annonsvakt queue close ID --reason R --by WHO` closes one that needs no answer, "
        "`annonsvakt queue refer ID --to WHOM --by WHO` one that another body answers."
    )
    contact = settings.contacts.first or settings.contacts.editorial
    if contact:
        yield said.text("Unsure? Ask {contact}.", contact=contact)
