"""How rounds are told: as JSON, as a table. What was read is never called watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from policies.rounds.days import Day
from policies.rounds.held import Outcome, Round, outcome
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language
from worker.store.watches import ANSWER, MARK, Over, Watched
from worker.sweeping.round_marks import Marked
from worker.sweeping.rounded import Kept


def as_json(one: Kept, language: Language, at: datetime) -> dict[str, Any]:
    """A subject's rounds of one day."""
    day = one.days[0]
    over = at >= day.rounds[-1].window.ends
    slk = one.platform is None
    return {
        "platform": None if slk else str(one.platform),
        "account_id": None if slk else one.account_id,
        "campaign_id": None if slk else one.subject.id,
        "name": one.subject.name,
        "day": day.day.isoformat(),
        "ran_through": day.ran if over else None,
        "counts": day.counts,
        "rounds": [_round(each, one, language, at) for each in day.rounds],
    }


def _round(each: Round, one: Kept, language: Language, at: datetime) -> dict[str, Any]:
    watched = one.watched.get(each.window.starts)
    return {
        "starts": stamp(each.window.starts, language.zone),
        "ends": stamp(each.window.ends, language.zone),
        "owner": each.owner,
        "read_at": stamp(each.read_at, language.zone),
        "because": language.say(each.because) if each.because else None,
        "digest": _digest(each),
        "digest_sent_at": stamp(each.digest.sent_at if each.digest else None, language.zone),
        "watched_at": stamp(watched.at if watched else None, language.zone),
        "watched_by": watched.by if watched else None,
        "watched_how": watched.how if watched else None,
        "outcome": str(outcome(each, at)),
    }


def _digest(each: Round) -> str:
    """`sent`, `nothing`, `not-sent`, or `none` where no digest is known."""
    if each.digest is None:
        return "none"
    if each.digest.threads == 0:
        return "nothing"
    return "not-sent" if each.digest.sent_at is None else "sent"


def draw(told: Sequence[Kept], language: Language, at: datetime, day: date) -> None:
    """The rounds as a table, a row each."""
    if not told:
        terminal.out(language.text("No rounds are known of {day}.", day=day))
        return
    columns = (
        language.text("ID"),
        language.text("Campaign"),
        language.text("Owner"),
        language.text("Round"),
        language.text("Read"),
        language.text("Digest"),
        language.text("Watched"),
        language.text("Outcome"),
    )
    terminal.table(columns, (row for one in told for row in _rows(one, language, at)))


def _rows(one: Kept, language: Language, at: datetime) -> Iterator[tuple[str, ...]]:
    day = one.days[0]
    for each in day.rounds:
        yield (
            one.subject.id,
            one.subject.name,
            each.owner,
            _span(each, language),
            _read(each, language),
            _mailed(each, language),
            _watched(one.watched.get(each.window.starts), language),
            _outcome(day, each, language, at),
        )


def _span(each: Round, language: Language) -> str:
    """From when to when."""
    edges = (each.window.starts, each.window.ends)
    return "\N{EN DASH}".join(_clock(one, language) for one in edges)


def _clock(when: datetime, language: Language) -> str:
    return when.astimezone(language.zone).strftime("%H:%M")


def _read(each: Round, language: Language) -> str:
    """When it was read, or why not."""
    if each.read_at is not None:
        return _clock(each.read_at, language)
    if each.because is None:
        return language.text("no")
    return language.text("no: {because}", because=language.say(each.because))


def _mailed(each: Round, language: Language) -> str:
    match _digest(each):
        case "sent" if each.digest is not None and each.digest.sent_at is not None:
            return _clock(each.digest.sent_at, language)
        case "nothing":
            return language.text("nothing to send")
        case "not-sent":
            return language.text("not handed over")
        case _:
            return language.text("none made")


def _watched(watched: Watched | None, language: Language) -> str:
    """Who watched, when, and by what that is known."""
    if watched is None:
        return ""
    when = _clock(watched.at, language)
    if watched.how == ANSWER:
        return language.text("the city answered {when}", when=when)
    if watched.how == MARK:
        return language.text("{by} {when}", by=watched.by, when=when)
    return language.text("{by} {when}, in the queue", by=watched.by, when=when)


def _outcome(day: Day, each: Round, language: Language, at: datetime) -> str:
    """What came of a round, and whether it counts."""
    words = {
        Outcome.HELD: language.text("held"),
        Outcome.MISSED: language.text("missed"),
        Outcome.OPEN: language.text("still open"),
        Outcome.UNKNOWN: language.text("not known"),
    }[outcome(each, at)]
    if at < each.window.starts:
        words = language.text("not begun yet")
    if not day.counts:
        return language.text("{outcome}; no rounds are asked for that day", outcome=words)
    if at < day.rounds[-1].window.ends or day.ran is True:
        return words
    if day.ran is None:
        return language.text("{outcome}; whether it ran all day is not known", outcome=words)
    return language.text("{outcome}; did not run through the day", outcome=words)


def mark_as_json(made: Marked, over: Over, language: Language) -> dict[str, Any]:
    """What became of a mark."""
    window, watched = made.window, made.watched
    return {
        "campaign_id": over.campaign_id if over.platform else None,
        "starts": stamp(window.starts if window else None, language.zone),
        "ends": stamp(window.ends if window else None, language.zone),
        "watched_at": stamp(watched.at if watched else None, language.zone),
        "watched_by": watched.by if watched else None,
        "noted": made.noted,
    }


def tell_mark(made: Marked, language: Language) -> str:
    """The same as a sentence."""
    if made.window is None or made.watched is None:
        return language.text("No round is open now: nothing was noted.")
    told = {
        "by": made.watched.by,
        "when": language.instant(made.watched.at),
        "until": _clock(made.window.ends, language),
    }
    if made.noted:
        return language.text("Noted: {by} watched {when}, in the round until {until}.", **told)
    return language.text(
        "Nothing noted: {by} watched {when}, in the same round until {until}.", **told
    )
