"""What Meta's tokens were told to be permitted, in `state_dir/tokens`: no token, and nothing asked.

A stop looks here too, with everything else down. A file is of the very token whose digest it notes:
of one that was put in its place nothing is known until it is asked about.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from policies.model import TURNING, UNTOLD, Permitted, Platform
from worker.folders import made
from worker.tokens.keeping import FOLDER, digest, put_whole

if TYPE_CHECKING:
    from connectors.meta.read_token import Worth

FRESH = timedelta(days=1)
"""After which a token is asked about again: permissions can be taken from it."""
_TURNS = TURNING[Platform.META]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of a token, and when."""

    permitted: Permitted
    at: datetime


def note(state_dir: Path, place: str, token: str | None, worth: Worth, at: datetime) -> None:
    """Write down what a token may do; `place`: its key. One that is no good tells nothing.

    A folder that cannot be written to costs a request a sweep, and nothing else.
    """
    if not token or worth.scopes is None or not worth.valid:
        return
    within = worth.limited.get(_TURNS)
    told = {
        "token": digest(token),
        "scopes": sorted(worth.scopes),
        "within": None if within is None else sorted(one.removeprefix("act_") for one in within),
        "at": at.isoformat(),
    }
    file = _file(state_dir, place)
    with suppress(OSError):
        made(file.parent)
        put_whole(file, json.dumps(told, indent=1).encode())


def told_of(state_dir: Path, place: str, token: str | None) -> Told | None:
    """What was told of this token last; None: nothing, or nothing that can be understood."""
    try:
        told = json.loads(_file(state_dir, place).read_bytes())
        if not token or told["token"] != digest(token):
            return None
        within = told["within"]
        permitted = Permitted(
            scopes=tuple(map(str, told["scopes"])),
            within=None if within is None else frozenset(map(str, within)),
        )
        return Told(permitted=permitted, at=datetime.fromisoformat(told["at"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def permitted_to(state_dir: Path, place: str, token: str | None) -> Permitted:
    """The same for whoever only wants to know what it may do."""
    told = told_of(state_dir, place, token)
    return told.permitted if told else UNTOLD


def _file(state_dir: Path, place: str) -> Path:
    return state_dir / FOLDER / f"meta-{place}-permissions.json"
