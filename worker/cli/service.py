"""`run`: the scheduled service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from queue import SimpleQueue

    from worker.config import Settings
    from worker.service.running import Service


@app.command("run")
def run(
    ctx: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="With --once: print what was done as JSON.")
    ] = False,
) -> None:
    """Run the scheduled service: polls, mails, the weekly report; until SIGTERM or Ctrl-C.

    Several may run on one database: they share the work, and nothing is done twice. SIGHUP reads
    the configuration again. What is done is told on standard error.

    Code 0 after its orderly end. With --once: 4 if something could not be read or reached, 1 if a
    job failed or waits, for the clock may have leapt. Code 4 if the database cannot be used at the
    start.

    Example: annonsvakt run
    """
    from worker.cli.engine import need_engine
    from worker.cli.run import UNREAD
    from worker.clock import now
    from worker.config import load, notify_socket
    from worker.service.notifying import notify_to
    from worker.service.starting import START_PATIENCE, listening, opened, run_once, serve, service
    from worker.store.errors import StoreError

    session: Session = ctx.obj
    if json and not once:
        raise typer.BadParameter(
            session.language.text("it is printed with --once alone"), param_hint="--json"
        )
    settings = session.settings
    need_engine(session, settings)
    keep_logs_for(settings)
    patience = 0.0 if once else START_PATIENCE
    code = 0
    try:
        with (
            listening() as signals,
            opened(
                settings, now, wait=lambda seconds: pause(signals, seconds), patience=patience
            ) as store,
            service(settings, store, now) as at_work,
        ):
            if once:
                run_once(at_work, signals)
                at_work.end()
                code = _told(session, at_work, json=json)
            else:
                told = notify_to(notify_socket())
                serve(at_work, lambda: load(session.config), signals, notify=told)
    except StoreError as error:
        terminal.note(terminal.safe(session.language.say(error.words)))
        if json:
            terminal.emit([])
        raise typer.Exit(UNREAD) from None
    raise typer.Exit(code)


def keep_logs_for(settings: Settings) -> None:
    """Tell what is done on standard error: to a person in columns, else as JSON."""
    import sys

    from worker.config.secrets import secrets_of
    from worker.logs.keeping import keep_logs

    keep_logs(sys.stderr, readable=sys.stderr.isatty(), secrets=secrets_of(settings))


def pause(signals: SimpleQueue[int], seconds: float) -> None:
    """Wait, unless the program is told to end.

    Raises:
        typer.Exit: it is.
    """
    from worker.service.starting import told_to_end

    if told_to_end(signals, seconds):
        raise typer.Exit(0)


def _told(session: Session, at_work: Service, *, json: bool) -> int:
    """What was done, and its exit code."""
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD

    outcomes = at_work.outcomes
    if json:
        terminal.emit(
            [
                {
                    "job": claim.job,
                    "scheduled_at": claim.scheduled_at.isoformat(),
                    "done": did is not None,
                    "gaps": did.gaps if did else None,
                }
                for claim, did in outcomes
            ]
        )
    unread = at_work.away or any(did is not None and did.gaps for _, did in outcomes)
    if at_work.doubts:
        terminal.note(
            session.language.text(
                "What goes by the date waits: nothing was read for three days, and the clock may "
                "have leapt. If it is right, run this again in an hour."
            )
        )
    failed = any(did is None for _, did in outcomes)
    if unread:
        return UNREAD
    return NEEDS_A_PERSON if failed or at_work.doubts else DONE
