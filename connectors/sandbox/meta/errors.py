"""Meta's refusals, in its own JSON. Source: error texts and codes of the Graph API, v26.0."""

from __future__ import annotations

from hashlib import sha1
from typing import Any

_HELP = "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"


class GraphError(Exception):
    """An answer that is an error object."""

    def __init__(
        self, code: int, message: str, *, status: int = 400, subcode: int | None = None, **more: Any
    ) -> None:
        """`more`: further keys of the error object; `type` replaces OAuthException."""
        super().__init__(message)
        self.code = code
        self.status = status
        self.subcode = subcode
        self.more = more

    def body(self) -> dict[str, Any]:
        """The error object as the platform writes it."""
        error: dict[str, Any] = {"message": str(self), "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        trace = sha1(f"{self.code}{self}".encode(), usedforsecurity=False).hexdigest()
        return {"error": {**error, **self.more, "fbtrace_id": f"A{trace[:22]}"}}


def invalid(message: str, **more: Any) -> GraphError:
    """Code 100: the request is wrong."""
    return GraphError(100, f"(#100) {message}", **more)


def no_field(name: str, kind: str) -> GraphError:
    """A field or edge that this type of object does not have."""
    return invalid(f"Tried accessing nonexisting field ({name}) on node type ({kind})")


def no_object(identity: str, method: str) -> GraphError:
    """Gone, or not visible to this token."""
    return GraphError(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{identity}' does not exist, cannot "
        f"be loaded due to missing permissions, or does not support this operation. {_HELP}",
        subcode=33,
        type="GraphMethodException",
    )


def no_edge(name: str) -> GraphError:
    """A path that leads nowhere."""
    return GraphError(2500, f"Unknown path components: /{name}")


def no_version() -> GraphError:
    """A version that is no longer served, or none."""
    return GraphError(
        2635,
        "(#2635) You are calling a deprecated version of the Ads API. "
        "Please update to the latest version: v26.0.",
    )


def no_multi_get() -> GraphError:
    """The multi-get that v26.0 removed: HTTP 500 with code 100."""
    return GraphError(
        100,
        "The ids query parameter is deprecated in v26.0+",
        status=500,
        type="GraphMethodException",
    )


def no_token() -> GraphError:
    """No access token at all."""
    return GraphError(
        2500,
        "An active access token must be used to query information about the current user.",
    )


def bad_token() -> GraphError:
    """A token nobody issued."""
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)


def expired() -> GraphError:
    """A token whose time is past."""
    return GraphError(
        190,
        "Error validating access token: Session has expired on Sunday, 01-Nov-26 04:00:00 PST.",
        status=401,
        subcode=463,
    )


def bad_proof(*, given: bool) -> GraphError:
    """The proof of the app's secret is missing or wrong."""
    message = (
        "Invalid appsecret_proof provided in the API argument"
        if given
        else "API calls from the server require an appsecret_proof argument"
    )
    return GraphError(100, message, type="GraphMethodException")


def page_token_needed() -> GraphError:
    """An edge that only the Page itself may read."""
    return GraphError(190, "(#190) This method must be called with a Page Access Token")


def no_account_right() -> GraphError:
    """An ad account that this token may not read."""
    return GraphError(
        200,
        "(#200) Ad account owner has NOT grant ads_management or ads_read permission",
        status=403,
    )


def no_right() -> GraphError:
    """A write without the task for it."""
    return GraphError(200, "(#200) Permissions error", status=403)


def no_ads_management() -> GraphError:
    """A write to ads by a token without the permission (Error Codes, checked 2026-11-22)."""
    return GraphError(
        294,
        "(#294) Managing advertisements requires an access token with the extended permission for "
        "ads_management",
        status=403,
    )


def too_much() -> GraphError:
    """More rows than the platform is willing to collect."""
    return GraphError(
        1, "Please reduce the amount of data you're asking for, then retry your request", status=500
    )


def transient() -> GraphError:
    """The platform stumbles; asking again helps."""
    return GraphError(
        2,
        "An unexpected error has occurred. Please retry your request later.",
        status=500,
        is_transient=True,
    )


def throttled(kind: str) -> GraphError:
    """Told to wait: the limit of a use case, or where there is none, the app's."""
    if not kind:
        return GraphError(4, "(#4) Application request limit reached", status=403)
    code, what, subcode = _LIMITS[kind]
    return GraphError(
        code,
        f"(#{code}) There have been too many calls to this {what}. Wait a bit and try again.",
        subcode=subcode,
        is_transient=False,
    )


_LIMITS: dict[str, tuple[int, str, int | None]] = {
    "ads_management": (80004, "ad-account", 2446079),
    "ads_insights": (80000, "ad-account", 2446079),
    "pages": (80001, "Page account", None),
    "instagram": (80002, "Instagram account", None),
    "messenger": (80006, "Messenger account", None),
}
"""Code, name and subcode of each use case's refusal."""
