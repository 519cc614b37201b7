"""Floods: very many new threads for one owner are one mail at once, to the owner and to SLK."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from policies.owning import SLK
from policies.rounds.flood import HOUR, Turn, turn
from worker.config import Settings
from worker.digests.flood_letters import flood_letters
from worker.digests.owners import departments
from worker.language import Language
from worker.logs import ERROR, WARNING, log
from worker.mail import MailFailed
from worker.posting.laying import put_letter
from worker.posting.letter import Letter
from worker.store import floods
from worker.store.floods import Flood
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.store.opening import Store


@dataclass(slots=True, kw_only=True)
class ToldFloods:
    """What came of a look at what is new."""

    mails: int = 0
    gaps: int = 0
    """Addresses, or owners without any, that cannot be told; each is in the log."""


def tell_floods(store: Store, settings: Settings, said: Language, *, at: datetime) -> ToldFloods:
    """Tell of each flood that has begun and of which nobody was told; note which are over.

    A flood's row and its mails are one transaction, and one worker at a time has an owner's:
    however many polls and workers look, and whatever is killed, it is told once.

    Raises:
        StoreError: the database failed; what was laid down stays.
    """
    look = _Look(settings=settings, said=said, at=at)
    with store.reading() as connection:
        counts, standing = look.counts(connection), floods.standing(connection)
    for owner in sorted({*counts, *standing}):
        if look.turn(counts[owner], standing.get(owner)) is not Turn.NONE:
            with store.writing() as connection:
                alone(connection, f"flood {owner}")
                look.see_to(connection, owner)
    return look.told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look at what is new."""

    settings: Settings
    said: Language
    at: datetime
    told: ToldFloods = field(default_factory=ToldFloods)

    def counts(self, connection: Connection) -> Counter[str]:
        """New threads within the last hour by owner; those of departments that are gone: SLK's."""
        known, found = departments(self.settings), Counter[str]()
        for owner, number in floods.new_of(connection, self.at - HOUR).items():
            found[owner if owner in known else SLK] += number
        return found

    def turn(self, number: int, standing: Flood | None) -> Turn:
        """What so many new threads mean."""
        return turn(number, self.settings.sla.flood, standing=standing is not None)

    def see_to(self, connection: Connection, owner: str) -> None:
        """Do what the last hour asks for, as it is now that nobody else does so."""
        number = self.counts(connection)[owner]
        standing = floods.standing(connection).get(owner)
        now = self.turn(number, standing)
        if now is Turn.BEGINS:
            self._begin(connection, owner, number)
        elif now is Turn.LASTS and standing is not None:
            floods.grow(connection, standing, number)
        elif now is Turn.ENDS and standing is not None:
            floods.end(connection, standing, self.at)
            log("flood.over", owner=owner, most=standing.most)

    def _begin(self, connection: Connection, owner: str, number: int) -> None:
        """Lay its letters down; without a letter there is no row, and the next look tries again."""
        letters = flood_letters(
            connection, self.settings, self.said, owner=owner, number=number, at=self.at
        )
        laid = sum(self._laid(connection, owner, one) for one in letters)
        if not laid:
            self.told.gaps += not letters
            log("flood.nobody", level=ERROR, owner=owner, threads=number)
            return
        floods.begin(connection, owner, number, self.at)
        self.told.mails += laid
        log("flood.begun", level=WARNING, owner=owner, threads=number)

    def _laid(self, connection: Connection, owner: str, letter: Letter) -> bool:
        """Whether the letter could be laid down."""
        try:
            put_letter(connection, letter, self.at)
        except MailFailed as failure:
            self.told.gaps += 1
            log("flood.address", level=ERROR, owner=owner, because=failure.words.english())
            return False
        return True
