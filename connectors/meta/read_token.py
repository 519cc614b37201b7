"""What a token is worth: whether it is valid, until when, and what it may do.

`expires_at` 0 means never; a scope may be limited to some Pages or accounts (Debug-Token, checked
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.errors import TokenRejected
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.graph import Graph
from connectors.meta.shape import Record, flag, part, record, required, rows, text, texts, unix
from policies.model import Platform, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What Meta says of a token."""

    valid: bool
    kind: str | None
    """`SYSTEM_USER`, `USER`, `PAGE` or `APP`; None: not told."""
    expires: datetime | None
    """None: never, as a system user's token should."""
    scopes: tuple[str, ...]
    limited: Mapping[str, tuple[str, ...]]
    """Ids of Pages or accounts to which a scope is limited; a scope that is not here is not."""


def inspect(graph: Graph, access: MetaAccess) -> Worth:
    """Ask what the configured token is worth, in the name of the app.

    Raises:
        ConnectorError: there is no answer, or no secret of the app to ask with.
    """
    if not access.token or not access.app_secret:
        words = Words(
            "Without [meta] access_token and [meta] app_secret nobody can ask what the token may "
            "do. Set both."
        )
        raise TokenRejected(words, platform=Platform.META)
    app_token = f"{access.app_id}|{access.app_secret}"
    return read_token(graph.read(ask.inspect(access.token, app_token)))


def read_token(told: Record) -> Worth:
    """The answer of `/debug_token`.

    Raises:
        Unreadable: it is of another shape.
    """
    body = part(told, "data")
    return Worth(
        valid=flag(body, "is_valid"),
        kind=text(body, "type"),
        expires=unix(body, "expires_at") if body.get("expires_at") else None,
        scopes=texts(body, "scopes") or (),
        limited=_limited(body),
    )


def _limited(body: Record) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place, one in enumerate(rows(body, "granular_scopes")):
        scope = record(one, f"granular_scopes[{place}]")
        ids = texts(scope, "target_ids")
        if ids is not None:
            found[required(scope, "scope")] = ids
    return found
