"""What each token was worth when it was last asked about, and what people were told of that.

It stands among what was learnt of platforms (`recalled`): no secret, and nothing that could not be
learnt again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from policies.model import Platform
from worker.store.rows import put
from worker.store.tables import recalled

TOPIC = "token"
_KEY = ("platform", "topic", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """One token, by its place in the configuration; or the rights in the accounts, as `rights`."""

    platform: Platform
    name: str
    """Such as `access_token`."""
    state: str
    """`valid`, `lacking` (a permission or a right), `invalid`, or `unknown`."""
    checked_at: datetime
    """When it was last asked about, with or without an answer."""
    ends: Mapping[str, datetime] = field(default_factory=dict)
    """The ends that are known, by kind: `token`, `data_access`, `consent`."""
    open: Mapping[str, datetime] = field(default_factory=dict)
    """What is wrong with it, by a digest, and since when."""
    told: tuple[str, ...] = ()
    """What people were told of."""

    @property
    def label(self) -> str:
        """Its name among all platforms'."""
        return f"{self.platform}.{self.name}"

    @property
    def is_token(self) -> bool:
        """Whether it is one, and not what tokens may do in accounts."""
        return self.name != "rights"


def load(connection: Connection) -> dict[str, TokenState]:
    """All that is known, by label."""
    rows = connection.execute(select(recalled).where(recalled.c.topic == TOPIC))
    found = (
        _state(Platform(row.platform), row.key, row.value, row.at)
        for row in rows
        if row.platform in set(Platform)
    )
    return {one.label: one for one in found}


def save(connection: Connection, states: Mapping[str, TokenState]) -> None:
    """Put these in place of all that was known."""
    rows = [
        {
            "platform": str(one.platform),
            "topic": TOPIC,
            "key": one.name,
            "value": {
                "state": one.state,
                "ends": _written(one.ends),
                "open": _written(one.open),
                "told": list(one.told),
            },
            "at": one.checked_at,
        }
        for one in states.values()
    ]
    connection.execute(delete(recalled).where(recalled.c.topic == TOPIC))
    put(connection, recalled, rows, key=_KEY)


def _written(instants: Mapping[str, datetime]) -> dict[str, str]:
    return {name: at.isoformat() for name, at in sorted(instants.items())}


def _state(platform: Platform, name: str, value: Mapping[str, Any], at: datetime) -> TokenState:
    return TokenState(
        platform=platform,
        name=name,
        state=value["state"],
        checked_at=at,
        ends={kind: datetime.fromisoformat(end) for kind, end in value["ends"].items()},
        open={what: datetime.fromisoformat(since) for what, since in value["open"].items()},
        told=tuple(value["told"]),
    )


def untell(connection: Connection, periods: Collection[str], at: datetime, late: datetime) -> None:
    """Let nobody have been told of what these mails tell; a clock that was ahead wrote them.

    `periods`: theirs, which begin with the token's label. What is known since later than `late` is
    known since `at`.
    """
    known = load(connection)
    true = {label: _untold(one, periods, at, late) for label, one in known.items()}
    if true != known:
        save(connection, true)


def _untold(
    known: TokenState, periods: Collection[str], at: datetime, late: datetime
) -> TokenState:
    told, start = set(known.told), f"{known.label}, "
    for period in periods:
        if period.startswith(start):
            keys = told & set(period.removeprefix(start).split(", "))
            told -= keys or told  # of very many a mail's period holds the digest alone
    return replace(
        known,
        checked_at=at if known.checked_at > late else known.checked_at,
        open={what: at if since > late else since for what, since in known.open.items()},
        told=tuple(sorted(told)),
    )
