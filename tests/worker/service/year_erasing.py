"""People who ask in a simulated year to have erased what they wrote; some of them by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from tests.worker.service.year_city import DAY, HOUR, City, Writer
from tests.worker.service.year_house import House
from worker.store import erasures
from worker.store.errors import UnknownId
from worker.store.opening import Store
from worker.store.personal import Wanted
from worker.store.tables import comments
from worker.sweeping.erasing import erase
from worker.sweeping.judgement import judgement

BETWEEN = 5 * DAY
"""Two people who ask, on the average."""
PATIENCE = 10 * DAY
"""How long it is tried again where nothing was read yet, or it went by its age before."""


@dataclass
class Asked:
    """One who asked."""

    who: Writer
    at: datetime
    whole: bool
    """By the author's id; else by the comment's."""
    erased: datetime | None = None
    on_disk: bool = False
    """Whether somebody's reading kept it in the database's journal; the program says so."""
    lift: datetime | None = None
    """When it will turn out to have been the wrong person's."""
    lifted: bool = False
    id: str = ""


class Erasing:
    """Whoever answers such letters."""

    def __init__(self, seed: int, house: House, city: City, store: Store) -> None:
        self._dice = Random(f"{seed}:erasures")
        self._house, self._city, self._store = house, city, store
        self._next = city.clock() + self._dice.expovariate(1 / (BETWEEN / HOUR)) * HOUR
        self.asked: list[Asked] = []
        self._open: list[Asked] = []

    def step(self, at: datetime) -> None:
        """What has come by now, and what could not be done before."""
        self._city.writers = [one for one in self._city.writers if one.at > at - 20 * DAY]
        while self._next <= at:
            self._next += self._dice.expovariate(1 / (BETWEEN / HOUR)) * HOUR
            if self._city.writers:
                who = self._dice.choice(self._city.writers)
                self._city.writers.remove(who)
                one = Asked(who, at, whole=self._dice.random() < 0.5)
                if self._dice.random() < 0.2:
                    one.lift = at + self._dice.uniform(4, 12) * DAY
                self.asked.append(one)
                self._open.append(one)
        if self._house.database_is_there:
            self._open = [one for one in self._open if not self._done(one, at)]
            for one in self.asked:
                if one.erased and one.lift and one.lift <= at and not one.lifted:
                    self._lift(one)

    def _done(self, one: Asked, at: datetime) -> bool:
        judged, who = judgement(self._house.settings), one.who
        wanted = Wanted(
            platform=who.platform,
            author=who.author if one.whole else None,
            comments=() if one.whole else (who.number,),
        )
        now = self._city.clock()
        try:
            done = erase(self._store, judged, wanted, by="Anna", reason="dnr 2027/91", at=now)
        except UnknownId:
            return at > one.at + PATIENCE
        if done.made is None:
            return at > one.at + PATIENCE
        one.erased, one.on_disk, one.id = now, done.on_disk, done.made.id
        return True

    def _lift(self, one: Asked) -> None:
        with self._store.writing() as connection:
            at = self._city.clock()
            erasures.lift(connection, one.id, by="Anna", reason="fel person", at=at)
        one.lifted = True

    def gone(self) -> list[Asked]:
        """Whose words may stand nowhere any more."""
        return [one for one in self.asked if one.erased and not one.lifted]

    def faults(self, store: Store) -> Iterator[str]:
        """What stands in a row all the same."""
        here = {(str(one.who.platform), one.who.number): one for one in self.gone()}
        c = comments.c
        query = select(comments).where(
            c.id.in_({number for _, number in here}),
            c.text.is_not(None) | c.author_id.is_not(None) | c.author_name.is_not(None),
        )
        with store.reading() as connection:
            for row in connection.execute(query):
                if (row.platform, row.id) in here:
                    yield f"{row.id} was erased for a person, and is kept again"

    def left_in(self, file: Path, since: datetime) -> Iterator[str]:
        """Words that stand in a file which was written after they were erased. `since`: when."""
        content = file.read_bytes()
        for one in self.gone():
            assert one.erased is not None
            if one.erased < since and not one.on_disk and one.who.word.encode() in content:
                yield f"{file.name} holds what was erased on {one.erased}"

    def told_by(self, mail: str, dated: datetime) -> bool:
        """Whether a mail that was made then tells what had been erased."""
        gone = [one for one in self.gone() if one.erased and one.erased < dated]
        return any(one.who.word in mail for one in gone)
