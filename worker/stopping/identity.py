"""Who gives the command, as far as the operating system knows."""

from __future__ import annotations

import os
import pwd
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOGIN = Path("/proc/self/loginuid")
_NOBODY = 2**32 - 1
"""What stands there where nobody logged in."""


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
    """The name of the user, and for whom he works, where somebody else had logged in.

    That the kernel goes on knowing through sudo and the like; of a service it knows nobody (Linux,
    Documentation/ABI/stable/procfs-audit_loginuid, checked 2026-11-29).
    """
    works, logged_in = os.getuid(), _logged_in()
    if logged_in is None or logged_in == works:
        return _name(works)
    return f"{_name(works)}, for {_name(logged_in)}"


def _name(number: int) -> str:
    """The user's name, or the number where a container gives it no name."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _logged_in() -> int | None:
    """The number of the user who logged in; None: nobody did, or the system does not tell."""
    try:
        number = int(_LOGIN.read_text("ascii"))
    except (OSError, ValueError):
        return None
    return None if number == _NOBODY else number


def _terminal() -> str | None:
    with suppress(OSError, ValueError, AttributeError):
        return os.ttyname(sys.stdin.fileno())
    return None
