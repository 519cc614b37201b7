"""Hosts and ports of addresses: ports that exist, and where a platform may be.

That is its own host or this machine; another only if said in so many words.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo

from policies.model import Words
from worker.config.refused import Refused

_LAST_PORT = 65535


def need_port(port: str) -> None:
    """Refuse a port that does not exist; an empty text is the usual one.

    Raises:
        Refused: there is no such port.
    """
    if port and not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) <= _LAST_PORT):
        raise Refused(Words("names a port that does not exist: ports go from 1 to 65535"))


def need_host(url: str) -> str:
    """The address, if it has a host, and a port that exists or none.

    Raises:
        Refused: it has not.
    """
    if not _reachable(url):
        raise Refused(
            Words("names no host, or a port that does not exist: ports go from 1 to 65535")
        )
    return url


def _reachable(url: str) -> bool:
    """Whether the address has a host, and a port that exists or none, which is the usual one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number or too high, or half an address of IPv6
        return False


def home(host: str) -> AfterValidator:
    """Refuse to send tokens to a host that is neither the platform's own nor this machine."""

    def check(value: str, info: ValidationInfo) -> str:
        url = urlsplit(value) if _reachable(value) else None
        if url is None or url.scheme not in ("http", "https"):
            raise Refused(Words("is not an address such as https://{host}", {"host": host}))
        own = url.scheme == "https" and url.hostname == host
        if not (own or _loopback(url.hostname or "") or info.data.get("allow_other_host")):
            raise Refused(
                Words(
                    "must be https://{host} or this machine; any other host needs "
                    "allow_other_host = true in the same section",
                    {"host": host},
                )
            )
        return value.rstrip("/")

    return AfterValidator(check)


def _loopback(host: str) -> bool:
    """Whether `host` is this very machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
