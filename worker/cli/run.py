"""One run of the program: the topics joined, and every way to end turned into an exit code."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from connectors.errors import ConnectorError
from worker.cli import app, terminal
from worker.cli.insisting import insisting
from worker.cli.misused import tell
from worker.cli.session import Session
from worker.config import Faults
from worker.language import Language, platform_name

DONE, NEEDS_A_PERSON, WRONG_USE, UNCONFIRMED, UNREAD = range(5)
"""The exit codes of the contract."""
INTERRUPTED = 130
"""Ctrl-C, as shells count it: 128 + SIGINT."""

TOPICS = (
    "judging",
    "rules",
    "polling",
    "findings",
    "finding",
    "queue",
    "queue_digest",
    "queue_ask",
    "round",
    "briefs",
    "briefs_close",
    "proofs",
    "attesting",
    "stopping",
    "enforce",
    "stops_hold",
    "drill",
    "stops_verify",
    "stops_countersign",
    "stops_export",
    "stops_import",
    "reporting",
    "mail",
    "sandbox",
    "demo",
    "configuration",
    "database",
    "purging",
    "purging_holds",
    "purging_words",
    "service",
    "worker",
    "linkedin",
    "doctor",
)


@cache
def whole_command() -> Any:
    """The program with all of its commands. Reading their options takes long, and is done once."""
    for topic in TOPICS:
        import_module(f"worker.cli.{topic}")
    return get_command(app)


def run(arguments: list[str]) -> int:
    """Run one command; the answer is its exit code. Nothing here prints a traceback on purpose."""
    session = Session.asked(arguments)
    try:
        with insisting():
            code = whole_command().main(
                arguments, prog_name="annonsvakt", standalone_mode=False, obj=session
            )
    except SystemExit as ended:
        code = _code_of(ended)
    except (typer.TyperException, Faults, ConnectorError) as error:
        ctx: Any = getattr(error, "ctx", None)
        code = _refused(error, session.language_for(ctx and ctx.info_name))
    except KeyboardInterrupt:
        terminal.note("")
        code = INTERRUPTED
    except OSError as error:
        terminal.note(terminal.safe(_of_system(error, session.language_in_any_case)))
        code = UNREAD
    return code or DONE


def _refused(error: typer.TyperException | Faults | ConnectorError, said: Language) -> int:
    """Say why the command came to nothing; the code for it."""
    match error:
        case Faults():
            for fault in error.faults:
                terminal.note(terminal.safe(fault.said(said.say)))
            return WRONG_USE
        case ConnectorError():
            told = f"{platform_name(error.platform)}: {said.say(error.words)}"
            terminal.note(terminal.safe(told))
            return UNREAD
        case _:
            tell(error, said)
            return error.exit_code


def _of_system(error: OSError, said: Language) -> str:
    """What the operating system refused, and which file it was about."""
    reason = said.system(error.strerror or str(error) or type(error).__name__)
    if isinstance(error, terminal.Unanswered):
        return said.text("The answer cannot be written to standard output: {reason}", reason=reason)
    return reason if error.filename is None else f"{error.filename}: {reason}"


def _code_of(ended: SystemExit) -> int:
    """The code of a command that ended itself; a help text that nobody reads on is no failure."""
    if isinstance(ended.__context__, BrokenPipeError):
        return DONE
    return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
