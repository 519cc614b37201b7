"""Who gets digests, and at which addresses."""

from __future__ import annotations

from policies.owning import SLK
from worker.config import Settings


def owners(settings: Settings) -> tuple[str, ...]:
    """Every owner there is: the departments, and SLK."""
    return (*(one.id for one in settings.departments), SLK)


def departments(settings: Settings) -> frozenset[str]:
    """The ids of the departments there are."""
    return frozenset(one.id for one in settings.departments)


def addresses(owner: str, settings: Settings) -> tuple[str, ...]:
    """Where the owner gets mail, each address once; empty: nowhere.

    SLK has its own address, else the editors', else those of the weekly report.
    """
    own = {one.id: (one.mail,) for one in settings.departments}
    found = own.get(owner, ()) if owner != SLK else _of_slk(settings)
    return tuple({one.casefold(): one for one in found}.values())


def _of_slk(settings: Settings) -> tuple[str, ...]:
    contacts = settings.contacts
    first = contacts.slk or contacts.editorial
    return (first,) if first else settings.mail.report_to


def operations(settings: Settings) -> tuple[str, ...]:
    """Where mails about the service itself go; empty: nowhere.

    To who looks after it, else to the editors, SLK, the first contact, the report's readers.
    """
    contacts = settings.contacts
    named = contacts.operations or contacts.editorial or contacts.slk or contacts.first
    return (named,) if named else settings.mail.report_to


def name_of(owner: str, settings: Settings) -> str:
    """The owner as people call it."""
    names = {one.id: one.name for one in settings.departments}
    return names.get(owner, "SLK" if owner == SLK else owner)
