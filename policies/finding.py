"""One finding and the turns of its life: each gives the finding anew, and words for its history.

An unknown neither opens nor resolves a fail. A fail that can no longer be read stays a fail, with
the reason and since when. Of an event only a person makes an end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from policies.attesting import ATTEST, ATTESTED, FAILING, speaks_of
from policies.model import AccountId, Platform, Words
from policies.rule import Breach, Key, Pass, Row, Said, Subject, Unknown

RESTS_ON = "rests_on"
"""The evidence that names what a platform need not tell, and without which nothing was found."""

UNTOLD = Words("Whether this complies could not be told.")
"""The message of every unknown."""

LIVE = ("open", "muted")
"""The states of a finding that somebody has yet to do something about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fail or an unknown, as it stands."""

    id: str
    platform: Platform
    account_id: AccountId
    rule: str
    clause: str
    severity: str
    event: bool
    subject: Subject
    week: str
    """ISO week of an event, as `2026-W47`; else empty."""
    outcome: str
    """`fail` or `unknown`."""
    state: str
    """`open`, `muted`, `resolved` or `acknowledged`."""
    message: Words
    because: Words | None
    """Why nobody can tell, or why a fail can no longer be read."""
    evidence: Mapping[str, Any]
    link: str | None
    first_seen: datetime
    last_seen: datetime
    unread_since: datetime | None = None
    muted_until: datetime | None = None

    def live_fail(self) -> bool:
        """Whether it is a fail that nobody has put right or closed."""
        return self.outcome == "fail" and self.state in LIVE


class Turned(NamedTuple):
    """A finding after a turn, and the words for its history, in order.

    `opened`, `became-fail`, `reopened`, `mute-ended`, `resolved`, and `cleared` for an unknown that
    could be told after all. No word: it is still there, or nothing happened.
    """

    finding: Finding
    words: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a verdict belongs: platform, account, rule, subject and, of an event, week."""

    platform: Platform
    account_id: AccountId
    rule: str
    subject: Key
    week: str = ""

    @property
    def finding_id(self) -> str:
        """The finding's identity: the same place has the same id in every database."""
        named = (self.platform, self.account_id, self.rule, *self.subject, self.week)
        return hashlib.sha256("\x1f".join(named).encode("utf-8", "replace")).hexdigest()[:12]


def week_of(day: date) -> str:
    """A day's ISO week, as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def begin(place: Place, rule: Row[Any], said: Breach | Unknown, as_of: datetime) -> Turned:
    """A finding's first day."""
    finding = Finding(
        id=place.finding_id,
        platform=place.platform,
        account_id=place.account_id,
        rule=rule.id,
        clause=rule.clause,
        severity=rule.severity,
        event=rule.event,
        subject=said.subject,
        week=place.week,
        state="open",
        first_seen=as_of,
        last_seen=as_of,
        **content(said),
    )
    return Turned(finding, ("opened",))


def turn(
    known: Finding,
    rule: Row[Any],
    said: Said,
    as_of: datetime,
    over_by_itself: Collection[str] = (),
) -> Turned:
    """What a verdict makes of a finding.

    `over_by_itself`: what own reads confirmed as over, as `campaign 1`: no pass lacks it.
    """
    was, words = awake(known, as_of)
    if was.state == "acknowledged" and not _proves(was, said):
        return Turned(was, words)
    if isinstance(said, Breach):
        now, more = _failed(was, rule, said, as_of)
    elif isinstance(said, Unknown):
        now, more = _untold(was, rule, said, as_of)
    else:
        now, more = _passed(was, said, as_of, over_by_itself)
    return Turned(now, (*words, *more))


def holds(turned: Turned, said: Said) -> bool:
    """Whether what the finding now tells is what this verdict said, and nothing older."""
    now, words = turned
    if isinstance(said, Pass):
        return "resolved" in words or "cleared" in words
    outcome = "fail" if isinstance(said, Breach) else "unknown"
    return now.state in LIVE and now.outcome == outcome and now.unread_since is None


def awake(was: Finding, as_of: datetime) -> Turned:
    """Open again, if it was muted and the silence has run out."""
    over = was.muted_until is not None and was.muted_until <= as_of
    if was.state == "muted" and over:
        return Turned(replace(was, state="open", muted_until=None), ("mute-ended",))
    return Turned(was)


