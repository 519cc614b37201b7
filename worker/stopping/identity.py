"""Who gives the command, as far as the operating system knows."""

from __future__ import annotations

import os
import pwd
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The account of the operating system, the machine, and the terminal (None: there is none)."""

    os_user: str
    host: str
    terminal: str | None

    def to_json(self) -> dict[str, str | None]:
        """For the journal."""
        return {"os_user": self.os_user, "host": self.host, "terminal": self.terminal}


def whoami() -> Identity:
    """The identity of this process."""
    return Identity(os_user=_user(), host=socket.gethostname(), terminal=_terminal())


def _user() -> str:
    """The name of the user, or the number where a container gives it no name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _terminal() -> str | None:
    with suppress(OSError, ValueError, AttributeError):
        return os.ttyname(sys.stdin.fileno())
    return None
