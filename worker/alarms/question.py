"""The mail by which somebody asks a contact what to answer (C16)."""

from __future__ import annotations

from collections.abc import Iterator

from policies.deadlines import due
from policies.model import Platform
from worker.alarms.contacts import Terms
from worker.alarms.letters import letter
from worker.alarms.rows import grid
from worker.language import Language
from worker.mail import is_address
from worker.pages.page import Page, Section
from worker.posting.letter import Letter
from worker.store.alarms import Step
from worker.store.asks import ASK, Ask
from worker.store.queueing import Queued


def question(ask: Ask, row: Queued, step: Step, terms: Terms) -> Letter:
    """The mail to the contact of a step; an answer goes to whoever asked, if that is an address."""
    reply_to = ask.made.by if is_address(ask.made.by) else None
    matter = (ASK, f"{ask.thread} {ask.id} {int(step)}", terms.addresses[step])
    return letter(_page(ask, row, step, terms), matter, terms, reply_to=reply_to)


def _page(ask: Ask, row: Queued, step: Step, terms: Terms) -> Page:
    said, by = terms.said, ask.made.by
    return Page(
        code=said.code,
        title=said.text("{by} asks what to answer", by=by),
        alerts=(),
        verdict=_verdict(ask, step, said),
        sentences=tuple(_sentences(ask, row, terms)),
        sections=(
            Section(
                heading=said.text("What it is about"),
                sentences=tuple(_in_words(row, terms)),
                grid=grid([row], terms),
            ),
            Section(heading=said.text("What you can do"), sentences=tuple(_advice(ask, said))),
        ),
    )


def _verdict(ask: Ask, step: Step, said: Language) -> str:
    if step is Step.FIRST:
        return said.text("{by} is unsure what to answer, and asks you.", by=ask.made.by)
    return said.text(
        "{by} asked the first contact {when} what to answer. Four office hours have passed, and "
        "nobody has answered, closed or referred the thread.",
        by=ask.made.by,
        when=said.instant(ask.made.at),
    )


def _sentences(ask: Ask, row: Queued, terms: Terms) -> Iterator[str]:
    """The question, by when, and why this mail comes."""
    said = terms.said
    if ask.made.reason:
        yield said.text("The question: {question}", question=ask.made.reason)
    if row.due_at is not None and row.overdue(terms.at):
        yield said.text("It should have been answered by {due}.", due=said.instant(row.due_at))
    elif row.due_at is not None:
        yield said.text("It is to be answered by {due}.", due=said.instant(row.due_at))
    yield said.text(
        "Whoever is unsure asks the first contact, and the editorial team if nobody has seen to it "
        "within four office hours."
    )


def _in_words(row: Queued, terms: Terms) -> Iterator[str]:
    """Why the deadline is what it is; of LinkedIn not, for that would tell when it was written."""
    if row.platform is Platform.LINKEDIN or row.created_at is None:
        return
    worked_out = due(row.created_at, terms.calendar)
    if worked_out.at == row.due_at:
        yield from (terms.said.dated(terms.said.say(one)) for one in worked_out.because)


def _advice(ask: Ask, said: Language) -> Iterator[str]:
    if is_address(ask.made.by):
        yield said.text("Answer this mail: it goes to {by}.", by=ask.made.by)
    else:
        yield said.text("Tell {by} what to answer.", by=ask.made.by)
    yield said.text(
        "`annonsvakt queue show {id}` shows the thread. `annonsvakt queue refer {id} --to WHOM "
        "--by WHO` says who else has it.",
        id=ask.thread,
    )