def unread(was: Finding, because: Words, as_of: datetime) -> Finding:
    """As it was, with since when it could not be read, and why; `last_seen` stands still."""
    return replace(was, because=because, unread_since=was.unread_since or as_of)


def over(was: Finding, evidence: Mapping[str, Any] | None = None) -> Turned:
    """It is put right, or can no longer deliver. `evidence`: what shows it."""
    word = "resolved" if was.outcome == "fail" else "cleared"
    now = replace(was, state="resolved", because=None, unread_since=None, muted_until=None)
    return Turned(replace(now, evidence=evidence) if evidence else now, (word,))


def content(said: Breach | Unknown) -> dict[str, Any]:
    """What a verdict writes into a finding."""
    rests = {RESTS_ON: [list(fact) for fact in sorted(said.told.facts)]} if said.told.facts else {}
    found: dict[str, Any] = {"evidence": {**said.evidence, **rests}, "link": said.link}
    if isinstance(said, Breach):
        if said.failing:
            found["evidence"][FAILING] = list(said.failing)
        return found | {"outcome": "fail", "message": said.message, "because": None}
    if said.attest is not None:
        found["evidence"][ATTEST] = said.attest
    return found | {"outcome": "unknown", "message": UNTOLD, "because": said.because}


def _seen(was: Finding, rule: Row[Any], said: Breach | Unknown, as_of: datetime) -> Finding:
    """The finding with what was seen now; a subject without a name keeps the one it had."""
    return replace(
        was,
        clause=rule.clause,
        severity=rule.severity,
        subject=said.subject if said.subject.name else was.subject,
        last_seen=max(as_of, was.last_seen),
        unread_since=None,
        **content(said),
    )


def _proves(was: Finding, said: Said) -> bool:
    """Whether an event of which nobody could tell turns out to have happened."""
    return was.outcome == "unknown" and isinstance(said, Breach)


def _failed(was: Finding, rule: Row[Any], said: Breach, as_of: datetime) -> Turned:
    """It fails: proved, still there, or back."""
    now = _seen(was, rule, said, as_of)
    proved = was.outcome == "unknown"
    words: tuple[str, ...] = ("became-fail",) if proved else ()
    if was.state == "muted" and (proved or _of_another(was, said)):  # this is not what was muted
        return Turned(replace(now, state="open", muted_until=None), (*words, "mute-ended"))
    if was.state in LIVE:
        return Turned(now, words)
    return Turned(replace(now, state="open"), (*words, "reopened"))


def _of_another(was: Finding, said: Breach) -> bool:
    """Whether nothing of what failed fails any more, and something else does."""
    before = was.evidence.get(FAILING, ())
    return bool(before and said.failing) and set(before).isdisjoint(said.failing)


def _untold(was: Finding, rule: Row[Any], said: Unknown, as_of: datetime) -> Turned:
    """Nobody can tell: a live fail stays one, unread; all else is, or is again, an unknown."""
    if was.live_fail():
        return Turned(unread(was, said.because, as_of))
    now = _seen(was, rule, said, as_of)
    if was.state in LIVE:
        return Turned(now)
    return Turned(replace(now, state="open"), ("reopened",))


def _attests(said: Pass, failing: Collection[str] | None) -> bool:
    """Whether it rests on a word about what was seen to fail, or about nobody knows what."""
    word = said.evidence.get(ATTESTED)
    return word is not None and (failing is None or speaks_of(word["tied_to"], failing))


def _passed(was: Finding, said: Pass, as_of: datetime, over_by_itself: Collection[str]) -> Turned:
    """It complies, unless what the finding rests on was not told this time."""
    if was.state not in LIVE or (was.event and was.outcome == "fail"):
        return Turned(was)
    if was.outcome == "fail" and _attests(said, was.evidence.get(FAILING)):
        because = Words("It was seen to fail, which no attestation puts right.")
        return Turned(unread(was, because, as_of))
    lacking = said.told.lacks(was.evidence.get(RESTS_ON, ()))
    if missing := [one for one in lacking if one not in over_by_itself]:
        because = Words("What it rests on was not told: {what}.", {"what": ", ".join(missing)})
        return Turned(unread(was, because, as_of))
    return over(was, said.evidence)
