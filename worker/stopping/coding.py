"""The values of a stop to plain JSON and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from policies.crisis import Key, Scope
from policies.model import AccountId, Level, Platform, Receipt, Switch, Unread, Words

T = TypeVar("T")
_SWITCH = TypeAdapter(Switch)
_SCOPE = TypeAdapter(Scope)


def switch_to_json(switch: Switch) -> dict[str, Any]:
    """A switch with everything that restoring needs; not what one reading said of its ads."""
    plain: dict[str, Any] = _SWITCH.dump_python(switch, mode="json", exclude={"lingering"})
    return plain


def switch_from_json(told: object) -> Switch:
    """The switch of `switch_to_json`.

    Raises:
        ValueError: it is none.
    """
    return _SWITCH.validate_python(told)


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """A scope; null: no filter. What is exempted stands in records of its own."""
    plain: dict[str, Any] = _SCOPE.dump_python(scope, mode="json", exclude={"exempt"})
    return plain


def scope_from_json(told: object) -> Scope:
    """The scope of `scope_to_json`.

    Raises:
        ValueError: it is none.
    """
    return _SCOPE.validate_python(told)


def key_to_json(key: Key) -> list[str]:
    """A key as a list: platform, account, level, number."""
    return [str(part) for part in key]


def key_from_json(told: object) -> Key:
    """The key of `key_to_json`.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(told, list) or len(told) != len(Key._fields):
        raise ValueError(f"not a key: {told!r}")
    platform, account_id, level, number = map(str, told)
    return Key(Platform(platform), AccountId(account_id), Level(level), number)


def words_to_json(words: Words | None) -> str | None:
    """A sentence in English: journals are read by the developers too."""
    return None if words is None else words.english()


def receipt_to_json(receipt: Receipt) -> dict[str, Any]:
    """What the platform answered."""
    return {
        "key": [receipt.platform, receipt.account_id, receipt.level, receipt.campaign_id],
        "answer": receipt.answer,
        "because": words_to_json(receipt.because),
        "retry_after": receipt.retry_after,
    }


def unread_to_json(unread: Unread) -> dict[str, Any]:
    """What could not be read."""
    return {
        "platform": unread.platform,
        "account_id": unread.account_id,
        "what": unread.what,
        "because": unread.because.english(),
    }
