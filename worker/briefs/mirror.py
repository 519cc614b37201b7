"""The register as a file beside the journals of stops: a stop works without the database."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from policies.briefs.matching import Registered
from policies.model import AccountId, CampaignId
from policies.model.briefs import Brief
from worker.folders import made

NAME = "briefs.json"


def write(state_dir: Path, register: Iterable[Registered]) -> None:
    """Put the file in place, whole; it holds what a stop asks for and no more.

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps([_told(one) for one in register], ensure_ascii=True, indent=1) + "\n"
    descriptor, name = tempfile.mkstemp(dir=made(state_dir), prefix=f".{NAME}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as fresh:
            fresh.write(text)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(name).replace(state_dir / NAME)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read(state_dir: Path) -> tuple[Registered, ...] | None:
    """The briefs of the file; none, if there never was one; None: it cannot be understood."""
    try:
        told = json.loads((state_dir / NAME).read_text(encoding="utf-8"))
        return tuple(_registered(one) for one in told)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _told(one: Registered) -> dict[str, Any]:
    return {
        "id": one.id,
        "closed": one.closed,
        "department": one.brief.department,
        "accounts": list(one.brief.accounts),
        "campaigns": list(one.brief.campaigns),
        "patterns": list(one.brief.patterns),
    }


def _registered(told: dict[str, Any]) -> Registered:
    department = told["department"]
    return Registered(
        id=str(told["id"]),
        brief=Brief(
            department=None if department is None else str(department),
            accounts=tuple(AccountId(str(one)) for one in told["accounts"]),
            campaigns=tuple(CampaignId(str(one)) for one in told["campaigns"]),
            patterns=tuple(str(one) for one in told["patterns"]),
        ),
        closed=told.get("closed") is True,  # not told before closed briefs were in the file
    )
