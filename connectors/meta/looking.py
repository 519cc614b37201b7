"""Posts, photos and films looked up by their ids: few at a time, and remembered from run to run.

What is as it should be is believed for a week. What is not is asked for again after a day, so that
whoever puts it right sees it gone tomorrow; so is what Meta does not show to us, for access may be
given any day. Of many that are new only so many are asked for in a round, and the others in the
next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple, TypeAlias

from connectors.errors import ConnectorError, NotFound, PermissionMissing
from connectors.meta import ask_accessible as ask
from connectors.meta import read_accessible as read
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask
from connectors.meta.graph import Graph
from connectors.meta.page_tokens import Pages
from connectors.meta.read_accessible import Plain
from connectors.meta.shape import Record
from policies.model import Words

POST, PHOTO, FILM, INSTAGRAM = "shown_post", "shown_photo", "shown_film", "shown_instagram"
"""Under which topics they are recalled."""
SETTLED, UNSETTLED = timedelta(days=7), timedelta(days=1)
"""How long something is believed that is as it should be, and something that is not."""
STORED = timedelta(days=30)
"""How long it is believed while others have not been asked for even once: as long as it is kept."""
LATER = Words(
    "It has not been looked at yet: each round looks at so many, and the next ones at the others."
)


class Thing(NamedTuple):
    """Something to look up."""

    topic: str
    id: str
    page: str = ""
    """The Page whose token reads it; empty: the configured token does."""


_REFUSED: Plain = {"refused": True, "settled": False}
"""That Meta does not show it."""
Told: TypeAlias = Plain | Words
"""What is known of a thing, or why nothing is."""
Reading: TypeAlias = Callable[[Record, Collection[str]], Told]

_READ: Mapping[str, Reading] = {
    POST: read.read_attachments,
    PHOTO: read.read_photo,
    FILM: read.read_captions,
    INSTAGRAM: read.read_instagram_post,
}
_BY_PAGE: Mapping[str, Callable[[str, str], Ask]] = {
    POST: ask.attachments,
    PHOTO: ask.photo,
    FILM: ask.captions,
}


class Lookups:
    """Looks things up; safe across threads."""

    def __init__(self, graph: Graph, pages: Callable[[], Pages]) -> None:
        """`pages` are fetched only when something is asked for with a Page's token."""
        self._graph = graph
        self._pages = pages

    def look_up(self, wanted: Iterable[Thing], room: int) -> tuple[dict[Thing, Told], int]:
        """What is known of these, with `room` to ask for so many; and the room that is left.

        Those never asked for go before those that are to be asked for again.
        """
        known: dict[Thing, Told] = {}
        new: list[Thing] = []
        old: list[Thing] = []
        for thing in dict.fromkeys(wanted):
            plain = self._graph.memory.get(thing.topic, thing.id, STORED)
            if plain is None:
                new.append(thing)
                continue
            known[thing] = _heard(thing, plain)
            kept = SETTLED if plain["settled"] else UNSETTLED
            if self._graph.memory.get(thing.topic, thing.id, kept) is None:
                old.append(thing)
        asked = [*new, *old][:room]
        known |= dict.fromkeys(new[room:], LATER)
        return known | self._ask(asked), room - len(asked)

    def _ask(self, things: Sequence[Thing]) -> dict[Thing, Told]:
        told: dict[Thing, Told] = {}
        asks: dict[Thing, Ask] = {}
        for thing in things:
            try:
                asks[thing] = self._asking(thing)
            except ConnectorError as error:
                told[thing] = error.words
        answers = self._graph.batch(tuple(asks.values())) if asks else ()
        for (thing, asked), answer in zip(asks.items(), answers, strict=True):
            told[thing] = self._hear(thing, asked, answer)
        return told

    def _asking(self, thing: Thing) -> Ask:
        """What asks for it.

        Raises:
            ConnectorError: there is no token of its Page.
        """
        if thing.topic == INSTAGRAM:
            return ask.instagram_post(thing.id)
        return _BY_PAGE[thing.topic](thing.id, self._pages().speaking(thing.page)[1])

    def _hear(self, thing: Thing, asked: Ask, answer: Answered) -> Told:
        """What an answer tells; what is told of the thing itself is remembered."""
        try:
            if isinstance(answer, ConnectorError):
                raise answer
            told = _READ[thing.topic](answer, self._graph.lacking(asked))
        except (NotFound, PermissionMissing):
            told = _REFUSED
        except ConnectorError as error:
            return error.words
        if isinstance(told, Words):
            return told
        self._graph.memory.put(thing.topic, thing.id, told)
        return _heard(thing, told)


def _heard(thing: Thing, plain: Plain) -> Told:
    """A value as it was remembered."""
    if "refused" not in plain:
        return plain
    if thing.topic == INSTAGRAM:
        return Words(
            "Meta does not show {id} to the token in [meta] access_token. Give its system user the "
            "Instagram account in Business settings.",
            {"id": thing.id},
        )
    return Words(
        "Meta does not show {id} to the token of Page {page}. What was made for an ad alone may be "
        "open to its owner and to nobody else; or the token lacks pages_read_engagement.",
        {"id": thing.id, "page": thing.page},
    )
