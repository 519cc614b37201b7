"""Rows that become nouns, and beside them everything that became none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from connectors.errors import ConnectorError
from connectors.meta.pages import Gathered
from connectors.meta.shape import Record, record
from policies.model import AccountId, Platform, Unread, Words

N = TypeVar("N")


class Collected:
    """The nouns of one account, and what is unread."""

    def __init__(self, account_id: AccountId) -> None:
        self._account_id = account_id
        self.unread: list[Unread] = []

    def nouns(self, what: str, gathered: Gathered, read: Callable[[Record], N]) -> tuple[N, ...]:
        """Each row as a noun, once."""
        if gathered.error is not None:
            self.unread.append(gathered.error.unread(what, self._account_id))
        found: dict[str, N] = {}
        for row in gathered.rows:
            try:
                told = record(row, what)
                found[str(told.get("id"))] = read(told)
            except ConnectorError as error:
                self.unread.append(error.unread(_name(what, row), self._account_id))
        return tuple(found.values())

    def failed(self, what: str, error: ConnectorError) -> None:
        """Note a part that could not be read."""
        self.unread.append(error.unread(what, self._account_id))

    def lacks(self, what: str, because: Words) -> None:
        """Note something that could not be read."""
        self.unread.append(
            Unread(what=what, because=because, platform=Platform.META, account_id=self._account_id)
        )

    def lacks_fields(self, what: str, fields: Iterable[str]) -> None:
        """Note fields that Meta refused, and that are not asked for any more."""
        for field in fields:
            because = Words(
                "Meta no longer knows the field {field}; everything else was read without it. "
                "Report it to the developers.",
                {"field": field},
            )
            self.lacks(f"{what}.{field}", because)


def _name(what: str, row: object) -> str:
    """The name of a row that is unread, with its id where it has one."""
    identity = row.get("id") if isinstance(row, dict) else None
    return f"{what}:{identity}" if isinstance(identity, str | int) else what
