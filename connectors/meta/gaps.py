"""What of an account's rows could not be read: of thousands that fail in one place, the first."""

from __future__ import annotations

from connectors.errors import ConnectorError, Unreadable
from policies.model import AccountId, Unread


class Gaps:
    """Rows of one kind of one account, and what they lack."""

    def __init__(self, part: str, account_id: AccountId) -> None:
        """`part`: the name of the rows, where some are unread."""
        self.unread: list[Unread] = []
        self._part = part
        self._account_id = account_id
        self._why: set[str] = set()

    def lacks(self, error: ConnectorError) -> None:
        """Note what could not be read, once for each reason or place."""
        why = error.path if isinstance(error, Unreadable) else str(error)
        if why not in self._why:
            self._why.add(why)
            self.unread.append(error.unread(self._part, self._account_id))
