"""What a token is worth: whether it is valid, until when, and what it may do.

`expires_at` 0 means never; a scope may be limited to some Pages or accounts (Debug-Token, checked
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from connectors.errors import TokenRejected
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.errors import decipher
from connectors.meta.graph import Graph
from connectors.meta.refusal import Asked, read_refusal
from connectors.meta.shape import (
    Record,
    flag,
    identity,
    part,
    record,
    required,
    rows,
    text,
    texts,
    unix,
)
from policies.model import Platform, Words

NEVER: Literal["never"] = "never"
End: TypeAlias = datetime | Literal["never"] | None
"""When something ends; None: Meta did not tell."""
_REFUSED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What Meta says of a token."""

    valid: bool
    because: Words | None
    """Why it is not valid, and what to do; None: it is, or Meta did not tell."""
    kind: str | None
    """`SYSTEM_USER`, `USER`, `PAGE` or `APP`; None: not told."""
    app_id: str | None
    """The app that it was created for; None: not told."""
    expires: End
    """Never, as a system user's token should."""
    data_access_ends: End
    """From when on a valid token gives no data: a person must consent every 90 days."""
    scopes: tuple[str, ...] | None
    """None: not told."""
    limited: Mapping[str, tuple[str, ...]]
    """Ids of Pages or accounts to which a scope is limited; a scope that is not here is not."""

    def outside(self, scope: str, ids: Collection[str]) -> tuple[str, ...]:
        """Those of these ids to which a scope does not reach; `act_1` is also written `1`."""
        if scope not in self.limited:
            return ()
        within = {one.removeprefix("act_") for one in self.limited[scope]}
        return tuple(one for one in ids if one.removeprefix("act_") not in within)


def inspect(graph: Graph, access: MetaAccess, *, place: str = "[meta] access_token") -> Worth:
    """Ask what the configured token is worth, in the name of the app; `place`: where it stands.

    Raises:
        ConnectorError: there is no answer, or no secret of the app to ask with.
    """
    if not access.token or not access.app_secret:
        words = Words(
            "Without {token} and [meta] app_secret nobody can ask what the token may do. Set both.",
            {"token": place},
        )
        raise TokenRejected(words, platform=Platform.META)
    app_token = f"{access.app_id}|{access.app_secret}"
    asked = Asked(
        endpoint="debug_token",
        token=place,
        version=access.api_version,
        secrets=(access.token, access.app_secret),
    )
    return read_token(graph.read(ask.inspect(access.token, app_token)), asked)


def read_token(told: Record, asked: Asked) -> Worth:
    """The answer of `/debug_token`; `asked` names the token that it is about.

    Raises:
        Unreadable: it is of another shape.
    """
    body = part(told, "data")
    valid = flag(body, "is_valid")
    return Worth(
        valid=valid,
        because=None if valid else _because(body, asked),
        kind=text(body, "type"),
        app_id=identity(body, "app_id"),
        expires=_end(body, "expires_at"),
        data_access_ends=_end(body, "data_access_expires_at"),
        scopes=texts(body, "scopes"),
        limited=_limited(body),
    )


def _because(body: Record, asked: Asked) -> Words | None:
    """Why a token is not valid, by the code and subcode that stand beside it."""
    told = part(body, "error")
    return (
        decipher(read_refusal(_REFUSED, {}, {"error": told}, asked=asked)).words if told else None
    )


def _end(body: Record, name: str) -> End:
    told = body.get(name)
    if told is None:
        return None
    return NEVER if told == 0 and not isinstance(told, bool) else unix(body, name)


def _limited(body: Record) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place, one in enumerate(rows(body, "granular_scopes")):
        scope = record(one, f"granular_scopes[{place}]")
        ids = texts(scope, "target_ids")
        if ids is not None:
            found[required(scope, "scope")] = ids
    return found
