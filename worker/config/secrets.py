"""The secrets of a configuration, for whoever must keep them out of what it writes."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pydantic import BaseModel, SecretStr

_PASSWORD = re.compile(r"[a-z0-9+]+://[^:/@]*:([^@]+)@")
"""Of an address, as SQLAlchemy takes one apart."""


def secrets_of(model: BaseModel) -> frozenset[str]:
    """Every secret value in it, tables of tables included; of an address its password too."""
    found: set[str] = set()
    for _, value in model:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                found |= secrets_of(one)
            elif isinstance(one, SecretStr):
                found.add(one.get_secret_value())
    found |= {each for one in found for each in _password(one)}
    return frozenset(one for one in found if one)


def _password(secret: str) -> tuple[str, ...]:
    """The password in an address, as it is written and as it is meant."""
    told = _PASSWORD.match(secret)
    return (told[1], unquote(told[1])) if told else ()
