"""`report`: the weekly report in files, and by mail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.reporting import Written


@app.command("report")
def report(
    ctx: typer.Context,
    *,
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="W", help="Such as 2026-W47; default: the running week."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the files.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Mail it to [mail] report_to.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the weekly report: findings, queue, what could not be read; as files, and by mail.

    Code 1 if the numbers do not add up, or if the mail was not handed over to everybody.

    Example: annonsvakt report --week 2026-W47 --send
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON

    session: Session = ctx.obj
    if send and not session.settings.mail.report_to:
        raise typer.BadParameter(
            session.language.text("nobody is named in [mail] report_to"), param_hint="--send"
        )
    _check_week(session, week)
    written = _write(session, week, out, json=json)
    paths = {name: str(path) for name, path in written.paths.items()}
    sent = _send(session, written) if send else None
    if json:
        terminal.emit({**written.report, "paths": paths, "sent": sent})
    else:
        _tell(session, written, paths)
    needs_a_person = not written.reconciles or sent is False
    raise typer.Exit(NEEDS_A_PERSON if needs_a_person else DONE)


def _check_week(session: Session, week: str | None) -> None:
    """Refuse a week before anything is opened.

    Raises:
        typer.BadParameter: no such week, or it has not begun.
    """
    from worker.clock import now
    from worker.reporting.writing import NotYet, asked_span

    said = session.language
    try:
        asked_span(week, now(), said)
    except NotYet:
        raise typer.BadParameter(
            said.text("the week {week} has not begun", week=week or ""), param_hint="--week"
        ) from None
    except ValueError:
        raise typer.BadParameter(
            said.text("there is no week {week}; write it as 2026-W47", week=week or ""),
            param_hint="--week",
        ) from None


def _write(session: Session, week: str | None, out: Path | None, *, json: bool) -> Written:
    """Write the files.

    Raises:
        typer.Exit: the database cannot be used; code 4.
        typer.BadParameter: the folder cannot be written.
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.reporting import write_report
    from worker.stopping.in_force import in_force

    settings = session.settings
    banner = in_force(settings.state_dir)
    instead = partial(_nothing_counted, session, week) if json else None
    try:
        with opened(session, instead=instead) as store:
            return write_report(
                store, settings, session.language, week=week, at=now(), out=out, banner=banner
            )
    except OSError as error:
        raise typer.BadParameter(
            session.language.text(
                "the report cannot be written in {folder}: {reason}",
                folder=str(error.filename or out or ""),
                reason=error.strerror or type(error).__name__,
            ),
            param_hint="--out" if out else "state_dir",
        ) from None


def _nothing_counted(session: Session, week: str | None, because: str) -> dict[str, Any]:
    """What is printed where the database cannot be used: every key, and nothing known."""
    from worker.clock import now
    from worker.reporting.in_json import nothing_counted
    from worker.reporting.writing import asked_span

    at, said = now(), session.language
    span = asked_span(week, at, said)
    told = nothing_counted(span, at, session.settings, said, because=because)
    return {**told, "paths": {}, "sent": None}


def _send(session: Session, written: Written) -> bool:
    """Mail it, and keep what was sent beside the report; the answer is whether all got it."""
    from worker.mail import MailFailed
    from worker.mail import send as send_mail
    from worker.reporting import mail_as_file, report_mail

    settings, said = session.settings, session.language
    mail_as_file(written, settings, written.paths["report.html"].parent)
    try:
        refused = send_mail(report_mail(written, settings), settings.mail)
    except MailFailed as failed:
        terminal.note(terminal.safe(said.say(failed.words)))
        return False
    for one in refused:
        terminal.note(
            terminal.safe(said.text("The mail server does not accept {address}.", address=one))
        )
    if not refused:
        terminal.note(said.text("The report is handed over to the mail server."))
    return not refused


def _tell(session: Session, written: Written, paths: Mapping[str, str]) -> None:
    """The week in a sentence, and where the files are."""
    said, report = session.language, written.report
    if report["banner"]:
        terminal.out(terminal.safe(report["banner"]))
    if not written.reconciles:
        terminal.out(said.text("The numbers do not add up; the report names what disagrees."))
    terminal.out(written.title)
    terminal.out(report["verdict"])
    terminal.fields(paths)
