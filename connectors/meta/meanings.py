"""What refusals of Meta's mean: the type of error, and the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from connectors.errors import (
    ConnectorError,
    CursorRefused,
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


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of refusal; its sentence may name what `_told` lists."""

    made: type[ConnectorError]
    words: Words = field(hash=False)

    def error(self, refusal: Refusal) -> ConnectorError:
        """The error about this answer."""
        asked = refusal.asked
        words = replace(self.words, values=_told(refusal))
        if issubclass(self.made, RateLimited):
            return self.made(
                words,
                platform=Platform.META,
                account_id=asked.account_id,
                trace=refusal.trace,
                retry_after=refusal.retry_after,
            )
        return self.made(
            words, platform=Platform.META, account_id=asked.account_id, trace=refusal.trace
        )


def _told(refusal: Refusal) -> Mapping[str, str]:
    """What the sentences may name."""
    asked = refusal.asked
    return {
        "token": asked.token,
        "endpoint": asked.endpoint,
        "version": asked.version,
        "says": refusal.says,
    }


UNAVAILABLE = Meaning(
    Unavailable,
    Words("Meta cannot answer at the moment ({endpoint}: {says}). Try again later."),
)
TOO_MUCH = Meaning(
    TooMuchData,
    Words("Meta finds the answer too large, however few rows are asked for ({endpoint})."),
)
THROTTLED = Meaning(
    RateLimited, Words("Meta asks us to wait ({endpoint}: {says}). Try again later.")
)

REMOVED = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: the app was removed for the one to whom it belongs. "
        "Assign the app to the system user again, create a new token and set it there."
    ),
)
CHECKPOINT = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: its owner must log in at facebook.com and confirm "
        "something there. Do that, or set the token of a system user."
    ),
)
PASSWORD = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: its owner changed the password. Create a new one for the "
        "system user, who has no password, and set it there."
    ),
)
EXPIRED = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: it has expired. Create a new one for the system user and "
        "set it there."
    ),
)
UNCONFIRMED = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: its owner's account is not confirmed. Log in at "
        "facebook.com and confirm it, or set the token of a system user."
    ),
)
INVALIDATED = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token}: it was made invalid, as by a log-out or by somebody in "
        "Business settings. Create a new one for the system user and set it there."
    ),
)
NO_ROLE = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token} ({endpoint}): its user has no role on the Page any more. "
        "Give the system user the Page again in Business settings."
    ),
)
INVALID = Meaning(
    TokenRejected,
    Words(
        "Meta rejects the token {token} ({endpoint}: {says}). Create a new one for the system "
        "user and set it there."
    ),
)
UNPROVEN = Meaning(
    TokenRejected,
    Words(
        "Meta does not accept the proof that goes with the token {token} ({says}). Check that "
        "[meta] app_secret is the secret of the app that the token was created for."
    ),
)

APP_LACKS = Meaning(
    PermissionMissing,
    Words(
        "Meta does not permit this to the app of {token} ({endpoint}: {says}). Give the app the "
        "permission, and create a new token with it."
    ),
)
NO_ADS_MANAGEMENT = Meaning(
    PermissionMissing,
    Words(
        "The token {token} lacks the permission ads_management ({endpoint}). Create a new one for "
        "the system user with it, and set it there."
    ),
)
PERMISSION = Meaning(
    PermissionMissing,
    Words(
        "Meta does not permit this to {token} ({endpoint}: {says}). Check the permissions of the "
        "app, and the tasks of the system user in Business settings."
    ),
)
NO_INSTAGRAM = Meaning(
    PermissionMissing,
    Words(
        "The ad account has no right to the Instagram account ({endpoint}: {says}). Connect the "
        "two in Business settings."
    ),
)
NOT_FOUND = Meaning(
    NotFound,
    Words("Meta finds nothing here ({endpoint}: {says}): it is gone, or {token} may not see it."),
)

BLOCKED = Meaning(
    RequestRefused,
    Words(
        "Meta has blocked this for the app or its user ({says}). Look into Business settings; "
        "trying on makes it worse."
    ),
)
ENDED = Meaning(
    RequestRefused,
    Words("Meta does not let it be changed any more: it is archived, deleted or over ({says})."),
)
REJECTED_AD = Meaning(
    RequestRefused,
    Words(
        "Meta rejected the ad in its review and does not let it be changed so ({says}). Look at "
        "it in Ads Manager."
    ),
)
UPDATE = Meaning(
    RequestRefused,
    Words(
        "Meta does not accept the change for this ad account ({endpoint}: {says}). Look at the "
        "account in Ads Manager."
    ),
)
DEVELOPMENT = Meaning(
    RequestRefused,
    Words(
        "Meta refuses because the post of the ad was made by an app in development mode ({says}). "
        "Switch that app to live in the app dashboard."
    ),
)
VERSION = Meaning(
    VersionRetired,
    Words(
        "Meta no longer serves version {version} of its API. Set a newer one in [meta] api_version."
    ),
)
CURSOR = Meaning(
    CursorRefused,
    Words(
        "Meta does not know the place any more where reading stopped ({endpoint}: {says}). The "
        "next round begins anew."
    ),
)
BAD = Meaning(
    RequestRefused,
    Words("Meta does not accept the request ({endpoint}: {says}). Report it to the developers."),
)
