"""Meta's dialect of refusals: each becomes the one right error.

Decided by code and subcode, not by HTTP status, which says little: the removed `ids` parameter
answers 500 with code 100 for ever. Messages may change at any time; they decide only where one
code means several things (Error Codes, Rate Limits; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from connectors.errors import (
    ConnectorError,
    FieldRefused,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    TooMuchData,
    Unavailable,
    VersionRetired,
)
from connectors.meta.refusal import Refusal
from policies.model import Platform, Words


def decipher(refusal: Refusal) -> ConnectorError:
    """The error that a failed answer means."""
    if refusal.field is not None:
        return _field(refusal, refusal.field)
    for case in _TABLE:
        if case.fits(refusal):
            return case.made(refusal)
    return _unknown(refusal)


def _unknown(refusal: Refusal) -> ConnectorError:
    """Codes of no table: worth repeating only where Meta, or the lack of any code, says so."""
    silent = refusal.code is None and refusal.status not in range(300, 500) and not refusal.message
    negative = refusal.code is not None and refusal.code < 0
    return _unavailable(refusal) if refusal.is_transient or negative or silent else _bad(refusal)


def _expired(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta rejects the token {token}: it has expired. Create a new one for the system user and "
        "set it there.",
        _told(refusal),
    )
    return _error(TokenRejected, words, refusal)


def _invalid(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta rejects the token {token} ({endpoint}: {says}). Create a new one for the system "
        "user and set it there.",
        _told(refusal),
    )
    return _error(TokenRejected, words, refusal)


def _unproven(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta does not accept the proof that goes with the token {token} ({says}). Check that "
        "[meta] app_secret is the secret of the app that the token was created for.",
        _told(refusal),
    )
    return _error(TokenRejected, words, refusal)


def _permission(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta does not permit this to {token} ({endpoint}: {says}). Check the permissions of the "
        "app, and the tasks of the system user in Business settings.",
        _told(refusal),
    )
    return _error(PermissionMissing, words, refusal)


def _not_found(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta finds nothing here ({endpoint}: {says}): it is gone, or {token} may not see it.",
        _told(refusal),
    )
    return _error(NotFound, words, refusal)


def _version(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta no longer serves version {version} of its API. Set a newer one in [meta] "
        "api_version.",
        _told(refusal),
    )
    return _error(VersionRetired, words, refusal)


def _throttled(refusal: Refusal) -> ConnectorError:
    words = Words("Meta asks us to wait ({endpoint}: {says}). Try again later.", _told(refusal))
    return RateLimited(
        words,
        platform=Platform.META,
        account_id=refusal.asked.account_id,
        trace=refusal.trace,
        retry_after=refusal.retry_after,
    )


def _too_much(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta finds the answer too large, however few rows are asked for ({endpoint}).",
        _told(refusal),
    )
    return _error(TooMuchData, words, refusal)


def _unavailable(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta cannot answer at the moment ({endpoint}: {says}). Try again later.", _told(refusal)
    )
    return _error(Unavailable, words, refusal)


def _blocked(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta has blocked this for the app or its user ({says}). Look into Business settings; "
        "trying on makes it worse.",
        _told(refusal),
    )
    return _error(RequestRefused, words, refusal)


def _deleted(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta does not let it be changed any more: it is archived, deleted or over ({says}).",
        _told(refusal),
    )
    return _error(RequestRefused, words, refusal)


def _bad(refusal: Refusal) -> ConnectorError:
    words = Words(
        "Meta does not accept the request ({endpoint}: {says}). Report it to the developers.",
        _told(refusal),
    )
    return _error(RequestRefused, words, refusal)


def _field(refusal: Refusal, field: str) -> ConnectorError:
    words = Words(
        "Meta does not know the field {field} in version {version} ({endpoint}).",
        {**_told(refusal), "field": field},
    )
    return FieldRefused(
        words,
        platform=Platform.META,
        field=field,
        account_id=refusal.asked.account_id,
        trace=refusal.trace,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A row: codes (empty: any), subcodes (empty: any), a part of the message, what it means."""

    codes: Collection[int | None]
    made: Callable[[Refusal], ConnectorError]
    subcodes: Collection[int] = ()
    holds: str = ""

    def fits(self, refusal: Refusal) -> bool:
        """Whether the refusal is of this kind."""
        return (
            (not self.codes or refusal.code in self.codes)
            and (not self.subcodes or refusal.subcode in self.subcodes)
            and self.holds in refusal.message.lower()
        )


_THROTTLES = {4, 17, 32, 341, 613, *range(80_000, 80_015)}
_BLOCKS = (368, 1_404_006, 1_404_078, 1_404_163, 2_859_015)
_ENDED = (1_487_007, 1_487_056, 1_487_566, 1_885_088, 2_490_427, 2_490_468)
_TABLE = (
    _Case({2635}, _version),
    _Case((), _blocked, subcodes=_BLOCKS),
    _Case(_BLOCKS, _blocked),
    _Case((), _deleted, subcodes=_ENDED),
    _Case(_ENDED, _deleted),
    _Case(_THROTTLES, _throttled),
    _Case({1, 2}, _too_much, holds="reduce the amount of data"),
    _Case({190}, _expired, subcodes={463}),
    _Case({190, 102}, _invalid),
    _Case({100, 104}, _unproven, holds="appsecret_proof"),
    _Case({100}, _unproven, holds="app secret proof"),
    _Case({104, 2500}, _invalid, holds="access token"),
    _Case({104}, _unproven),
    _Case({None}, _invalid, holds="access token"),
    _Case({100}, _not_found, subcodes={33}),
    _Case({100}, _not_found, holds="cannot be loaded"),
    _Case({3, 10, 1_815_694, *range(200, 300)}, _permission),
    _Case((), _permission, subcodes={1_815_694}),
    _Case({1, 2, 960, 3_910_001}, _unavailable),
    _Case((), _unavailable, subcodes={99}),
)
"""First match wins. `reduce the amount of data` is what tells a large answer from a stumble."""


def _told(refusal: Refusal) -> dict[str, str]:
    """What the sentences may name."""
    asked = refusal.asked
    return {
        "token": asked.token,
        "endpoint": asked.endpoint,
        "version": asked.version,
        "says": refusal.says,
    }


def _error(made: type[ConnectorError], words: Words, refusal: Refusal) -> ConnectorError:
    """An error of this type about this answer."""
    return made(
        words,
        platform=Platform.META,
        account_id=refusal.asked.account_id,
        trace=refusal.trace,
    )
