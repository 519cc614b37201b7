"""How the demo tells of its stop: what it stopped, what it could not, what was given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.crisis import Outcome, Row
from policies.model import Unread
from worker.cli.columns import wrapped
from worker.demo.rehearsal import Rehearsal
from worker.language import Language
from worker.pages.page import platform_name
from worker.stopping.outcome import Result
from worker.terms import unread_name


def tell_rehearsal(rehearsal: Rehearsal, said: Language) -> Iterator[str]:
    """What the stop stopped, what it could not, and what was given back."""
    stop, back = rehearsal.stop, rehearsal.resume
    yield from wrapped(
        said.text(
            "The plan showed {planned} campaigns that are on, and asked for the phrase {phrase}. "
            "{stopped} were switched off, and read again, in {seconds} seconds.",
            planned=rehearsal.plan.number,
            phrase=rehearsal.phrase,
            stopped=_number(stop, Outcome.STOPPED, Outcome.ADDED),
            seconds=said.number(round(stop.seconds, 1)),
        )
    )
    yield ""
    yield from wrapped(_proof(stop, said))
    yield from _left(stop.left, said)
    for one in stop.gaps:
        yield from wrapped(f"- {gap(one, said)}", 2)
    for channel in stop.not_covered:
        yield from wrapped(f"- {said.say(channel.because)}", 2)
        yield from wrapped(channel.link, 4)
    yield ""
    yield from wrapped(
        said.text(
            "Then {number} were given back, as they were before.",
            number=_number(back, Outcome.RESUMED),
        )
    )
    stayed = (*back.skipped, *back.left)
    if stayed:
        yield from wrapped(said.text("These were left off, each for its reason:"))
    yield from _left(stayed, said)


def _number(result: Result, *outcomes: Outcome) -> int:
    """How many rows have one of these outcomes."""
    return sum(row.outcome in outcomes for row in result.rows)


def _proof(stop: Result, said: Language) -> str:
    """Whether all is off, as a fresh reading says."""
    if stop.verified:
        return said.text(
            "A fresh reading proves that everything we can reach is off. Out of reach:"
        )
    return said.text(
        "A fresh reading shows that not everything is off. A person finishes this by hand:"
    )


def _left(rows: Sequence[Row], said: Language) -> Iterator[str]:
    """Switches that stayed as they were, with where to turn them by hand; each reason once."""
    reasons: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        template = row.error.template if row.error else ""
        place = (platform_name(row.switch.platform), row.switch.account_id, template)
        reasons.setdefault(place, []).append(row)
    for (platform, account, _), members in reasons.items():
        error = members[0].error
        yield from wrapped(f"- {platform} {account}. {said.say(error) if error else ''}", 2)
        for row in members:
            yield from wrapped(row.switch.name, 4)
            yield from wrapped(row.switch.link or "", 4)


def gap(unread: Unread, said: Language) -> str:
    """One thing that could not be read, and why."""
    what = unread_name(unread.what, said)
    place = " ".join(filter(None, (platform_name(unread.platform), unread.account_id, what)))
    return f"{place}: {said.say(unread.because)}"
