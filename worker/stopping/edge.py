"""The edge of the work on one account: whatever goes wrong there never holds up the others."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from connectors.errors import ConnectorError
from policies.model import AccountId, Platform, Unread, Words

R = TypeVar("R")


def attempt(
    work: Callable[[], R], *, what: str, platform: Platform, account_id: AccountId | None = None
) -> R | Unread:
    """What `work` gives; or, if it fails in any way, that `what` is unread and why."""
    try:
        return work()
    except ConnectorError as error:
        return error.unread(what, account_id)
    except Exception as error:  # noqa: BLE001 a fault of ours in one account must not keep others on
        because = fault(error)
        return Unread(what=what, because=because, platform=platform, account_id=account_id)


def fault(error: Exception) -> Words:
    """A fault of ours: its kind and place, never its message, which may hold a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return Words(
        "The program failed here ({kind} at {place}). Report it to the developers.",
        {"kind": type(error).__name__, "place": place},
    )
