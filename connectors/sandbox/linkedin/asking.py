"""One request as LinkedIn sees it, decoded, and the answer to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from connectors.sandbox.linkedin.errors import bad_urn, denied, malformed, param_not_allowed
from connectors.sandbox.linkedin.restli import RestliValue, encode
from connectors.sandbox.linkedin.tokens import Token
from connectors.sandbox.world import Record, World

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to `/rest/…`."""

    method: str
    """The HTTP verb, as it was before query tunnelling."""
    restli_method: str
    """GET, BATCH_GET, GET_ALL, FINDER, CREATE, PARTIAL_UPDATE, …: named by the header, or told
    from verb and parameters where that is enough."""
    named: bool
    """Whether the header `X-RestLi-Method` named it."""
    parts: tuple[str, ...]
    """The path below `/rest/`, keys decoded; a complex key, `(a:1,b:2)`, stays as it was written.
    """
    params: Mapping[str, RestliValue]
    """The query, decoded, without `fields`."""
    fields: tuple[str, ...] | None
    """What `fields=` asks for; None: everything."""
    body: Record | None
    token: Token
    version: str
    """Eight digits, as error texts have it."""
    raw_query: str
    protocol: int
    """Of Rest.li, 1 or 2."""

    def key(self, identity: str) -> str:
        """An id as a key of the answer to a batch: the second protocol encodes it."""
        return encode(identity) if self.protocol > 1 else identity

    def need(self, scope: str, resource: str) -> None:
        """Demand a scope; `resource` is the name that the refusal gives, `socialActionsV2`.

        Raises:
            Refused: 403 ACCESS_DENIED.
        """
        if scope not in self.token.scopes:
            raise denied(f"{resource}.{self.restli_method}.{self.version}")

    def only(self, *names: str) -> None:
        """Refuse every parameter but these.

        Raises:
            Refused: 400 QUERY_PARAM_NOT_ALLOWED.
        """
        for name in self.params:
            if name not in names:
                raise param_not_allowed(name)

    def string(self, name: str) -> str | None:
        """A parameter that is a string; None: it is not there."""
        return None if name not in self.params else a_text(self.params[name], name)

    def strings(self, name: str) -> tuple[str, ...] | None:
        """A parameter that is a list of strings; None: it is not there."""
        return None if name not in self.params else some_texts(self.params[name], name)

    def record(self, name: str) -> Mapping[str, RestliValue] | None:
        """A parameter that is an object; None: it is not there."""
        return None if name not in self.params else a_record(self.params[name], name)

    def number(self, name: str, default: int) -> int:
        """A parameter that is a whole number, not below 0."""
        return default if name not in self.params else a_number(self.params[name], name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, JSON and headers; `body` None: nothing at all."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Handler: TypeAlias = "Callable[[World, Request], Answer]"
"""Answers what is asked of one resource; called with the world's lock held."""


def a_text(value: RestliValue, field_path: str) -> str:
    """A string.

    Raises:
        Refused: it is something else; so for every function here.
    """
    if not isinstance(value, str):
        raise malformed(field_path)
    return value


def some_texts(value: RestliValue, field_path: str) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, tuple):
        raise malformed(field_path)
    return tuple(a_text(one, f"{field_path}_{at}") for at, one in enumerate(value))


def a_record(value: RestliValue, field_path: str) -> Mapping[str, RestliValue]:
    """An object."""
    if not isinstance(value, Mapping):
        raise malformed(field_path)
    return value


def a_number(value: RestliValue, field_path: str) -> int:
    """A whole number, without leading zeros."""
    text = a_text(value, field_path)
    if not _NUMBER.fullmatch(text):
        raise malformed(field_path)
    return int(text)


def a_flag(value: RestliValue, field_path: str) -> bool:
    """A truth value."""
    if value not in ("true", "false"):
        raise malformed(field_path)
    return value == "true"


def a_urn(text: str, field_path: str, *kinds: str) -> str:
    """A URN of one of these kinds, such as `sponsoredAccount` or `share`."""
    if not any(text.startswith(f"urn:li:{kind}:") for kind in kinds):
        raise bad_urn(field_path)
    return text
