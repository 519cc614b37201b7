"""The line that stands above lists while a crisis stop is in force."""

from __future__ import annotations

from worker.cli import terminal
from worker.cli.session import Session


def tell_stop(session: Session) -> None:
    """Say on standard error that a stop is in force, or may be; nothing, if none is."""
    from worker.stopping.in_force import in_force

    banner = in_force(session.settings.state_dir)
    if banner is not None:
        terminal.note(terminal.safe(session.language.say(banner)))
