"""`doctor`: is everything in order that Annonsvakt needs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.doctoring.lines import Line


@app.command("doctor")
def doctor(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check tokens, rights, mail, database, clock and the last poll; a remedy for each fault.

    Nothing is changed on a platform and no mail is sent.

    Code 0 if all is in order or can wait, 1 if something failed or could not be told, 4 if nobody
    that was asked gave an answer.

    Example: annonsvakt doctor
    """
    from worker.cli.doctored import as_json, show
    from worker.clock import now
    from worker.doctoring.examine import checks, examine

    session: Session = ctx.obj
    lines = examine(checks(session.settings, now))
    if json:
        terminal.emit(as_json(lines, session.language))
    else:
        show(lines, session.language)
    raise typer.Exit(code(lines))


def code(lines: Sequence[Line]) -> int:
    """The exit code that these lines mean."""
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.doctoring.lines import needs_a_person, nobody_answered

    if nobody_answered(lines):
        return UNREAD
    return NEEDS_A_PERSON if needs_a_person(lines) else DONE
