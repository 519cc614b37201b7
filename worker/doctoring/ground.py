"""What the program itself stands on: configuration and clock."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.http import told_time
from policies.model import Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.language import platform_name

MOST_SECONDS = 60
"""How far the clock may be off: deadlines and time limits are counted in minutes."""


def configuration(settings: Settings) -> Iterator[Line]:
    """The configuration: it was loaded, or there would be no line."""
    desk, on = Desk("configuration"), platforms.enabled(settings)
    if on:
        told = {"names": ", ".join(map(platform_name, on))}
        yield desk.ok(Words("The configuration is sound. Platforms: {names}.", told))
    else:
        yield desk.warn(
            Words("No platform is switched on."),
            Words("Write a section [meta] or [linkedin] in the configuration."),
        )


def clock(settings: Settings, now: Clock) -> Iterator[Line]:
    """The clock, beside that of the first platform that tells the time; and the time zone."""
    yield Desk("clock.zone").ok(
        Words("The time zone {zone} is known.", {"zone": settings.timezone})
    )
    places = [
        section.base_url
        for section in (settings.meta, settings.linkedin)
        if section is not None and section.enabled
    ]
    if not places:
        return
    before = now()
    told = next(filter(None, map(told_time, places)), None)
    off = 0 if told is None else round((told - (before + (now() - before) / 2)).total_seconds())
    yield _off(None if told is None else off)


def _off(seconds: int | None) -> Line:
    """How far the clock is off; None: nobody told the time."""
    desk = Desk("clock")
    if seconds is None:
        return desk.unknown(
            Words("No platform told the time to compare the clock with."),
            Words("Check that the platforms can be reached, and that this machine keeps time."),
        )
    told = {"seconds": str(abs(seconds))}
    if abs(seconds) > MOST_SECONDS:
        return desk.fail(
            Words("The clock is {seconds} seconds off, so deadlines are wrong.", told),
            Words("Let this machine keep time with NTP."),
        )
    return desk.ok(Words("The clock is right to within {seconds} seconds.", told))
