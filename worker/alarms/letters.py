"""A page as a letter, and the mail about overdue threads: one for each contact and run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from worker.alarms.contacts import Terms
from worker.alarms.rows import grid
from worker.language import Language
from worker.pages.page import Page, Section
from worker.posting.letter import Letter
from worker.posting.paged import paged_letter
from worker.store.alarms import Overdue, Step
from worker.store.queueing import Queued

KIND = "alarm"
"""Of the mails in the outbox that tell of overdue threads."""
LISTED = 50
"""Threads that a part of the mail lists; of the others it tells how many they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of the threads that a mail tells of."""

    step: Step
    found_late: bool
    """Whether their deadlines had passed before the service ever read them."""
    told: Sequence[Overdue]
    listed: Sequence[Queued]
    """The first of them."""


def period_of(parts: Sequence[Part]) -> str:
    """What makes the mail the only one of its kind: what it tells of."""
    matter = sorted(
        f"{int(part.step)} {one.thread} {one.due_at.isoformat()}"
        for part in parts
        for one in part.told
    )
    return hashlib.sha256("\n".join(matter).encode()).hexdigest()[:32]


def alarm(address: str, parts: Sequence[Part], terms: Terms) -> Letter:
    """The mail to one contact, in their language."""
    matter = (KIND, period_of(parts), address)
    theirs = replace(terms, said=terms.said.speaking(terms.settings.language_of(address)))
    return letter(page(parts, theirs), matter, theirs)


def letter(
    page: Page,
    matter: tuple[str, str, str],
    terms: Terms,
    *,
    reply_to: str | None = None,
) -> Letter:
    """A page as a letter that is the same whenever it is made of the same matter.

    `matter`: its kind, its period, and the address that it goes to.
    """
    return paged_letter(
        page,
        matter,
        sender=terms.settings.mail.sender,
        at=terms.at.astimezone(terms.said.zone),
        reply_to=reply_to,
    )


def page(parts: Sequence[Part], terms: Terms) -> Page:
    """The mail in one language."""
    said = terms.said
    count = len({one.thread for part in parts for one in part.told})
    return Page(
        code=said.code,
        title=said.text("Overdue: {n} without an answer", n=count),
        alerts=(),
        verdict=_verdict(count, said),
        sentences=(
            said.text("As of {at}.", at=said.instant(terms.at)),
            said.text(
                "The routine asks for an answer in time. That overdue threads are told to the "
                "contacts is a rule of this program's own: the first contact at once, the "
                "editorial team if they still wait four office hours later. Each is told once."
            ),
        ),
        sections=(
            *(_section(part, terms) for part in parts if part.told),
            Section(heading=said.text("What you can do"), sentences=tuple(_advice(said))),
        ),
    )


def _verdict(count: int, said: Language) -> str:
    if count == 1:
        return said.text("A comment or message waits for an answer after its deadline.")
    return said.text("{n} comments and messages wait for an answer after their deadlines.", n=count)


def _section(part: Part, terms: Terms) -> Section:
    said = terms.said
    sentences = list(_about(part, said))
    if (more := len(part.told) - len(part.listed)) > 0:
        sentences.append(
            said.text(
                "The {listed} that have waited longest are listed; {n} more stand in "
                "`annonsvakt queue`.",
                listed=len(part.listed),
                n=more,
            )
        )
    return Section(
        heading=_heading(part, said),
        sentences=tuple(sentences),
        grid=grid(part.listed, terms),
    )


def _heading(part: Part, said: Language) -> str:
    if part.step is Step.SECOND:
        return said.text("Still without an answer")
    if part.found_late:
        return said.text("Overdue when they were first read")
    return said.text("Overdue since the last mail")


def _about(part: Part, said: Language) -> Iterator[str]:
    """What the threads of a part have in common, if the heading does not say it."""
    if part.step is Step.SECOND:
        yield said.text("They have been overdue for at least four office hours.")
    elif part.found_late:
        yield said.text(
            "Their deadlines had passed before the service read them for the first time. They are "
            "told once, all together."
        )


def _advice(said: Language) -> Iterator[str]:
    yield said.text(
        "The owner answers where it was written; the next reading finds the answer by itself."
    )
    yield said.text(
        "`annonsvakt queue close ID --reason R --by WHO` closes one that needs no answer, "
        "`annonsvakt queue refer ID --to WHOM --by WHO` says who else has it."
    )
