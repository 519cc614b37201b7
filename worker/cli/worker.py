"""`worker`: a process that reads accounts for a `run` elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session


@app.command("worker")
def worker(
    ctx: typer.Context,
    *,
    concurrency: Annotated[
        int,
        typer.Option(
            "--concurrency", metavar="N", min=1, max=16, help="Accounts that it reads at once."
        ),
    ] = 2,
) -> None:
    """Read accounts, comments and messages for `annonsvakt run`, on this host or another.

    As many as you like, on any number of hosts, with the same configuration and tokens as `run`
    and engine = "procrastinate". SIGTERM and Ctrl-C end it within 10 seconds: what it has not
    read is another's at once. SIGHUP reads the configuration again.

    Code 0 after its orderly end. Code 4 if the database cannot be used at the start, or if another
    version of the program changes its tables.

    Example: annonsvakt worker --concurrency 4
    """
    from worker.cli.engine import need_engine
    from worker.cli.run import UNREAD
    from worker.cli.service import keep_logs_for, pause
    from worker.clock import now
    from worker.config import load, notify_socket
    from worker.service.notifying import notify_to
    from worker.service.starting import START_PATIENCE, listening, opened
    from worker.store.errors import StoreError

    session: Session = ctx.obj
    settings = session.settings
    if settings.engine == "embedded":
        raise typer.BadParameter(
            session.language.text(
                "annonsvakt run does all the work itself; workers need engine = "
                '"procrastinate", on PostgreSQL'
            ),
            param_hint="engine",
        )
    need_engine(session, settings)
    keep_logs_for(settings)
    try:
        with (
            listening() as signals,
            opened(
                settings, now, wait=lambda seconds: pause(signals, seconds), patience=START_PATIENCE
            ) as store,
        ):
            from worker.service.attending import attend, worker_at

            with worker_at(settings, store, now, concurrency=concurrency) as at_work:
                told = notify_to(notify_socket())
                attend(at_work, lambda: load(session.config), signals, notify=told)
    except StoreError as error:
        terminal.note(terminal.safe(session.language.say(error.words)))
        raise typer.Exit(UNREAD) from None
