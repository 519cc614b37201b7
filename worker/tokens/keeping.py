"""Tokens in `state_dir/tokens`: one file a side, for its owner alone, replaced whole or not at all.

A file notes the digest of the token that stood in the configuration when it was written: where the
configuration has another one since, somebody has put a newer token there.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.linkedin.grant import Grant
from policies.model import Words
from worker.folders import made
from worker.tokens.apps import Side

PRIVATE = 0o700
FOLDER = "tokens"


class NotKept(Exception):
    """A token could not be written. `words` says where, why and what to do."""

    def __init__(self, file: Path, reason: str) -> None:
        self.words = Words(
            "LinkedIn's token could not be written to {file} ({reason}). Give the program the "
            "right to write there.",
            {"file": str(file), "reason": reason},
        )
        super().__init__(self.words.english())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A grant, and the token that the configuration held when it was kept."""

    grant: Grant
    beside: str = field(repr=False)
    """Digest of that token; empty: it held none."""


def file_of(state_dir: Path, side: Side) -> Path:
    """Where a side's tokens are."""
    return state_dir / FOLDER / f"linkedin-{side}.json"


def digest(token: str | None) -> str:
    """What tells one token from another without being one."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def keep(state_dir: Path, side: Side, grant: Grant, *, configured: str | None) -> Path:
    """Write a grant down; when this returns it is on the disk.

    Raises:
        NotKept: it could not be written; what was there before still is.
    """
    file = file_of(state_dir, side)
    told = json.dumps(_written(Kept(grant=grant, beside=digest(configured))), indent=1)
    try:
        made(file.parent).chmod(PRIVATE)
        put_whole(file, told.encode())
    except OSError as error:
        raise NotKept(file, error.strerror or type(error).__name__) from None
    return file


def put_whole(file: Path, content: bytes) -> None:
    """Put a whole new file in the place of another; a temporary one is its owner's from birth."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as fresh:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def kept(state_dir: Path, side: Side) -> Kept | None:
    """What was written down; None: nothing, or nothing that can be understood."""
    try:
        return _read(json.loads(file_of(state_dir, side).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _written(one: Kept) -> dict[str, Any]:
    grant = one.grant
    return {
        "access_token": grant.access_token,
        "granted_at": grant.granted_at.isoformat(),
        "expires_at": grant.expires_at.isoformat(),
        "refresh_token": grant.refresh_token,
        "refresh_expires_at": _text(grant.refresh_expires_at),
        "scopes": list(grant.scopes),
        "beside": one.beside,
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(told: dict[str, Any]) -> Kept:
    """A file's content.

    Raises:
        ValueError: an instant is none, or has no offset.
        KeyError, TypeError: something is missing or of another kind.
    """
    refresh_ends = told["refresh_expires_at"]
    grant = Grant(
        access_token=str(told["access_token"]),
        granted_at=_aware(told["granted_at"]),
        expires_at=_aware(told["expires_at"]),
        refresh_token=told["refresh_token"],
        refresh_expires_at=None if refresh_ends is None else _aware(refresh_ends),
        scopes=tuple(map(str, told["scopes"])),
    )
    return Kept(grant=grant, beside=str(told["beside"]))


def _aware(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if at.utcoffset() is None:
        raise ValueError(written)
    return at
