"""Calls that are not sent yet, for the sake of a limit: why, and from when they can be."""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.errors import RateLimited
from connectors.meta.ask import Ask
from policies.model import Platform, Words


class Held(RateLimited):
    """A wait of our own making: nothing was sent."""


def held_for_the_stop(ask: Ask, percent: float, until: datetime, now: datetime) -> Held:
    """Reading has had its share."""
    words = Words(
        "Of what Meta lets us ask for, {percent} % is used ({endpoint}); the rest is kept for a "
        "crisis stop. Reading can go on from {time}.",
        _values(ask, percent, until),
    )
    return _held(ask, words, until, now)


def slowed_down(ask: Ask, percent: float, until: datetime, now: datetime) -> Held:
    """What is left is spread over the time to come."""
    words = Words(
        "Of what Meta lets us ask for, {percent} % is used ({endpoint}), so we ask more slowly. "
        "The next call can go from {time}.",
        _values(ask, percent, until),
    )
    return _held(ask, words, until, now)


def blocked(ask: Ask, until: datetime, now: datetime) -> Held:
    """Meta told us to wait, when something else of the same limit was asked for."""
    words = Words(
        "Meta asks us to wait ({endpoint}). It lets us ask again from {time}.",
        {"endpoint": ask.endpoint, "time": shown(until)},
    )
    return _held(ask, words, until, now)


def refused_until(error: RateLimited, until: datetime) -> RateLimited:
    """A refusal of Meta's that was not waited out, with the time at which it ends."""
    words = Words(
        "Meta asks us to wait ({endpoint}: {says}). It lets us ask again from {time}.",
        {"endpoint": "", "says": "", **error.words.values, "time": shown(until)},
    )
    return RateLimited(
        words,
        platform=error.platform,
        account_id=error.account_id,
        trace=error.trace,
        retry_after=error.retry_after,
    )


def shown(until: datetime) -> str:
    """An instant for people, in UTC, the next whole minute."""
    return f"{until + timedelta(seconds=59):%Y-%m-%d %H:%M} UTC"


def _values(ask: Ask, percent: float, until: datetime) -> dict[str, str]:
    return {"percent": f"{percent:.0f}", "endpoint": ask.endpoint, "time": shown(until)}


def _held(ask: Ask, words: Words, until: datetime, now: datetime) -> Held:
    return Held(
        words,
        platform=Platform.META,
        account_id=ask.account_id,
        retry_after=(until - now).total_seconds(),
    )
