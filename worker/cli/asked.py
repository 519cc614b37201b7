"""A comment to be judged, as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from policies.model import Tag, Words
from worker.cli.lines import NotUnderstood

_EXAMPLE = '{"id": "1", "text": "Tack!"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What triage is asked about."""

    id: str | int | None = None
    """Given back as it came."""
    text: str | None = None
    tags: tuple[Tag, ...] = ()
    attachment: str | None = None


def understand(line: str) -> Asked:
    """The comment that a line describes; keys that are not known are passed over.

    Raises:
        NotUnderstood: it is not JSON, or not of that shape.
    """
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise NotUnderstood(Words("this is not JSON")) from None
    if not isinstance(told, dict):
        raise NotUnderstood(Words("write an object, as in {example}", {"example": _EXAMPLE}))
    attachment = _text(told, "attachment") or None
    if "text" not in told and attachment is None:
        raise NotUnderstood(_fault("text"))
    return Asked(id=_id(told), text=_text(told, "text"), tags=_tags(told), attachment=attachment)


def _id(told: dict[str, Any]) -> str | int:
    """The comment's id, of any form that can be written again.

    Raises:
        NotUnderstood: there is none.
    """
    value = told.get("id")
    try:
        if isinstance(value, str | int):
            str(value).encode()
            return value
    except UnicodeEncodeError:
        pass
    raise NotUnderstood(_fault("id"))


def _fault(key: str) -> Words:
    """A key is missing, or of another kind."""
    return Words("{key} is missing or of another kind than it should be", {"key": key})


def _text(told: dict[str, Any], key: str) -> str | None:
    """A text, or None.

    Raises:
        NotUnderstood: it is something else.
    """
    value = told.get(key)
    if value is not None and not isinstance(value, str):
        raise NotUnderstood(_fault(key))
    return value


def _tags(told: dict[str, Any]) -> tuple[Tag, ...]:
    """The tags; none where the key is missing.

    Raises:
        NotUnderstood: they are not a list of tags.
    """
    rows = told.get("tags") or []
    if not isinstance(rows, list):
        raise NotUnderstood(_fault("tags"))
    return tuple(_tag(row) for row in rows)


def _tag(row: Any) -> Tag:
    """One tag.

    Raises:
        NotUnderstood: it is none.
    """
    if not isinstance(row, dict):
        raise NotUnderstood(_fault("tags"))
    name, offset, length = row.get("name"), row.get("offset"), row.get("length")
    if not (isinstance(name, str) and isinstance(offset, int) and isinstance(length, int)):
        raise NotUnderstood(_fault("tags"))
    if min(offset, length) < 0:
        raise NotUnderstood(_fault("tags"))
    return Tag(name=name, offset=offset, length=length)
