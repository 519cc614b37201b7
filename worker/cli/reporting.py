"""`report`: the weekly report in files, and by mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from worker.posting.letter import Handed
    from worker.reporting import Written
    from worker.store.opening import Store


@app.command("report")
def report(
    ctx: typer.Context,
    *,
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="WEEK", help="Such as 2026-W47; default: the running week."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the files.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Mail it to [mail] report_to.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="With --send: also to those who have it already.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the weekly report: findings, queue, what could not be read; as files, and by mail.

    A finished week that was sent is kept, and shown as it was then whenever it is asked for.

    Of a finished week each reader gets one mail, however often it is sent; --again sends another.
    Of a week that still runs each sending is a mail of its own, with the numbers of that moment.

    What cannot be handed over now waits in the outbox and is tried again by `annonsvakt run`.

    Code 1 if the numbers do not add up, or if the mail was not handed over to everybody.

    Example: annonsvakt report --week 2026-W47 --send
    """
    from worker.cli.browsing import show_page
    from worker.cli.handed import all_sent, tell
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.cli.told import as_rows

    session: Session = ctx.obj
    _check_mail(session, send=send, again=again)
    _check_week(session, week)
    written, handed = _write(session, week, out, json=json, send=send, again=again)
    paths = {name: str(path) for name, path in written.paths.items()}
    sent = None if handed is None else all_sent(handed)
    if json:
        told = None if handed is None else as_rows(handed, session.language)
        terminal.emit({**written.report, "paths": paths, "sent": sent, "told": told})
    else:
        _tell(session, written, paths)
    tell(handed or (), session.language)
    if show:
        show_page(written.paths["report.html"], session.language)
    needs_a_person = not written.reconciles or sent is False
    raise typer.Exit(NEEDS_A_PERSON if needs_a_person else DONE)


def _check_mail(session: Session, *, send: bool, again: bool) -> None:
    """Refuse mails to nobody before anything is opened.

    Raises:
        typer.BadParameter: nobody would get it.
    """
    if again and not send:
        raise typer.BadParameter(session.language.text("it goes with --send"), param_hint="--again")
    if send and not session.settings.mail.report_to:
        raise typer.BadParameter(
            session.language.text("nobody is named in [mail] report_to"), param_hint="--send"
        )


def _check_week(session: Session, week: str | None) -> None:
    """Refuse a week before anything is opened.

    Raises:
        typer.BadParameter: no such week, or it has not begun.
    """
    from worker.clock import now
    from worker.reporting.making import NotYet, asked_span

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


def _write(
    session: Session,
    week: str | None,
    out: Path | None,
    *,
    json: bool,
    send: bool,
    again: bool,
) -> tuple[Written, tuple[Handed, ...] | None]:
    """Write the files, and send them; without `send` nobody is told.

    Raises:
        typer.Exit: the database cannot be used; code 4.
        typer.BadParameter: the folder cannot be written.
    """
    from worker.cli.opened import opened
    from worker.clock import now
    from worker.reporting import keep_week, write_report
    from worker.stopping.elsewhere import anywhere

    settings = session.settings
    instead = partial(_nothing_counted, session, week) if json else None
    try:
        with opened(session, instead=instead) as store:
            at, banner = now(), anywhere(store, settings.state_dir)
            if send:
                keep_week(store, settings, week, at=at, banner=banner)
            written = write_report(
                store, settings, session.language, week=week, at=at, out=out, banner=banner
            )
            return _send(session, store, written, again=again) if send else (written, None)
    except OSError as error:
        raise typer.BadParameter(
            session.language.text(
                "the report cannot be written in {folder}: {reason}",
                folder=str(error.filename or out or ""),
                reason=session.language.system(error.strerror or type(error).__name__),
            ),
            param_hint="--out" if out else "state_dir",
        ) from None


def _nothing_counted(session: Session, week: str | None, because: str) -> dict[str, Any]:
    """What is printed where the database cannot be used: every key, and nothing known."""
    from worker.clock import now
    from worker.reporting.in_json import nothing_counted
    from worker.reporting.making import asked_span

    at, said = now(), session.language
    span = asked_span(week, at, said)
    told = nothing_counted(span, at, session.settings, said, because=because)
    return {**told, "paths": {}, "sent": None, "told": None}


def _send(
    session: Session, store: Store, written: Written, *, again: bool
) -> tuple[Written, tuple[Handed, ...]]:
    """Mail it to each through the outbox, and keep what was sent beside the report.

    The answer: the report with its mail among its files, and what became of each letter. A person
    who sends a report that was refused or given up wants it tried again.
    """
    from worker.clock import now
    from worker.posting.outbox import post_to
    from worker.reporting import mail_as_file, report_letters, versions
    from worker.stopping.elsewhere import anywhere

    settings = session.settings
    mail = mail_as_file(written, settings, written.paths["report.html"].parent)
    post = post_to(store, settings, now, insist=True)
    told = versions(store, settings, written, anywhere(store, settings.state_dir))
    filed = replace(written, paths={**written.paths, mail.name: mail})
    return filed, post(report_letters(told, settings, again=now() if again else None))


def _tell(session: Session, written: Written, paths: Mapping[str, str]) -> None:
    """The week in a sentence, and where the files are; before it, a stop that is in force now."""
    from worker.stopping.in_force import in_force

    said, report = session.language, written.report
    here = in_force(session.settings.state_dir)
    # The report may tell of one on another host, as it was when that was read.
    if banner := said.say(here) if here else report["banner"]:
        terminal.out(terminal.safe(banner))
    if not written.reconciles:
        terminal.out(said.text("The numbers do not add up; the report names what disagrees."))
    terminal.out(written.title)
    terminal.out(report["verdict"])
    terminal.fields(paths)
