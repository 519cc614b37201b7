"""An order to stop or to go on: who gave it and why, and its id."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.crisis import Key
from worker.stopping.coding import key_to_json
from worker.stopping.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person ordered."""

    reason: str
    operator: str
    who: Identity
    listed: bool = True
    """Whether the operator is one of the configured ones, or none are configured."""

    def to_json(self, shown: Iterable[Key]) -> dict[str, Any]:
        """For the journal; `shown`: the switches of the plan that was confirmed."""
        return {
            "reason": self.reason,
            "operator": self.operator,
            "listed": self.listed,
            **self.who.to_json(),
            "keys": [key_to_json(key) for key in sorted(shown)],
        }


def new_id(at: datetime) -> str:
    """A stop's id: the instant, and two random bytes for two stops in the same second."""
    return f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
