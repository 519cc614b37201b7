"""A crisis stop in a simulated year: given by a person, held by the service, undone after days."""

from __future__ import annotations

from datetime import datetime

from policies.crisis import EVERYTHING, phrase
from tests.worker.service.year_city import City
from tests.worker.service.year_house import House
from worker.stopping.desk import open_desk, places_of
from worker.stopping.giving import pause, resume
from worker.stopping.identity import whoami
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result
from worker.stopping.story import tell_story


class Person:
    """Whoever is on duty."""

    def __init__(self, house: House, city: City) -> None:
        self._house, self._city = house, city
        self._stop_id = ""
        self._since: datetime | None = None
        self.stopped = 0
        """Switches that were turned off by a person."""
        self.resumed = 0

    def stop(self) -> None:
        """Everything."""
        answer = pause(self._desk(), self._order(), EVERYTHING, typed=None, ask=_types)
        assert answer.result is not None
        self._stop_id, self._since = answer.result.stop_id, self._city.clock()
        self.stopped += len(answer.result.rows)

    def resume(self) -> None:
        """What the stop turned off; what began since is the city's own to turn on."""
        desk = self._desk()
        story = tell_story(self._stop_id, desk.places)
        answer = resume(desk, self._order(), story, typed=None, ask=_types)
        assert answer.result is not None
        self.resumed += len(answer.result.rows)
        for one in self._city.flights:
            if self._since is not None and one.ends > self._since:
                one.stopped = min(one.stopped or self._since, self._since)

    def _desk(self):  # type: ignore[no-untyped-def]
        settings = self._house.settings
        return open_desk(
            settings,
            places_of(settings, None),
            clock=self._city.clock,
            tell=lambda words: None,
            last_resort=lambda line: None,
        )

    def _order(self) -> Order:
        return Order(reason="provat", operator="Anna", who=whoami())


def _types(plan: Result) -> str:
    return phrase(plan.doing, plan.number, "sv")
