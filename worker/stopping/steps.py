"""How far a stop has come, account by account, for whoever looks on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from policies.model import AccountId, Platform


class Stage(StrEnum):
    """What is being done to one account."""

    LISTED = "listed"
    """It is one of those that will be read, or worked on."""
    READING = "reading"
    READ = "read"
    TURNING = "turning"
    WAITING = "waiting"
    READING_BACK = "reading-back"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One account, and what is being done to it now."""

    stage: Stage
    platform: Platform
    account_id: AccountId
    switches: int = 0
    """How many are turned by this, or are still to be turned."""
    until: datetime | None = None
    """When the account is done, about, if it must wait."""

    @classmethod
    def waiting(cls, platform: Platform, account_id: AccountId, *, left: int) -> Self:
        """An account that must wait, with so many switches to go."""
        return cls(stage=Stage.WAITING, platform=platform, account_id=account_id, switches=left)


def unseen(step: Step) -> None:
    """Nobody looks on."""
