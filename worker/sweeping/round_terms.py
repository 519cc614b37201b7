"""When rounds are due, and whose: what the configuration says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from policies.deadlines import Calendar, closed_because
from policies.model import Platform
from policies.rounds.weeks import RoundRule
from policies.rounds.windows import Window, window_at, windows
from policies.rules import ON_ROUNDS
from worker.calendar import calendar
from worker.config import Settings
from worker.platforms import enabled


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTerms:
    """What rounds are measured by."""

    times: tuple[time, ...] = ()
    """When they begin, in the city's time."""
    working_days: bool = False
    """Whether days on which the office is closed count as days without rounds."""
    calendar: Calendar = field(default_factory=calendar)
    departments: frozenset[str] = frozenset()
    platforms: tuple[Platform, ...] = ()
    """Those that are switched on."""
    rules: tuple[RoundRule, ...] = ()
    """Those on rounds that are switched on."""

    @property
    def zone(self) -> ZoneInfo:
        """The city's."""
        return self.calendar.zone

    def window_at(self, at: datetime) -> Window | None:
        """The window that is open at an instant."""
        return window_at(at, self.times, self.zone)

    def windows(self, day: date) -> tuple[Window, ...]:
        """The windows of a day."""
        return windows(day, self.times, self.zone)

    def counts(self, day: date) -> bool:
        """Whether rounds are to be held on that day."""
        return not self.working_days or closed_because(day, self.calendar) is None


def round_terms(settings: Settings) -> RoundTerms:
    """The terms that this configuration gives."""
    sla = settings.sla
    return RoundTerms(
        times=sla.rounds,
        working_days=sla.rounds_on == "working-days",
        calendar=calendar(ZoneInfo(settings.timezone), sla.office_closes, sla.extra_closed_days),
        departments=frozenset(one.id for one in settings.departments),
        platforms=enabled(settings),
        rules=tuple(rule for rule in ON_ROUNDS if rule.id not in settings.rules.off),
    )
