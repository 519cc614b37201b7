"""Whom the mails about the service itself go to."""

from __future__ import annotations

from collections.abc import Iterable

from policies.owning import SLK
from worker.config import Settings
from worker.digests.owners import addresses


def operations(settings: Settings) -> tuple[str, ...]:
    """Who looks after the service; else the editors, SLK, the first contact, the report's readers.

    Empty: nobody is configured.
    """
    contacts = settings.contacts
    named = contacts.operations or contacts.editorial or contacts.slk or contacts.first
    return (named,) if named else settings.mail.report_to


def with_slk(settings: Settings) -> tuple[str, ...]:
    """The same, and SLK: what they rely on does not work, or soon will not."""
    return once((*operations(settings), *addresses(SLK, settings)))


def with_first(settings: Settings) -> tuple[str, ...]:
    """The same, and the first contact."""
    first = settings.contacts.first
    return once((*operations(settings), *((first,) if first else ())))


def once(people: Iterable[str]) -> tuple[str, ...]:
    """Nobody twice, however the address is written."""
    return tuple({one.casefold(): one for one in people}.values())
