"""The table of every key for the documentation: name and default, generated from the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from worker.config.faults import inside
from worker.config.settings import Settings


def rows(model: type[BaseModel] = Settings, path: str = "") -> Iterator[tuple[str, str]]:
    """Key and default of each setting, depth first; a table of its own gives its keys."""
    for name, field in model.model_fields.items():
        key = f"{path}{name}"
        tables = [one for one in inside(field.annotation) if issubclass(one, BaseModel)]
        if tables and name != "approved_instagram":
            repeated = isinstance(field.default, tuple)
            yield from rows(tables[0], f"{key}[]." if repeated else f"{key}.")
        else:
            yield key, _default(field)


def _default(field: FieldInfo) -> str:
    """The default as one writes it; a secret is named as one."""
    if SecretStr in inside(field.annotation):
        return "secret"
    if field.is_required():
        return "required"
    value: Any = field.default
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return _written(value)


def _written(value: Any) -> str:
    """A value in TOML's form."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    text = value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)
    return f'"{text}"'
