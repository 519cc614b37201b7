"""A failed answer of LinkedIn as a value, whatever its body: JSON of three ages, HTML, nothing.

Envelopes: `{message, serviceErrorCode, status}`; newer ones add `code` and `errorDetails`; those of
the first version are `{errorCode, message, requestId, status, timestamp}` (Error handling, checked
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.http import redact
from policies.model import AccountId

TRACES = ("x-li-uuid", "x-li-request-id", "x-li-fabric")
"""What LinkedIn's support asks for."""
_LONGEST = 200
"""Characters of a platform's text that are passed on."""


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
    code: str = ""
    service_code: int | None = None
    legacy: bool = False
    """Whether it is an envelope of the first API version."""
    message: str = ""
    trace: str | None = None
    retry_after: float | None = None
    """Seconds, should a header state them, which none does today."""

    @property
    def says(self) -> str:
        """Status, codes and message, for people."""
        return " ".join(str(one) for one in (self.status, self.code, self.message) if one)


def read_refusal(status: int, headers: Mapping[str, str], body: object, *, asked: Asked) -> Refusal:
    """What a failed answer says; a body that is no object says nothing.

    `headers` are looked up in small letters: requests' own mapping does not mind the case.
    """
    told: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    return Refusal(
        asked=asked,
        status=status,
        code=clean(told.get("code") or "", asked.secrets),
        service_code=whole_number(told.get("serviceErrorCode")),
        legacy="errorCode" in told,
        message=clean(told.get("message") or "", asked.secrets),
        trace=_trace(headers, told, asked.secrets),
        retry_after=_seconds(headers.get("retry-after", "")),
    )


def clean(text: object, secrets: Collection[str] = ()) -> str:
    """A platform's text as one short line without control characters or secrets."""
    plain = redact(str(text), secrets)[: 4 * _LONGEST]
    printable = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(printable.split())[:_LONGEST]


def _trace(
    headers: Mapping[str, str], body: Mapping[str, Any], secrets: Collection[str]
) -> str | None:
    """Their ids of this request, for support; None: none were given."""
    given = {name: headers.get(name) for name in TRACES} | {"requestId": body.get("requestId")}
    found = [f"{name}={clean(value, secrets)}" for name, value in given.items() if value]
    return " ".join(found) or None


def whole_number(value: object) -> int | None:
    """An integer, or None for anything else, truth values included."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _seconds(stated: str) -> float | None:
    """A header's digits as seconds; None for a date or nonsense."""
    return float(stated) if stated.isascii() and stated.isdigit() else None
