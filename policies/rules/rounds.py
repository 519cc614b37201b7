"""C9, C10: two rounds a day over what runs, and over messages and what lives on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from policies.model import Platform, Words
from policies.rounds.days import Day
from policies.rounds.held import Outcome, Round
from policies.rounds.weeks import Rounded, RoundRule
from policies.rule import Breach, Pass, Said, Severity, Unknown


def rounds_are_held(facts: Rounded) -> Iterator[Said]:
    """Every round is held on each day on which the campaign ran all through the rounds' time.

    A round is held when everything under the campaign's ads was read in it, and its owner's digest
    was handed over that day or there was nothing to send. That a person watched is told beside it
    and takes the place of neither. SLK's own rounds are those over messages, and over posts that
    belong to no running campaign of a department.

    It tells of a day that has passed, and a person closes it. Days on which the campaign did not
    run through all the rounds do not count; where nobody can tell, or no digest is known, it is
    unknown.
    """
    counted = [one for one in facts.days if one.counts and one.rounds and one.ran is not False]
    missed = [one for one in counted if _missed(one, facts.as_of)]
    doubts = [(one, why) for one in counted if (why := _doubt(one, facts.as_of)) is not None]
    if missed:
        yield _breach(facts, missed, [day for day, _ in doubts])
    elif doubts:
        day, because = doubts[-1]
        told = [one.isoformat() for one in (day.day for day, _ in doubts)]
        evidence = {"days": told}
        yield Unknown(
            subject=facts.subject, because=because, evidence=evidence, link=facts.link, on=day.day
        )
    elif counted:
        yield Pass(subject=facts.subject, on=counted[-1].day)


def _missed(day: Day, at: datetime) -> bool:
    """Whether it surely ran all that time, and a round of it was surely not held."""
    return day.ran is True and not day.moved and bool(day.of(Outcome.MISSED, at))


def _doubt(day: Day, at: datetime) -> Words | None:
    """Why nobody can tell whether the day was as it should be; None: anybody can."""
    if len(day.of(Outcome.HELD, at)) == len(day.rounds):
        return None
    values = {"day": day.day.isoformat()}
    if day.moved:
        return Words("The times of the rounds were changed on {day}.", values)
    if day.ran is None:
        return Words(
            "A round was not held on {day}, and whether the campaign ran all that day could not be "
            "told.",
            values,
        )
    return Words(
        "On {day} everything was read, but whether the owner got a digest is not known: none was "
        "made.",
        values,
    )


def _breach(facts: Rounded, missed: Sequence[Day], unsure: Sequence[Day]) -> Breach:
    """The newest day with its rounds; in the evidence all of them, and those nobody can tell of."""
    newest = missed[-1]
    last = _last_held(facts, newest)
    evidence: dict[str, Any] = {
        "days": [_evidence(one, facts) for one in missed],
        "last": last.astimezone(facts.zone).isoformat(timespec="minutes") if last else None,
        "not_known": [one.day.isoformat() for one in unsure if one not in missed],
    }
    return Breach(
        subject=facts.subject,
        message=_message(facts, newest, last),
        evidence=evidence,
        link=facts.link,
        on=newest.day,
    )


def _message(facts: Rounded, day: Day, last: datetime | None) -> Words:
    """Which rounds lacked what, and when the last one was held before that."""
    unread, unsent = _lacks(day, facts)
    told = {
        "day": day.day.isoformat(),
        "unread": ", ".join(unread),
        "unsent": ", ".join(unsent),
        "last": last.astimezone(facts.zone).strftime("%Y-%m-%d %H:%M") if last else "",
    }
    words = _SENTENCES[bool(unread), bool(unsent), last is not None]
    return replace(words, values={name: told[name] for name in words.values})


def _lacks(day: Day, facts: Rounded) -> tuple[list[str], list[str]]:
    """When the rounds began that were not read, and those of which the owner was not told."""
    missed = day.of(Outcome.MISSED, facts.as_of)
    unread = [_began(one, facts) for one in missed if one.read_at is None]
    return unread, [_began(one, facts) for one in missed if one.read_at is not None]


def _began(one: Round, facts: Rounded) -> str:
    return one.window.starts.astimezone(facts.zone).strftime("%H:%M")


def _evidence(day: Day, facts: Rounded) -> dict[str, Any]:
    unread, unsent = _lacks(day, facts)
    return {"day": day.day.isoformat(), "not_read": unread, "not_told": unsent}


def _last_held(facts: Rounded, until: Day) -> datetime | None:
    """When the last round up to that day had been read that was held."""
    days = (one for one in (*facts.earlier, *facts.days) if one.day <= until.day)
    held = (one.read_at for day in days for one in day.of(Outcome.HELD, facts.as_of))
    return max((one for one in held if one is not None), default=None)


_DAY, _UNREAD, _UNSENT, _LAST = {"day": ""}, {"unread": ""}, {"unsent": ""}, {"last": ""}
_SENTENCES = {
    (True, False, True): Words(
        "On {day} not everything was read in the rounds of {unread}. The last round was held "
        "{last}.",
        _DAY | _UNREAD | _LAST,
    ),
    (True, False, False): Words(
        "On {day} not everything was read in the rounds of {unread}. No round is known to have "
        "been held in the days before.",
        _DAY | _UNREAD,
    ),
    (False, True, True): Words(
        "On {day} everything was read in the rounds of {unsent}, but the owner's digest was not "
        "handed over. The last round was held {last}.",
        _DAY | _UNSENT | _LAST,
    ),
    (False, True, False): Words(
        "On {day} everything was read in the rounds of {unsent}, but the owner's digest was not "
        "handed over. No round is known to have been held in the days before.",
        _DAY | _UNSENT,
    ),
    (True, True, True): Words(
        "On {day} not everything was read in the rounds of {unread}, and in those of {unsent} the "
        "owner's digest was not handed over. The last round was held {last}.",
        _DAY | _UNREAD | _UNSENT | _LAST,
    ),
    (True, True, False): Words(
        "On {day} not everything was read in the rounds of {unread}, and in those of {unsent} the "
        "owner's digest was not handed over. No round is known to have been held in the days "
        "before.",
        _DAY | _UNREAD | _UNSENT,
    ),
}
"""By whether something was not read, whether somebody was not told, and whether one was held."""
ROUND_MISSED = RoundRule(
    id="monitoring.round-missed",
    clause="C9",
    severity=Severity.WARN,
    about="campaign",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=rounds_are_held,
    event=True,
    remedy=Words(
        "Look through the comments in `annonsvakt queue` at once. `annonsvakt round list --day` "
        "tells for each round what was lacking and why; see to it that the service runs, reads the "
        "platform and reaches the mail server. Then close it with `annonsvakt findings ack`."
    ),
)
