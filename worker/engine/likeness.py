"""By what the configurations of two hosts are one: all that what is read and judged depends on.

Who judges by another list of approved senders would open and resolve findings by turns. So each
configuration, and each version of the program, has a queue of its own.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, SecretStr

from worker.config import Settings
from worker.platforms import own_stop_token

_OWN = {
    "language",
    "state_dir",
    "database",
    "engine",
    "mail",
    "contacts",
    "report",
    "crisis",
    "health",
    "backup",
}
"""What a host may have otherwise: where it keeps things, and whom it tells."""


def queue_name(settings: Settings, version: str) -> str:
    """The queue of those who go by a configuration like this one. Secrets do not count.

    But whether there is a token for stops alone does, for a rule asks. `version`: of the program,
    its rules and the tables.
    """
    told = {name: _plain(value) for name, value in settings if name not in _OWN}
    apart = [own_stop_token(settings.meta), own_stop_token(settings.linkedin)]
    text = json.dumps([version, told, apart], sort_keys=True, default=str)
    return f"annonsvakt-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _plain(value: Any) -> Any:
    """A value as JSON takes it, without its secrets; what is not set is not there."""
    if isinstance(value, BaseModel):
        return {
            name: _plain(one)
            for name, one in value
            if one is not None and not isinstance(one, SecretStr)
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
