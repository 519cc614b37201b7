"""The mails that a stop, its undoing or its end causes: to the city's people, and to owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from worker.config import Settings
from worker.language import Language
from worker.mail import Mail, header_line, message_id
from worker.pages.fitting import Fitted, fitted
from worker.posting.letter import Letter
from worker.stopping import letters_city, letters_owner
from worker.stopping.owners import Owner, owners
from worker.stopping.tidings import Tidings

MOST_BYTES = 900_000
"""Of a mail's texts: nothing goes with them, and a megabyte is small enough for any server."""
NO_OWNERS: Mapping[str, str] = {}
"""Number of a campaign → id of a department: what briefs will say. There are none yet."""


def recipients(settings: Settings) -> tuple[str, ...]:
    """The city's own people, each address once, whatever its case."""
    contacts = settings.contacts
    named = (contacts.first, contacts.editorial, contacts.slk, *settings.mail.report_to)
    found: dict[str, str] = {}
    for one in named:
        if one:
            found.setdefault(one.casefold(), one)
    return tuple(found.values())


def letters(
    tidings: Tidings,
    settings: Settings,
    said: Language,
    *,
    by_campaign: Mapping[str, str] = NO_OWNERS,
) -> tuple[Letter, ...]:
    """One mail an address: who gets the whole gets no second one about a part.

    `by_campaign`: number of a campaign or group → id of the department that owns it. An owner
    without an address gets none; the mail to the city's people says so.
    """
    shares = owners(tidings.rows, by_campaign, settings)
    city = recipients(settings)
    told = {one.casefold() for one in city}
    return (
        *_to_city(tidings, shares, city, settings, said),
        *_to_owners(tidings, shares, told, settings, said),
    )


def _to_city(
    tidings: Tidings,
    shares: tuple[Owner, ...],
    city: Sequence[str],
    settings: Settings,
    said: Language,
) -> Iterator[Letter]:
    """The whole to each, in their language; made once for all who read the same."""
    pages: dict[str, Fitted] = {}
    for address in city:
        theirs = said.speaking(settings.language_of(address))
        if theirs.code not in pages:
            page = letters_city.page(tidings, shares, theirs)
            pages[theirs.code] = fitted(page, theirs, MOST_BYTES)
        yield _letter(tidings, tidings.kind, address, pages[theirs.code], settings)


def _to_owners(
    tidings: Tidings,
    shares: tuple[Owner, ...],
    told: set[str],
    settings: Settings,
    said: Language,
) -> Iterator[Letter]:
    """A page of their own to each who did not get the whole."""
    for owner in shares:
        if owner.address is not None and owner.address.casefold() not in told:
            theirs = said.speaking(settings.language_of(owner.address))
            page = letters_owner.page(tidings, owner, settings.contacts.first, theirs)
            kind = f"{tidings.kind}-owner"
            yield _letter(tidings, kind, owner.address, fitted(page, theirs, MOST_BYTES), settings)


def _letter(
    tidings: Tidings, kind: str, address: str, rendered: Fitted, settings: Settings
) -> Letter:
    """A letter that is the same whenever it is made of the same order."""
    sender = settings.mail.sender
    matter = (kind, tidings.stop_id, tidings.head, address.casefold())
    return Letter(
        kind=kind,
        period=f"{tidings.stop_id} {tidings.head}",
        mail=Mail(
            sender=sender,
            to=(address,),
            subject=header_line(rendered.page.title),
            text=rendered.text,
            html=rendered.html,
            message_id=message_id(sender, *matter),
            at=tidings.at,
            language=rendered.page.code,
        ),
    )
