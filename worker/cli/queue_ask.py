"""`queue ask`: whoever is unsure what to answer asks the first contact (C16)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import terminal
from worker.cli.queue import By, Id, Json, no_such_thread, one_thread, queue
from worker.cli.session import Session

if TYPE_CHECKING:
    from policies.threads import Decision
    from worker.posting.letter import Handed
    from worker.store.opening import Store


@queue.command("ask")
def ask(
    ctx: typer.Context,
    thread_id: Id,
    *,
    by: By,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="TEXT", help="What you are unsure about."),
    ] = None,
    json: Json = False,
) -> None:
    """Ask the first contact what to answer; the thread stays open, with its deadline.

    If nobody has answered, closed, referred or reopened it four office hours later, the service
    asks the editorial team too. With a mail address as your name the answer comes to you.

    Example: annonsvakt queue ask k3x7q2mbat --by Anna --question "Får vi lova ett datum?"
    """
    from policies.threads import Decision
    from worker.cli.handed import all_sent, tell
    from worker.cli.opened import opened
    from worker.cli.queued import as_json, cannot_tell, outrun, outrun_as_json
    from worker.cli.queued import tell as stands
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.clock import now
    from worker.store.errors import Outrun, UnknownId

    session: Session = ctx.obj
    said = session.language
    for value, option in ((by, "--by"), (question, "--question")):
        if value is not None and not value.strip():
            raise typer.BadParameter(said.text("say something"), param_hint=option)
    _has_a_contact(session)
    reason = question.strip() if question else None
    made = Decision(action="ask", by=by.strip(), at=now(), reason=reason)
    instead = partial(cannot_tell, thread_id) if json else None
    late: Outrun | None = None
    handed: tuple[Handed, ...] = ()
    try:
        with opened(session, instead=instead) as store:
            try:
                handed = _asked(session, store, thread_id, made)
            except Outrun as first:
                late = first
            with store.reading() as connection:
                row = one_thread(session, connection, thread_id, made.at)
    except UnknownId as unknown:
        raise no_such_thread(session, unknown) from None
    if late:
        terminal.note(terminal.safe(outrun(late, said)))
    tell(handed, said)
    if json:
        terminal.emit(as_json(row, said, made.at) | outrun_as_json(late, said))
    elif not late:
        terminal.out(terminal.safe(stands(row, said)))
    raise typer.Exit(NEEDS_A_PERSON if late or not all_sent(handed) else DONE)


def _has_a_contact(session: Session) -> None:
    """Refuse to ask nobody, and say where nobody is asked later.

    Raises:
        typer.BadParameter: there is no first contact.
    """
    contacts, said = session.settings.contacts, session.language
    if contacts.first is None:
        raise typer.BadParameter(
            said.text("is not configured, so there is nobody to ask"),
            param_hint="[contacts] first",
        )
    if contacts.editorial is None:
        terminal.note(
            said.text("Nobody is asked in second place: [contacts] editorial is not configured.")
        )


def _asked(session: Session, store: Store, thread_id: str, made: Decision) -> tuple[Handed, ...]:
    from worker.alarms.asking import ask as ask_contact
    from worker.alarms.contacts import Terms
    from worker.clock import now
    from worker.language import Language

    settings, said = session.settings, session.language
    written = Language(settings.language, said.zone)
    terms = Terms(settings=settings, said=written, at=made.at)
    return ask_contact(store, terms, thread_id, made, clock=now)
