"""Meta's dialect of refusals: each becomes the one right error.

Decided by code and subcode, not by HTTP status, which says little: the removed `ids` parameter
answers 500 with code 100 for ever. Messages may change at any time; they decide only where one
code means several things. Each row names its source, all checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from connectors.errors import ConnectorError, FieldRefused
from connectors.meta import meanings
from connectors.meta.meanings import Meaning
from connectors.meta.refusal import Refusal
from policies.model import Platform, Words


def decipher(refusal: Refusal) -> ConnectorError:
    """The error that a failed answer means."""
    if refusal.field is not None:
        return _field(refusal, refusal.field)
    row = next((row for row in TABLE if row.fits(refusal)), None)
    return (row.means if row else _unlisted(refusal)).error(refusal)


def _unlisted(refusal: Refusal) -> Meaning:
    """Codes of no row: worth repeating only where Meta, the status or the lack of a code says so.

    Code 100 is the request's own fault, also with a status that promises better.
    """
    failing = refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if refusal.code == _PARAMETER:
        passing = refusal.is_transient and not failing
    elif refusal.code is None:
        return _silent(refusal)
    else:
        passing = refusal.code < 0 or refusal.subcode == _TIMED_OUT or refusal.is_transient
        passing = passing or failing
    return meanings.UNAVAILABLE if passing else meanings.BAD


def _silent(refusal: Refusal) -> Meaning:
    """A failure without a code: a gateway's, or no answer at all."""
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        return meanings.THROTTLED
    refused = refusal.status in range(HTTPStatus.MULTIPLE_CHOICES, 500)
    if refusal.is_transient or refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return meanings.UNAVAILABLE
    return meanings.BAD if refused or refusal.message else meanings.UNAVAILABLE


def _field(refusal: Refusal, field: str) -> ConnectorError:
    """The refusal of one field, which is named in the message alone."""
    asked = refusal.asked
    words = Words(
        "Meta does not know the field {field} in version {version} ({endpoint}).",
        {"field": field, "version": asked.version, "endpoint": asked.endpoint},
    )
    return FieldRefused(
        words,
        platform=Platform.META,
        field=field,
        kind=refusal.kind,
        account_id=asked.account_id,
        trace=refusal.trace,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Codes (empty: any), subcodes (empty: any), a part of the message, what it means, and whence.

    Some pages write a number as a code that others write as a subcode: `either` takes both.
    """

    codes: Collection[int | None]
    means: Meaning
    source: str
    subcodes: Collection[int] = ()
    holds: str = ""
    either: bool = False

    def fits(self, refusal: Refusal) -> bool:
        """Whether the refusal is of this kind."""
        return self._numbered(refusal) and self.holds in refusal.message.lower()

    def _numbered(self, refusal: Refusal) -> bool:
        if self.either:
            return refusal.code in self.codes or refusal.subcode in self.codes
        return (not self.codes or refusal.code in self.codes) and (
            not self.subcodes or refusal.subcode in self.subcodes
        )


_PARAMETER = 100
_TIMED_OUT = 99
"""A subcode that comes with code 1 and with others (tables of published clients)."""
_CODES = "Marketing API, Error Codes"
_LIMITS = "Rate Limits"
_SECURE = "Graph API, Secure Graph API calls"
_FEED = "Page Feed, Limitations; its wording as clients have met it"
_CLIENTS = "tables of published clients; on no page of Meta's that we read"
_THROTTLES = {4, 17, 32, 341, 613, *range(80_000, 80_015)}
_STUMBLES = {1, 2, 960, 3_910_001}
TABLE = (
    Row({2635}, meanings.VERSION, _CODES),
    Row({368, 1_404_078, 1_404_163, 2_859_015}, meanings.BLOCKED, _CODES, either=True),
    Row({1_487_007, 1_487_056, 1_487_566, 1_885_088}, meanings.ENDED, _CODES, either=True),
    Row({2_490_427, 2_490_468}, meanings.REJECTED_AD, _CODES, either=True),
    Row({1_885_183}, meanings.DEVELOPMENT, _CODES, either=True),
    Row({1_815_199}, meanings.NO_INSTAGRAM, _CODES, either=True),
    Row({1_815_694}, meanings.PERMISSION, _CODES, either=True),
    Row({2615}, meanings.UPDATE, _CODES),
    Row(_THROTTLES, meanings.THROTTLED, _LIMITS),
    Row({1, 2}, meanings.TOO_MUCH, _CLIENTS, holds="reduce the amount of data"),
    Row({100}, meanings.TOO_MUCH, _FEED, holds="parameter should not exceed"),
    Row({190}, meanings.REMOVED, _CLIENTS, subcodes={458}),
    Row({190}, meanings.CHECKPOINT, _CLIENTS, subcodes={459}),
    Row({190}, meanings.PASSWORD, _CLIENTS, subcodes={460}),
    Row({190}, meanings.EXPIRED, _CLIENTS, subcodes={463}),
    Row({190}, meanings.UNCONFIRMED, _CLIENTS, subcodes={464}),
    Row({190}, meanings.INVALIDATED, _CLIENTS, subcodes={467}),
    Row({190}, meanings.NO_ROLE, _CLIENTS, subcodes={492}),
    Row({190, 102}, meanings.INVALID, _CODES),
    Row({100, 104}, meanings.UNPROVEN, _SECURE, holds="appsecret_proof"),
    Row({100}, meanings.UNPROVEN, _SECURE, holds="app secret proof"),
    Row({104, 2500}, meanings.INVALID, _CODES, holds="access token"),
    Row({104}, meanings.UNPROVEN, _CODES),
    Row({None}, meanings.INVALID, _CLIENTS, holds="access token"),
    Row({100}, meanings.NOT_FOUND, _CODES, subcodes={33}),
    Row({100}, meanings.NOT_FOUND, _CODES, holds="cannot be loaded"),
    Row({294}, meanings.NO_ADS_MANAGEMENT, _CODES),
    Row({3, 10}, meanings.APP_LACKS, _CODES),
    Row(range(200, 300), meanings.PERMISSION, _CODES),
    Row(_STUMBLES, meanings.UNAVAILABLE, _CODES),
    Row({2642}, meanings.CURSOR, _CODES),
    Row({2500, 3018}, meanings.BAD, _CODES),
    Row({100}, meanings.BAD, _CODES, subcodes={1_487_694}),
)
"""First match wins. `reduce the amount of data` is what tells a large answer from a stumble."""
