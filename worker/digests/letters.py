"""Digests as mails: one for each owner, window and address; none if nothing waits."""

from __future__ import annotations

from datetime import datetime

from policies.model import Words
from worker.config import Settings
from worker.digests.gathering import Material, gather
from worker.digests.moments import moment_now
from worker.digests.names import Names
from worker.digests.owners import addresses, owners
from worker.digests.telling import page_of
from worker.language import Language
from worker.pages.page import Page
from worker.posting.letter import Letter
from worker.posting.paged import paged_letter
from worker.store.digests import KIND, period_of
from worker.store.opening import Store


def letters_of(
    material: Material, settings: Settings, said: Language, *, banner: Words | None
) -> tuple[Letter, ...]:
    """A letter to each address of the owner, in its language.

    None if nothing waits, or there is no address.
    """
    if not material.threads:
        return ()
    moment = material.moment
    period = period_of(material.owner, moment.starts)
    found = []
    for one in addresses(material.owner, settings):
        theirs = said.speaking(settings.language_of(one))
        page = page_of(material, settings, theirs, banner=banner)
        found.append(letter_of(page, (KIND, period, one), settings, theirs, at=moment.at))
    return tuple(found)


def letter_of(
    page: Page, key: tuple[str, str, str], settings: Settings, said: Language, *, at: datetime
) -> Letter:
    """A page as a letter. `key`: kind, period and address, which make it the only one."""
    return paged_letter(page, key, sender=settings.mail.sender, at=at.astimezone(said.zone))


def digest_letters(
    store: Store, settings: Settings, said: Language, *, at: datetime, banner: Words | None = None
) -> tuple[Letter, ...]:
    """The letters of every owner's digest as of that instant; nothing is laid down or noted.

    `banner`: a stop that is in force, if any.

    Raises:
        StoreError: the database failed.
    """
    names, found = Names(), list[Letter]()
    with store.reading() as connection:
        moment = moment_now(connection, settings, at)
        for owner in owners(settings):
            material = gather(connection, settings, owner, moment, names)
            found += letters_of(material, settings, said, banner=banner)
    return tuple(found)
