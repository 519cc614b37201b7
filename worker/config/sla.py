"""`[sla]`: the office's hours and days, the rounds, and when new threads are a flood."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from policies.model import Words
from policies.rounds.flood import FLOOD
from worker.config.refused import Refused
from worker.config.sections import Section

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2100, 12, 31)
"""No deadline is older than the program, and no holiday is known later. Days that are past may
stand: the list need not be tidied."""


class Sla(Section):
    """`[sla]`."""

    office_opens: time = time(8, 0)
    office_closes: Annotated[time, Field(validate_default=True)] = time(17, 0)
    extra_closed_days: tuple[date, ...] = ()
    rounds: tuple[time, ...] = (time(8, 30), time(14, 30))
    rounds_on: Literal["every-day", "working-days"] = "every-day"
    flood: Annotated[int, Field(ge=1)] = FLOOD

    @field_validator("extra_closed_days")
    @classmethod
    def _days_that_can_be_meant(cls, value: tuple[date, ...]) -> tuple[date, ...]:
        """Refuse days that are surely mistyped: another one would stay open, unnoticed."""
        for one in value:
            if not FIRST_DAY <= one <= LAST_DAY:
                raise Refused(
                    Words(
                        "names {one}, which no deadline can touch: days from {first} to {last} "
                        "count",
                        {"one": str(one), "first": str(FIRST_DAY), "last": str(LAST_DAY)},
                    )
                )
            if value.count(one) > 1:
                raise Refused(
                    Words("names {one} more than once; was another day meant?", {"one": str(one)})
                )
        return value

    @field_validator("office_closes")
    @classmethod
    def _after_it_opens(cls, value: time, info: ValidationInfo) -> time:
        """Refuse an office that closes before it opens: no hour of it would ever pass."""
        opens = info.data.get("office_opens")
        if opens is not None and opens >= value:
            hours = {"closes": f"{value:%H:%M}", "opens": f"{opens:%H:%M}"}
            raise Refused(
                Words("is {closes}, which is not later than office_opens, {opens}", hours)
            )
        return value
