"""What may have been spent on days of which no costs were told yet.

Costs are read some times a day and end with yesterday; where they are refused they end earlier.
What ran after that day and is over since has spent more than was told. It counts at most with its
budget for these days, until costs reach its last one: else a budget would be kept by what ended
today, and broken again tomorrow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from policies.delivery import Branch
from policies.flights import days_of
from policies.model import Words
from policies.model.spent import Share, Spent
from policies.register import Register
from policies.rounds.running import last_of, reading
from policies.rule import Facts
from policies.spending.days import last_day

UNLISTED = Words("A campaign was running when last listed, and its last costs are still to come.")
"""The doubt about one that is listed no more, and is over by its own read."""
LATE = timedelta(days=2)
"""How far behind today costs may be that are read once a day: they end with the day before."""


def too_old(branch: Branch, told: Spent, today: date, off: datetime | None, zone: tzinfo) -> bool:
    """Whether costs that ought to be here by now may lack some of this campaign's.

    `off`: when it was off at the latest; None: before all of these days.
    """
    if today - told.until <= LATE:
        return False
    return branch.runs is not False or _after(off, told.until, zone)


def off_by(branch: Branch, as_of: datetime, register: Register) -> datetime | None:
    """The instant by which a campaign was off that cannot run; None: it ran on no day we know of.

    Where we saw it running, that is when we saw it off, or what tells that it was off earlier: an
    end or, on Meta, a change. One that never ran while watched may be changed every day.
    """
    told = reading(branch, as_of).ended if branch.unsure is None else None
    if register.ran is None:
        return told
    if branch.campaign.id not in register.ran:
        return None
    return register.ran[branch.campaign.id] or told or as_of


def until_told(
    branch: Branch, told: Spent, as_of: datetime, off: datetime | None, zone: tzinfo
) -> Branch:
    """The campaign with what of it may have run after the last day of which costs were told.

    That is no longer off then, but may run, to the instant at which it was off.
    """
    over = branch.runs is False
    if over and not _after(off, told.until, zone):
        return branch
    below = []
    for one, runs in branch.ad_sets:
        last = last_of((one, branch.campaign), as_of) or (off if over else None)
        late = runs is False and last is not None and _after(last, told.until, zone)
        below.append((replace(one, end=last), None) if late else (one, runs))
    if not over:
        return branch._replace(ad_sets=tuple(below))
    campaign = replace(branch.campaign, end=off)
    return branch._replace(campaign=campaign, ad_sets=tuple(below), on=None, runs=None)


def _after(instant: datetime | None, day: date, zone: tzinfo) -> bool:
    """Whether what was off at this instant may have run after that day."""
    return instant is not None and last_day(instant, zone) > day


def unlisted(share: Share, facts: Facts, register: Register) -> Share:
    """The share of a campaign that is listed no more, with what it spent by newer costs.

    One that is over has spent no more than that, once costs reach the day on which it was seen to
    be. Where nobody knows what of it was spent under the brief, it is the most of that.
    """
    told, zone = facts.spent, days_of(facts.snapshot.account, register.zone)
    spent = share.spent
    if isinstance(told, Spent) and not told.unread:
        newer = told.sums.get(share.campaign_id, spent)
        spent = None if spent is None else newer
        if share.over and told.until >= share.read_at.astimezone(zone).date():
            return replace(share, spent=spent, least=spent, most=newer, because=None)
    return replace(share, spent=spent, least=spent)


def because_of(told: Spent) -> Words:
    """Why what is known may not be all."""
    return Words("What was spent is known until {until} only.", {"until": told.until.isoformat()})
