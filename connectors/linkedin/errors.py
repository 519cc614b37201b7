"""LinkedIn's dialect of refusals: each becomes the one right error.

Decided by status, `code` and `serviceErrorCode`: messages may change at any time (Breaking changes
policy). Three things only a message tells: a day limit among the 429s, the five minutes of reports
there too, and the throttle that envelopes of the first version send as 403 (Error handling, Rate
limiting; checked 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeAlias

from connectors.errors import (
    ConnectorError,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    Unavailable,
    VersionRetired,
)
from connectors.linkedin.refusal import Refusal
from policies.model import Platform, Words

_DAY = re.compile(r"\bDAY\b")
_WINDOW = re.compile(r"\b5-minute window\b")
WINDOW = 330.0
"""Seconds after which reports can be asked for again when they asked for too many values in five
minutes: a message alone tells of it (airbyte's connector waits as long)."""
_THROTTLE = re.compile(r"throttle", re.IGNORECASE)
_CLIENT_ERRORS = range(400, 500)


class ScopeMissing(PermissionMissing):
    """The app or its token lacks a scope or product: no object of the resource will answer."""


def decipher(refusal: Refusal) -> ConnectorError:
    """The error that a failed answer means."""
    if refusal.legacy and refusal.status == HTTPStatus.FORBIDDEN and _says_throttle(refusal):
        return _throttled(refusal)
    for status, mark, made in _TABLE:
        if status == refusal.status and mark in (None, refusal.code, refusal.service_code):
            return made(refusal)
    return _refused(refusal) if refusal.status in _CLIENT_ERRORS else _unavailable(refusal)


def _says_throttle(refusal: Refusal) -> bool:
    """Whether the message speaks of a throttle."""
    return bool(_THROTTLE.search(refusal.message))


def _says_window(refusal: Refusal) -> bool:
    """Whether reports have asked for more values than five minutes hold."""
    return bool(_WINDOW.search(refusal.message))


def _revoked(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn rejects the token {token}: it was revoked. Fetch a new one and set it there.",
        {"token": refusal.asked.token},
    )
    return _error(TokenRejected, words, refusal)


def _expired(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn rejects the token {token}: it has expired. Fetch a new one and set it there.",
        {"token": refusal.asked.token},
    )
    return _error(TokenRejected, words, refusal)


def _invalid(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn rejects the token {token}: it is not valid. Fetch a new one and set it there.",
        {"token": refusal.asked.token},
    )
    return _error(TokenRejected, words, refusal)


def _scope(refusal: Refusal) -> ConnectorError:
    words = Words(
        "The app behind {token} may not use {endpoint} ({says}). Grant it the scope or product "
        "that it lacks.",
        _told(refusal),
    )
    return _error(ScopeMissing, words, refusal)


def _role(refusal: Refusal) -> ConnectorError:
    words = Words(
        "The member behind {token} has no right to do this ({endpoint}: {says}). Give the member "
        "a role on the ad account, and in development tier put the account on the app's list.",
        _told(refusal),
    )
    return _error(PermissionMissing, words, refusal)


def _permission(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn does not permit this to {token} ({endpoint}: {says}). Check the scopes of the "
        "app and the roles of the member.",
        _told(refusal),
    )
    return _error(PermissionMissing, words, refusal)


def _not_found(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn finds nothing here ({endpoint}: {says}): it is gone, or {token} may not see it.",
        _told(refusal),
    )
    return _error(NotFound, words, refusal)


def _version(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn no longer serves version {version}. Set a newer one in [linkedin] version.",
        {"version": refusal.asked.version},
    )
    return _error(VersionRetired, words, refusal)


def _throttled(refusal: Refusal) -> ConnectorError:
    day = bool(_DAY.search(refusal.message))
    words = (
        _used_up(_told(refusal))
        if day
        else Words(
            "LinkedIn asks us to wait ({endpoint}: {says}). Try again later.",
            _told(refusal),
        )
    )
    return RateLimited(
        words,
        platform=Platform.LINKEDIN,
        account_id=refusal.asked.account_id,
        trace=refusal.trace,
        retry_after=refusal.retry_after or (WINDOW if _says_window(refusal) else None),
        until_midnight=day,
    )


def _used_up(told: Mapping[str, str]) -> Words:
    return Words("LinkedIn's day limit for {endpoint} is used up. It is reset at 00:00 UTC.", told)


def day_limit(endpoint: str) -> RateLimited:
    """The refusal of a day limit that was met earlier, for who does not ask again."""
    words = _used_up({"endpoint": endpoint})
    return RateLimited(words, platform=Platform.LINKEDIN, until_midnight=True)


def _unavailable(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn cannot answer at the moment ({endpoint}: {says}). Try again later.",
        _told(refusal),
    )
    return _error(Unavailable, words, refusal)


def _backfilled(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn does not let a default campaign group be changed. Turn its campaigns instead.",
    )
    return _error(RequestRefused, words, refusal)


def _unchangeable(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn does not let the status be changed from what it is now ({says}). Look at it in "
        "Campaign Manager.",
        _told(refusal),
    )
    return _error(RequestRefused, words, refusal)


def _conflict(refusal: Refusal) -> ConnectorError:
    words = Words("Somebody else changed it at the same time ({says}). Try again.", _told(refusal))
    return _error(RequestRefused, words, refusal)


def _refused(refusal: Refusal) -> ConnectorError:
    words = Words(
        "LinkedIn does not accept the request ({endpoint}: {says}). Report it to the developers.",
        _told(refusal),
    )
    return _error(RequestRefused, words, refusal)


_Made: TypeAlias = Callable[[Refusal], ConnectorError]
_TABLE: tuple[tuple[int, str | int | None, _Made], ...] = (
    (400, "CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS", _backfilled),
    (400, "STATUS_CHANGE_NOT_ALLOWED", _unchangeable),
    (400, "INVALID_STATUS_TRANSITION", _unchangeable),
    (400, "ACTION_NOT_ALLOWED_FOR_CANCELLED_STATUS", _unchangeable),
    (400, "ONLY_DRAFT_CAMPAIGNS_ALLOWED_IN_DRAFT_CAMPAIGN_GROUPS", _unchangeable),
    (401, 65600, _invalid),
    (401, 65601, _revoked),
    (401, 65602, _expired),
    (401, "REVOKED_ACCESS_TOKEN", _revoked),
    (401, "EXPIRED_ACCESS_TOKEN", _expired),
    (401, None, _invalid),
    (403, 101, _throttled),
    (403, 100, _scope),
    (403, "ACCESS_DENIED", _scope),
    (403, "NO_PERMISSION_ON_ENTITY", _role),
    (403, "NO_PERMISSION_ON_FIELD", _role),
    (403, "NO_PERMISSION_TO_UPDATE", _role),
    (403, None, _permission),
    (404, None, _not_found),
    (408, None, _unavailable),
    (409, None, _conflict),
    (412, None, _conflict),
    (426, None, _version),
    (429, None, _throttled),
)
"""Status, then `code` or `serviceErrorCode` (None: any), then what it means; first match wins.

The codes of accounts, groups and campaigns are those of the page "Error responses"."""


def _told(refusal: Refusal) -> dict[str, str]:
    """What the sentences may name."""
    asked = refusal.asked
    return {"token": asked.token, "endpoint": asked.endpoint, "says": refusal.says}


def _error(made: type[ConnectorError], words: Words, refusal: Refusal) -> ConnectorError:
    """An error of this type about this answer."""
    return made(
        words,
        platform=Platform.LINKEDIN,
        account_id=refusal.asked.account_id,
        trace=refusal.trace,
    )
