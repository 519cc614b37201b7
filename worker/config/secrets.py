"""The secrets of a configuration, for whoever must keep them out of what it writes."""

from __future__ import annotations

from pydantic import BaseModel, SecretStr


def secrets_of(model: BaseModel) -> frozenset[str]:
    """Every secret value in it, tables of tables included; of an address its password too."""
    found: set[str] = set()
    for _, value in model:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                found |= secrets_of(one)
            elif isinstance(one, SecretStr):
                found.add(one.get_secret_value())
    return frozenset(one for one in found if one)
