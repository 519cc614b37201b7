"""`doctor`: is everything in order that Annonsvakt needs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.columns import wrapped
from worker.cli.session import Session
from worker.language import Language

if TYPE_CHECKING:
    from worker.doctoring.lines import Line, State


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

    asked = [line for line in lines if line.check.partition(".")[0] in _ASKED]
    if asked and nobody_answered(asked):
        return UNREAD
    return NEEDS_A_PERSON if needs_a_person(lines) else DONE


_ASKED = ("database", "mail", "meta", "linkedin")
"""Topics in which somebody else is asked."""


def as_json(lines: Sequence[Line], language: Language) -> dict[str, Any]:
    """The same for programs."""
    from worker.doctoring.lines import needs_a_person

    return {
        "ok": not needs_a_person(lines),
        "lines": [
            {
                "check": line.check,
                "subject": line.subject or None,
                "state": str(line.state),
                "message": language.say(line.words),
                "remedy": language.say(line.remedy) if line.remedy else None,
            }
            for line in lines
        ],
    }


def show(lines: Sequence[Line], language: Language) -> None:
    """A line for each check, with its remedy below where one is needed; at last, how many."""
    from worker.doctoring.lines import State

    names = _names(language)
    width = max(map(len, names.values()))
    for line in lines:
        topic = " ".join(filter(None, (line.check, line.subject)))
        text = f"{names[line.state].ljust(width)}  {topic}: {language.say(line.words)}"
        terminal.out("\n".join(_hanging(text, width + 2)))
        if line.remedy is not None:
            terminal.out("\n".join(wrapped(f"→ {language.say(line.remedy)}", width + 2)))
    counts = {state: sum(line.state is state for line in lines) for state in State}
    terminal.out()
    terminal.out(
        language.text(
            "In order: {ok}. Can wait: {warn}. Must be seen to: {fail}. Could not be told: "
            "{unknown}.",
            **{str(state): number for state, number in counts.items()},
        )
    )


def _hanging(text: str, indent: int) -> list[str]:
    """Lines of which all but the first are set in."""
    first, *_ = wrapped(text)
    rest = terminal.safe(text)[len(first) :].strip()
    return [first, *(wrapped(rest, indent) if rest else ())]


def _names(language: Language) -> dict[State, str]:
    """The states in words, for people who see no colours."""
    from worker.doctoring.lines import State

    return {
        State.OK: language.text("ok"),
        State.WARN: language.text("warning"),
        State.FAIL: language.text("FAULT"),
        State.UNKNOWN: language.text("UNKNOWN"),
    }
