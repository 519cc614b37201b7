"""Whose a thread is (C10): the department's while its brief runs, SLK's before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from policies.model.briefs import Brief

SLK = "slk"
"""The owner of messages, of posts without a brief, and of what lives on after a campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A brief under which a post is shown, or that lists it."""

    department: str | None
    """As the brief names it; None: it does not say."""
    ends: date | None
    """The last day, that day included; None: it does not say, and nobody has closed it."""


def claim_of(brief: Brief, closed_at: datetime | None, zone: tzinfo) -> Claim:
    """What a brief claims; `closed_at`: when somebody was done with it, None: it is open.

    A brief that names no last day would go on for ever, so that its closing ends it, with that day
    in the city's `zone`. One that names its last day keeps it: campaigns outlive closed briefs.
    """
    ends = brief.ends
    if ends is None and closed_at is not None:
        ends = closed_at.astimezone(zone).date()
    return Claim(department=brief.department, ends=ends)


def owner(claims: Iterable[Claim], departments: Collection[str], today: date) -> str:
    """The id of the department that answers on this day of the city's, or `slk`.

    `departments`: the ids that the configuration knows, for only they can be told of their threads.
    A brief whose last day is past claims nothing, one that has none goes on. Where two
    departments claim the same post, nobody could say which of them answers: SLK does.
    """
    running = {one.department for one in claims if one.ends is None or today <= one.ends}
    known = [one for one in running if one in departments]
    return known[0] if len(running) == 1 and known and known[0] is not None else SLK
