"""Versions that have ended and that Meta answers all the same, as if newer ones were asked for.

It then says so in a header, `X-Ad-Api-Version-Warning`, and in nothing else (Marketing API
Versioning, checked 2026-11-22): what fields mean may have changed under us.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

from connectors.meta.refusal import clean

HEADER = "x-ad-api-version-warning"
_LOG = logging.getLogger("annonsvakt")
"""Where the worker's own records go."""
_LOG.addHandler(logging.NullHandler())  # else it would be shown bare where nobody keeps logs
_FACTS = "annonsvakt_facts"
"""The attribute of a record under which the worker looks for what happened."""
_told: dict[tuple[str, str], str] = {}
"""What Meta says, by address and version, for as long as the process lives."""
_lock = threading.Lock()


def notice(headers: Mapping[str, str], base_url: str, version: str) -> None:
    """Log what an answer says of the version it was asked in, once; headers by lower-case name."""
    says = clean(headers.get(HEADER, ""))
    if not says:
        return
    with _lock:
        if _told.setdefault((base_url, version), says) is not says:
            return
    _LOG.warning("meta.version_ended", extra={_FACTS: {"version": version, "meta_says": says}})


def said(base_url: str, version: str) -> str | None:
    """What Meta said of the version; None: nothing, so far."""
    with _lock:
        return _told.get((base_url, version))


def forget() -> None:
    """As in a process that has asked for nothing yet."""
    with _lock:
        _told.clear()
