"""The share of each campaign of an account in what is planned and spent under its brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from policies.briefs.matching import Match, Registered
from policies.delivery import Branch
from policies.flights import days_of
from policies.model import Campaign, CampaignId, Money, Snapshot, Unread, Words
from policies.model.spent import Share, Spent
from policies.register import Register
from policies.rule import Facts
from policies.spending.days import last_day
from policies.spending.earlier import at_least, ran_before
from policies.spending.earlier import because_of as earlier_than
from policies.spending.plan import PERHAPS, Calendar, Plan, planned
from policies.spending.untold import because_of, off_by, too_old, until_told

_DAY = timedelta(days=1)
_NOTHING = Decimal(0)
_NOT_ASKED = Words("What was spent has not been read yet.")
_NO_CURRENCY = Words("In which currency the account pays was not told.")
_MIXED = Words("The campaign's budget and its cost are in different currencies.")


class Entry(NamedTuple):
    """A campaign in the reckoning of a brief."""

    brief_id: str
    branch: Branch
    match: Match
    share: Share


def budgeted(snapshot: Snapshot, register: Register) -> bool:
    """Whether a campaign of the account runs under a brief that names a budget.

    Or did so, and what it cost in the end is still to come.
    """
    matches = (match_of(register, one, snapshot) for one in snapshot.campaigns)
    if any(one.found is not None and one.found.brief.budget is not None for one in matches):
        return True
    return any(_is_open(one) for _, one in gone(snapshot, register))


def _is_open(share: Share) -> bool:
    """Whether the last costs of one that is over are still to come."""
    if not share.over or share.most is None:
        return share.over
    return share.least is not None and share.most != share.least


def gone(snapshot: Snapshot, register: Register) -> Iterator[tuple[str, Share]]:
    """The shares of campaigns of the account that are listed no more, each with its brief's id."""
    account, listed = snapshot.account, {one.id for one in snapshot.campaigns}
    for brief_id, some in register.elsewhere.items():
        for one in some:
            here = (one.platform, one.account_id) == (account.platform, account.id)
            if here and one.campaign_id not in listed:
                yield brief_id, one


def match_of(register: Register, campaign: Campaign, snapshot: Snapshot) -> Match:
    """The brief of one campaign of the account."""
    number, name, account_id = campaign.id, campaign.name, snapshot.account.id
    return register.index.match(number, name, account_id, suggest=False)


class Matched(NamedTuple):
    """A campaign with what stands below it, and its brief."""

    branch: Branch
    match: Match


def matched(facts: Facts, register: Register) -> tuple[Matched, ...]:
    """Every campaign of the account with its brief."""
    return tuple(
        Matched(branch, match_of(register, branch.campaign, facts.snapshot))
        for branch in facts.overview.branches
    )


def entries(facts: Facts, register: Register, campaigns: Iterable[Matched]) -> Iterator[Entry]:
    """What each campaign plans and has spent, under its brief, or under each that may be its.

    What was over before the brief began is none of it, and left out.
    """
    for branch, match in campaigns:
        if match.found is not None and not _is_older(branch, match.found, facts, register):
            whole = _share(branch, match.found, facts, register)
            share = _since(whole, branch, match.found, facts, register)
            yield Entry(match.found.id, branch, match, share)
        for brief_id in match.several:
            yield Entry(brief_id, branch, match, _doubtful(branch, facts))


def without(facts: Facts, register: Register, campaigns: Iterable[Matched]) -> Iterator[CampaignId]:
    """The campaigns that surely are none of any brief's: none fits, or they were over before it."""
    for branch, match in campaigns:
        campaign = branch.campaign
        named = campaign.name.strip() not in ("", campaign.id)
        if match.found is not None:
            if _is_older(branch, match.found, facts, register):
                yield campaign.id
        elif named and not match.several:
            yield campaign.id


def _doubtful(branch: Branch, facts: Facts) -> Share:
    """A campaign that may belong to the brief, or to another one."""
    account, campaign = facts.snapshot.account, branch.campaign
    because = Words(
        "Several briefs fit campaign {campaign}, and this is one of them.",
        {"campaign": campaign.name or campaign.id},
    )
    return Share(
        platform=account.platform,
        account_id=account.id,
        campaign_id=campaign.id,
        name=campaign.name,
        read_at=facts.as_of,
        because=because,
    )


