"""Whether what the configuration says of the task queue can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.config import Settings


def need_engine(session: Session, settings: Settings) -> None:
    """Refuse to begin where the configuration asks for a task queue and there is none.

    Raises:
        typer.BadParameter: the package is not installed.
    """
    from worker.engine.needed import missing

    if settings.engine != "embedded" and (words := missing()) is not None:
        raise typer.BadParameter(session.language.say(words), param_hint="engine")
