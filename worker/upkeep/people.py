"""Whom the mails about the service itself go to."""

from __future__ import annotations

from collections.abc import Iterable

from policies.owning import SLK
from worker.config import Settings
from worker.digests.owners import addresses, operations


def with_slk(settings: Settings) -> tuple[str, ...]:
    """Operations, and SLK: what they rely on does not work, or soon will not."""
    return once((*operations(settings), *addresses(SLK, settings)))


def with_first(settings: Settings) -> tuple[str, ...]:
    """Operations, and the first contact."""
    first = settings.contacts.first
    return once((*operations(settings), *((first,) if first else ())))


def once(people: Iterable[str]) -> tuple[str, ...]:
    """Nobody twice, however the address is written."""
    return tuple({one.casefold(): one for one in people}.values())