def _is_older(branch: Branch, found: Registered, facts: Facts, register: Register) -> bool:
    """Whether a campaign was surely over before its brief began."""
    starts = found.brief.starts
    if branch.runs is not False or starts is None:
        return False
    zone = days_of(facts.snapshot.account, register.zone)
    below = [one.end for one, _ in branch.ad_sets]
    ends = [branch.campaign.end] if branch.campaign.end is not None else below
    return bool(ends) and all(end is not None and last_day(end, zone) < starts for end in ends)


def _share(branch: Branch, found: Registered, facts: Facts, register: Register) -> Share:
    account, campaign = facts.snapshot.account, branch.campaign
    spent, doubt = _spent(branch, found, facts, register)
    amount = spent.amount if spent is not None else _NOTHING
    plan = _plan(branch, amount, _calendar(found, facts, register), facts, register)
    currencies = plan.currencies | ({spent.currency} if spent is not None and amount else set())
    if len(currencies) > 1:
        plan, doubt, currencies = Plan(amount, None), _MIXED, currencies - plan.currencies
    currency = next(iter(currencies), account.currency)
    because = plan.because if doubt is None else doubt
    share = Share(
        platform=account.platform,
        account_id=account.id,
        campaign_id=campaign.id,
        name=campaign.name,
        read_at=facts.as_of,
        spent=spent,
        because=because,
        over=branch.runs is False,
        endless=plan.endless,
    )
    if currency is None:
        return replace(share, because=because or _NO_CURRENCY)
    most = None if doubt is not None or plan.most is None else plan.most
    return replace(
        share,
        least=Money(amount=plan.least, currency=currency),
        most=None if most is None else Money(amount=most, currency=currency),
    )


def _since(
    share: Share, branch: Branch, found: Registered, facts: Facts, register: Register
) -> Share:
    """The share without what it may have spent before the brief began."""
    starts, spent, least = found.brief.starts, share.spent, share.least
    zone = days_of(facts.snapshot.account, register.zone)
    if starts is None or spent is None or not spent.amount or not ran_before(branch, starts, zone):
        return share
    because = earlier_than(starts)
    if share.most is None and share.because is not None:
        because = share.because
    if least is None or share.because == _MIXED:
        return replace(share, spent=None, least=None, because=because)
    surely = at_least(branch, spent.amount, _calendar(found, facts, register), starts)
    return replace(share, spent=None, least=replace(least, amount=surely), because=because)


def _plan(
    branch: Branch, spent: Decimal, calendar: Calendar, facts: Facts, register: Register
) -> Plan:
    """What it plans, with days of which no cost was told yet, whether it is over since or not."""
    told = facts.spent
    if not isinstance(told, Spent):
        return planned(branch, spent, calendar)
    off = off_by(branch, facts.as_of, register)
    late = until_told(branch, told, facts.as_of, off, calendar.zone)
    plan = planned(late, spent, calendar)
    if late != branch and plan.because == PERHAPS:
        return plan._replace(because=because_of(told))
    return plan


def _calendar(found: Registered, facts: Facts, register: Register) -> Calendar:
    """The days that are left, from the first one of which no cost was told."""
    zone = days_of(facts.snapshot.account, register.zone)
    today = facts.as_of.astimezone(zone).date()
    if isinstance(facts.spent, Spent):
        today = min(today, facts.spent.until + _DAY)
    return Calendar(today, found.brief.ends, zone)


def _spent(
    branch: Branch, found: Registered, facts: Facts, register: Register
) -> tuple[Money | None, Words | None]:
    """What a campaign has spent as far as that is known, and why it may be more."""
    told = facts.spent
    if not isinstance(told, Spent):
        return None, told.because if isinstance(told, Unread) else _NOT_ASKED
    campaign = branch.campaign
    spent = told.sums.get(campaign.id)
    if told.unread:
        return spent, told.unread[0].because
    zone = days_of(facts.snapshot.account, register.zone)
    off, today = off_by(branch, facts.as_of, register), facts.as_of.astimezone(zone).date()
    if too_old(branch, told, today, off, zone):
        return spent, because_of(told)
    if _began_before(branch, told.since, found, facts, register):
        return spent, Words(
            "It runs since before {since}, and what was spent until then is not told any more.",
            {"since": told.since.isoformat()},
        )
    currency = facts.snapshot.account.currency
    if spent is None and currency is not None:
        spent = Money(amount=_NOTHING, currency=currency)
    return spent, None


def _began_before(
    branch: Branch, since: date, found: Registered, facts: Facts, register: Register
) -> bool:
    """Whether some of the campaign's cost under the brief may be older than the figures."""
    start, starts = branch.campaign.start, found.brief.starts
    if start is None or (starts is not None and starts >= since):
        return False
    return start.astimezone(days_of(facts.snapshot.account, register.zone)).date() < since
