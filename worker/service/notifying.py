"""What systemd is told: that the service is up, that it still looks for work, that it is ending.

The protocol is one datagram to the socket that systemd names (`sd_notify(3)`, checked 2026-11-29).
Without that socket nothing is told.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

READY = "READY=1"
WATCHDOG = "WATCHDOG=1"
STOPPING = "STOPPING=1"

Notify = Callable[[str], None]


def notify_to(address: str | None) -> Notify:
    """Tells what it is given; `address`: a path, or with `@` before it an abstract name.

    A word that systemd does not take is lost: the watchdog then does what it is for.
    """

    def notify(state: str) -> None:
        if not address:
            return
        name = f"\0{address[1:]}" if address.startswith("@") else address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            try:
                sender.sendto(state.encode(), name)
            except OSError:
                return

    return notify


NOBODY = notify_to(None)
"""Where nobody asked to be told."""
