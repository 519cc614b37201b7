"""A failed answer of Meta's as a value, whatever its body: an error object, HTML, nothing.

Error objects: `{"error": {"message", "type", "code", "error_subcode", "is_transient",
"fbtrace_id"}}`; very old ones have no code but begin their message with it (Error Codes, checked
2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.http import redact
from connectors.meta.usage import retry_after, use_case
from policies.model import AccountId

_LONGEST = 200
"""Characters of a platform's text that are passed on."""
_NUMBERED = re.compile(r"\(#(\d{1,9})\)", re.ASCII)
_WRITTEN = re.compile(r"-?\d{1,9}", re.ASCII)
_FIELD = re.compile(
    r"nonexisting field \((\w+)\)|(?:field|fields) '?(\w+)'? (?:is|are|has been) deprecated"
)
_KIND = re.compile(r"on node type \((\w+)\)")
_TOKEN = re.compile(r"(access_token|appsecret_proof|input_token)=[^\s&\"']+")
"""Meta's own links carry the token of the one who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked for what: what an error must name."""

    endpoint: str
    token: str
    """Where the token stands in the configuration; never the token itself."""
    version: str
    account_id: AccountId | None = None
    secrets: Collection[str] = ()
    """What must not be passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A failed answer, as far as it can be read."""

    asked: Asked
    status: int
    code: int | None = None
    subcode: int | None = None
    type: str = ""
    message: str = ""
    is_transient: bool = False
    trace: str | None = None
    retry_after: float | None = None
    """Seconds, where the usage headers state them."""

    @property
    def says(self) -> str:
        """Codes and message, for people."""
        codes = "/".join(str(one) for one in (self.code, self.subcode) if one is not None)
        return " ".join(filter(None, (codes or str(self.status), self.message)))

    @property
    def field(self) -> str | None:
        """The field that Meta says it does not know, or no longer knows."""
        found = _FIELD.search(self.message)
        return (found[1] or found[2]) if found else None

    @property
    def kind(self) -> str | None:
        """The type of object that has no such field, such as `Page`, where Meta says it."""
        found = _KIND.search(self.message)
        return found[1] if found else None


def read_refusal(status: int, headers: Mapping[str, str], body: object, *, asked: Asked) -> Refusal:
    """What a failed answer says; a body without an error object says nothing.

    `headers` by lower-case name.
    """
    told = _told(body)
    message = clean(_text(told.get("message")), asked.secrets)
    trace = told.get("fbtrace_id") or headers.get("x-fb-trace-id")
    return Refusal(
        asked=asked,
        status=status,
        code=_number(told.get("code"), message),
        subcode=_number(told.get("error_subcode", told.get("subcode"))),
        type=clean(_text(told.get("type")), asked.secrets),
        message=message,
        is_transient=told.get("is_transient") is True,
        trace=clean(_text(trace), asked.secrets) or None,
        retry_after=retry_after(
            headers, asked.account_id, use_case(asked.endpoint, asked.account_id)
        ),
    )


def _told(body: object) -> Mapping[str, Any]:
    """The error object; a bare text in its place is its message."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if isinstance(error, Mapping):
        return error
    return {"message": error} if isinstance(error, str) else {}


def _text(value: object) -> str:
    """A text; anything else in its place says nothing."""
    return value if isinstance(value, str) else ""


def _number(value: object, message: str = "") -> int | None:
    """A code, also one written as text; else the one with which the message begins."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        return int(value)
    found = _NUMBERED.match(message)
    return int(found[1]) if found else None


def clean(text: object, secrets: Collection[str] = ()) -> str:
    """A platform's text as one short line without control characters or secrets."""
    plain = _TOKEN.sub(r"\1=[secret]", redact(str(text), secrets))[: 4 * _LONGEST]
    printable = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(printable.split())[:_LONGEST]
