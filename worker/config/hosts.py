"""Where a platform may be: its own host or this machine; another only if said in so many words."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, ValidationInfo

from policies.model import Words
from worker.config.refused import Refused


def home(host: str) -> AfterValidator:
    """Refuse to send tokens to a host that is neither the platform's own nor this machine."""

    def check(value: str, info: ValidationInfo) -> str:
        url = urlsplit(value)
        if url.scheme not in ("http", "https") or not url.hostname or not _has_port(url):
            raise Refused(Words("is not an address such as https://{host}", {"host": host}))
        own = url.scheme == "https" and url.hostname == host
        if not (own or _loopback(url.hostname) or info.data.get("allow_other_host")):
            raise Refused(
                Words(
                    "must be https://{host} or this machine; any other host needs "
                    "allow_other_host = true in the same section",
                    {"host": host},
                )
            )
        return value.rstrip("/")

    return AfterValidator(check)


def _has_port(url: SplitResult) -> bool:
    """Whether the port is one that exists; none is the scheme's own."""
    try:
        return url.port != 0
    except ValueError:
        return False


def _loopback(host: str) -> bool:
    """Whether `host` is this very machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
