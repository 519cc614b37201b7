"""`mail`: one mail to try the way, what waits in the outbox, and another try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from worker.posting.outbox import Delivered
    from worker.store.opening import Store

mail = Spoken(no_args_is_help=True, help="Try the way of mails, and look after those on it.")
app.add_typer(mail, name="mail")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@mail.command("test")
def send_one(
    ctx: typer.Context,
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ADDRESS", help="Default: the first of [mail] report_to."),
    ] = None,
    json: Json = False,
) -> None:
    """Send one mail now, past the outbox, and say what happened and what to do.

    Code 1 if the server does not take it, 4 if it cannot be reached.

    Example: annonsvakt mail test --to anna@example.org
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.cli.tried import try_now
    from worker.mail import MailFailed, Trouble

    session: Session = ctx.obj
    try:
        tried = try_now(session, to)
    except MailFailed as wrong:  # not of the sending: of the server's address
        raise typer.BadParameter(
            session.language.say(wrong.words), param_hint="[mail] url"
        ) from None
    if json:
        terminal.emit(tried.as_json(session.language))
    else:
        tried.tell(session.language)
    if tried.failure is None:
        raise typer.Exit(DONE)
    unreached = tried.failure.trouble in (Trouble.UNREACHED, Trouble.UNSURE)
    raise typer.Exit(UNREAD if unreached else NEEDS_A_PERSON)


@mail.command("outbox")
def list_outbox(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were handed over.")
    ] = False,
    json: Json = False,
) -> None:
    """List the mails that wait, were refused or given up; never what stands in them.

    Code 1 if one was refused or given up: the service does not try it again by itself.

    Example: annonsvakt mail outbox
    """
    from worker.cli.opened import empty_list, opened
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.cli.waiting import as_json, table
    from worker.store.outbox import OPEN, STUCK, State, of_states

    session: Session = ctx.obj
    with (
        opened(session, instead=empty_list if json else None) as store,
        store.reading() as connection,
    ):
        found = of_states(connection, tuple(State) if everything else (*OPEN, *STUCK))
    rows = [one for one in found if everything or not one.erased]
    if json:
        terminal.emit([as_json(one, session.language) for one in rows])
    else:
        table(rows, session.language)
    stuck = any(one.state in STUCK and not one.erased for one in rows)
    raise typer.Exit(NEEDS_A_PERSON if stuck else DONE)


@mail.command("retry")
def try_again(
    ctx: typer.Context,
    mail_id: Annotated[int | None, typer.Argument(metavar="[ID]", help="From the list.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that is not handed over.")] = False,
    json: Json = False,
) -> None:
    """Try mails again now: one, or all that wait, were refused or given up.

    Code 1 if one is still not handed over, 4 if the mail server cannot be reached.

    Example: annonsvakt mail retry --all
    """
    from worker.cli.handed import all_sent, tell
    from worker.cli.opened import empty_list, opened
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.cli.told import as_rows

    session: Session = ctx.obj
    if (mail_id is None) is not everything:
        raise typer.BadParameter(
            session.language.text("name one mail, or give --all"), param_hint="ID"
        )
    with opened(session, instead=empty_list if json else None) as store:
        delivered = _retried(session, store, mail_id)
    if json:
        terminal.emit(as_rows(delivered.handed, session.language))
    tell(delivered.handed, session.language)
    if not delivered.handed and not json:
        terminal.out(session.language.text("There was nothing to send."))
    if delivered.closed is not None:
        raise typer.Exit(UNREAD)
    raise typer.Exit(DONE if all_sent(delivered.handed) else NEEDS_A_PERSON)


def _retried(session: Session, store: Store, mail_id: int | None) -> Delivered:
    """What came of the try, or why there was none.

    Raises:
        typer.BadParameter: no such mail.
    """
    from worker.clock import now
    from worker.posting.outbox import NoSuchMail, retry

    try:
        return retry(store, session.settings, now, only=mail_id)
    except NoSuchMail:
        raise typer.BadParameter(
            session.language.text("there is no mail {id} in the outbox", id=str(mail_id)),
            param_hint="ID",
        ) from None
