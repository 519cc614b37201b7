"""The edge of a job: whatever goes wrong in one item is written down, and the others go on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from connectors.errors import ConnectorError
from policies.model import AccountId, Platform, Unread, Words
from worker.store.errors import Fenced, StoreError

R = TypeVar("R")


class Ended(Exception):
    """The program is ending, or the slot is another's: nothing more is to be done."""


def attempt(
    work: Callable[[], R], *, what: str, platform: Platform, account_id: AccountId | None = None
) -> R | Unread:
    """What `work` gives; or, if it fails, that `what` is unread and why.

    Raises:
        StoreError: our own database failed, which no other item would survive.
        Fenced: another worker has taken it over.
        Ended: the program is ending.
    """
    try:
        return work()
    except (StoreError, Fenced, Ended):
        raise
    except ConnectorError as error:
        return error.unread(what, account_id)
    except Exception as error:  # noqa: BLE001 a fault of ours in one item must not hide the others
        return Unread(what=what, because=_fault(error), platform=platform, account_id=account_id)


def _fault(error: Exception) -> Words:
    """A fault of ours: its kind and place, never its message, which may hold a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return Words(
        "The program failed here ({kind} at {place}). Report it to the developers.",
        {"kind": type(error).__name__, "place": place},
    )
