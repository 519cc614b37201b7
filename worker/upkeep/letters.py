"""The mails about the service itself, each a page: what is the matter, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from policies.model import Words
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Page, Section
from worker.posting.letter import Letter
from worker.posting.paged import paged_letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a mail tells."""

    kind: str
    """Of the mail in the outbox."""
    period: str
    """What makes it the only one of its kind."""
    title: Words
    verdict: Words
    sentences: Sequence[Words]
    points: Sequence[tuple[Words, Words]]
    """What is the matter with what."""
    remedies: Sequence[Words]
    """What to do, in order."""


def letters(
    matter: Matter,
    people: Iterable[str],
    settings: Settings,
    said: Language,
    *,
    at: datetime,
) -> tuple[Letter, ...]:
    """A letter to each of these people, as of that instant."""
    page = page_of(matter, said, at=at)
    return tuple(
        paged_letter(
            page,
            (matter.kind, matter.period, one),
            sender=settings.mail.sender,
            at=at.astimezone(said.zone),
        )
        for one in people
    )


def _points(matter: Matter, said: Language) -> Iterator[Section]:
    if matter.points:
        points = tuple((said.say(name), said.say(words)) for name, words in matter.points)
        yield Section(heading=said.text("What is the matter"), points=points)


def page_of(matter: Matter, said: Language, *, at: datetime) -> Page:
    """The mail in one language."""
    return Page(
        code=said.code,
        title=said.say(matter.title),
        alerts=(),
        verdict=said.say(matter.verdict),
        sentences=(said.text("As of {at}.", at=said.instant(at)), *map(said.say, matter.sentences)),
        sections=(
            *_points(matter, said),
            Section(
                heading=said.text("What you can do"),
                sentences=(
                    *map(said.say, matter.remedies),
                    said.text("`annonsvakt doctor` tells afterwards whether all is in order."),
                ),
            ),
        ),
    )
