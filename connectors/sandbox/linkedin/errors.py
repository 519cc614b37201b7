"""LinkedIn's refusals, in its own JSON.

Sources: *Error responses*, *API error handling* and *Versioning*, checked 2026-11-22;
linkedin-api-python-client #39 and #47.
"""

from __future__ import annotations

from typing import Any

_DETAIL_TYPE = "com.linkedin.common.error.BadRequest"


class Refused(Exception):
    """An answer that is a refusal. Without a message its body is empty, as gateways have it."""

    def __init__(
        self,
        status: int,
        code: str = "",
        message: str = "",
        *,
        service_error_code: int | None = None,
        field: str | None = None,
    ) -> None:
        """`field`: the path of the parameter or field that is wrong, for `errorDetails`."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.service_error_code = service_error_code
        self.field = field

    def body(self) -> dict[str, Any] | None:
        """The refusal as the platform writes it; None: nothing at all."""
        if not str(self):
            return None
        told: dict[str, Any] = {"status": self.status}
        if self.service_error_code is not None:
            told["serviceErrorCode"] = self.service_error_code
        if self.code:
            told["code"] = self.code
        told["message"] = str(self)
        return told | self._details()

    def _details(self) -> dict[str, Any]:
        if self.field is None:
            return {}
        one = {
            "input": {"inputPath": {"fieldPath": self.field}},
            "code": self.code,
            "description": str(self),
        }
        return {
            "errorDetailType": _DETAIL_TYPE,
            "errorDetails": {"inputErrors": [one], "conditionalInputErrors": []},
        }


def version_missing() -> Refused:
    """No `LinkedIn-Version` (measured)."""
    return Refused(
        400,
        "VERSION_MISSING",
        "A version must be present. Please specify a version by adding the header LinkedIn-Version",
    )


def version_inactive(eight_digits: str) -> Refused:
    """A version that is retired, or that never was."""
    message = f"Requested version {eight_digits} is not active"
    return Refused(426, "NONEXISTENT_VERSION", message)


def unresolved() -> Refused:
    """The address, its parameters and `X-RestLi-Method` do not fit together."""
    message = "Resource method could not be resolved from request parameters."
    return Refused(400, "ILLEGAL_ARGUMENT", message)


def malformed(field: str) -> Refused:
    """A value that is of the wrong type, or not in the encoding of the protocol."""
    message = "Invalid value for param; wrong type or other syntax error"
    return Refused(400, "PARAM_INVALID", message, field=field)


def param_not_allowed(name: str) -> Refused:
    """A parameter that this method does not have."""
    message = "Invalid query parameters passed to request"
    return Refused(400, "QUERY_PARAM_NOT_ALLOWED", message, field=name)


def bad_field(field: str, message: str) -> Refused:
    """A field of the body, or of the criteria, that holds what it must not hold."""
    return Refused(400, "INVALID_VALUE_FOR_FIELD", message, field=field)


def bad_urn(field: str) -> Refused:
    """A bare number, or another kind of URN, where a certain URN belongs."""
    return bad_field(field, "Invalid Urn format. Invalid prefix.")


def unpermitted(field: str) -> Refused:
    """A field of the body that nobody may set."""
    message = (
        "Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing "
        f"fields [/{field}]"
    )
    return Refused(403, "ACCESS_DENIED", message, service_error_code=100)


def no_resource() -> Refused:
    """A path or finder that leads nowhere."""
    return Refused(404, "RESOURCE_NOT_FOUND", "No virtual resource found")


def not_found(what: str) -> Refused:
    """Gone, or not visible to this token: LinkedIn does not tell which."""
    return Refused(404, "NOT_FOUND", f"{what} could not be found")


def denied(resource_method: str) -> Refused:
    """The token lacks the scope: another product, or never granted."""
    message = f"Not enough permissions to access: {resource_method}"
    return Refused(403, "ACCESS_DENIED", message, service_error_code=100)


def no_right(code: str = "NO_PERMISSION_ON_ENTITY") -> Refused:
    """The member's role, or the app's tier, does not allow it."""
    return Refused(403, code, "You do not have permission to access or change this entity")


def no_token() -> Refused:
    """No token at all, or one that nobody issued."""
    return Refused(401, "INVALID_ACCESS_TOKEN", "Invalid access token", service_error_code=65600)


def revoked() -> Refused:
    """A token that was taken back, or one that is so fresh that not every server knows it."""
    message = "The token used in the request has been revoked by the user"
    return Refused(401, "REVOKED_ACCESS_TOKEN", message, service_error_code=65601)


def expired() -> Refused:
    """A token whose time is past."""
    message = "The token used in the request has expired"
    return Refused(401, "EXPIRED_ACCESS_TOKEN", message, service_error_code=65602)


def throttled(kind: str = "") -> Refused:
    """Told to wait, by the body alone: no header says for how long.

    `kind` is `APPLICATION DAY` or `MEMBER DAY` for a quota that lasts until 00:00 UTC.
    """
    limit = f"{kind} limit" if kind else "limit"
    message = f"Resource level throttle {limit} for calls to this resource is reached."
    return Refused(429, "TOO_MANY_REQUESTS", message, service_error_code=101)


def too_many_values() -> Refused:
    """Reports asked for more than five minutes hold: only the message tells (airbyte's code)."""
    message = (
        "The data request limit has been exceeded. More than 45 million metric values were "
        "requested in a 5-minute window."
    )
    return Refused(429, "TOO_MANY_REQUESTS", message)


def too_long() -> Refused:
    """An address that should have been tunnelled."""
    return Refused(414, "URI_TOO_LONG", "Request URI is too long")
