"""What can go wrong between us and a platform; whether to retry is a property of the type.

ConnectorError          platform, account, trace; its words say what failed, on what, what to do
├─ Transient            worth repeating (reads only)
│  ├─ Unavailable       no answer, a 5xx, HTML where JSON belongs, a null batch answer
│  ├─ TooMuchData       the answer would be too large: ask for fewer rows
│  └─ RateLimited       told to wait; `retry_after` seconds where stated, or `until_midnight`
└─ Permanent            needs a person, or a correction of ours
   ├─ TokenRejected     missing, wrong, expired or revoked
   ├─ PermissionMissing a scope, role, task or allow-list entry is lacking
   ├─ NotFound          gone, or not visible to this token: the platforms do not tell which
   ├─ VersionRetired    the configured API version is no longer served
   ├─ FieldRefused      one field of the request is unknown to the platform; `field` names it
   ├─ RequestRefused    the platform does not accept what we asked
   │  └─ CursorRefused  nor the place in a list at which to go on: it can be begun anew
   └─ Unreadable        an answer of another shape than documented; `path` and `got` say where
"""

from __future__ import annotations

from policies.model import AccountId, Platform, Unread, Words


class ConnectorError(Exception):
    """A platform, or the way to it, failed."""

    def __init__(
        self,
        words: Words,
        *,
        platform: Platform,
        account_id: AccountId | None = None,
        trace: str | None = None,
    ) -> None:
        """`words`: what failed, on what, what to do; no secrets. `trace`: their request id."""
        super().__init__(words.english())
        self.words = words
        self.platform = platform
        self.account_id = account_id
        self.trace = trace

    def unread(self, what: str, account_id: AccountId | None = None) -> Unread:
        """This error as the reason why `what` was not read."""
        return Unread(
            what=what,
            because=self.words,
            platform=self.platform,
            account_id=account_id or self.account_id,
        )


class Transient(ConnectorError):
    """Worth repeating, if it was a read."""


class Unavailable(Transient):
    """No answer, or none that can be used, this time."""


class TooMuchData(Transient):
    """The platform asks us to reduce the amount of data: repeat with fewer rows."""


class RateLimited(Transient):
    """The platform tells us to wait."""

    def __init__(
        self,
        words: Words,
        *,
        platform: Platform,
        account_id: AccountId | None = None,
        trace: str | None = None,
        retry_after: float | None = None,
        until_midnight: bool = False,
    ) -> None:
        """`retry_after`: seconds; `until_midnight`: a day limit, which ends at 00:00 UTC."""
        super().__init__(words, platform=platform, account_id=account_id, trace=trace)
        self.retry_after = retry_after
        self.until_midnight = until_midnight


class Permanent(ConnectorError):
    """Repeating the same request will not help."""


class TokenRejected(Permanent):
    """The token is missing, wrong, expired or revoked."""


class PermissionMissing(Permanent):
    """A scope, a role, a task or an allow-list entry is lacking."""


class NotFound(Permanent):
    """Gone, or not visible to this token."""


class VersionRetired(Permanent):
    """The configured API version is no longer served."""


class FieldRefused(Permanent):
    """The platform does not know one of the fields asked for."""

    def __init__(
        self,
        words: Words,
        *,
        platform: Platform,
        field: str,
        kind: str | None = None,
        account_id: AccountId | None = None,
        trace: str | None = None,
    ) -> None:
        """`field`: the name the platform refused; `kind`: of which type of object, where told."""
        super().__init__(words, platform=platform, account_id=account_id, trace=trace)
        self.field = field
        self.kind = kind


class RequestRefused(Permanent):
    """The platform does not accept the request as we made it."""


class CursorRefused(RequestRefused):
    """The platform does not know the place any more at which a list was to go on."""


class Unreadable(Permanent):
    """The answer has another shape than documented."""

    def __init__(
        self, path: str, got: object, *, platform: Platform, account_id: AccountId | None = None
    ) -> None:
        """`path`: where in the answer; `got`: its type or a short, harmless excerpt."""
        self.path = path
        self.got = type(got).__name__ if isinstance(got, dict | list) else repr(got)[:80]
        super().__init__(
            Words(
                "The answer has an unexpected shape at {path}: {got}. Report it to the developers.",
                {"path": path, "got": self.got},
            ),
            platform=platform,
            account_id=account_id,
        )
