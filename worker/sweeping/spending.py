"""What campaigns spend: asked for where a brief names a budget, kept, and judged across accounts.

Costs are asked for with the delivery figures, for they cost a call; in between the last ones count.
A brief may run in several accounts, which are judged one at a time: what each of them plans and has
spent is noted for the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from connectors import Reader
from connectors.errors import ConnectorError
from policies.findings import Reconciled, reconcile
from policies.model import AccountId, CampaignId, Platform, Snapshot, Unread
from policies.model.spent import Share, Spent
from policies.register import Register
from policies.rule import Facts, evaluate
from policies.rules.budget import BUDGET
from policies.spending.days import yesterday
from policies.spending.shares import budgeted, entries, gone, matched, without
from policies.spending.untold import unlisted
from worker.store import findings, snapshots, spending
from worker.store.kept import Connection
from worker.sweeping.judging import keep_account
from worker.sweeping.means import AccountRead, Means
from worker.sweeping.registered import register

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
PART = "spent"
"""The name of the costs, where some are unread."""


def spent(
    means: Means, reader: Reader, snapshot: Snapshot, told: Register
) -> Spent | Unread | None:
    """What the account's campaigns have spent, as far as anybody can tell; None: nobody ever asked.

    Where it cannot be read now, what was known stands, and that it may be more is told beside it
    until it is read again.
    """
    account, at = snapshot.account, means.clock()
    if BUDGET not in means.rules or not told.asks(at) or not budgeted(snapshot, told):
        return None
    with means.store.reading() as connection:
        known = spending.latest(connection, account.platform, account.id)
    if not means.figures:
        return known
    try:
        found = reader.spent(account, yesterday(account, told.zone, at))
    except ConnectorError as error:
        unread = error.unread(PART, account.id)
        return unread if known is None else _in_doubt(means, known, (unread,))
    if found.unread:
        return found if known is None else _in_doubt(means, known, found.unread, found)
    with means.writing() as connection:
        spending.keep(connection, found, at)
    return found


def _in_doubt(
    means: Means, known: Spent, unread: tuple[Unread, ...], found: Spent | None = None
) -> Spent:
    """What was known, kept with why it is no longer all, and `found` of it that is newer."""
    with means.writing() as connection:
        spending.doubt(connection, replace(known, unread=unread))
    if found is None:
        return replace(known, unread=unread)
    return replace(found, sums={**known.sums, **found.sums})


def unread_of(means: Means, costs: Spent | Unread | None) -> tuple[Unread, ...]:
    """What of the costs could not be read this time."""
    if not means.figures:
        return ()
    if isinstance(costs, Unread):
        return (costs,)
    return costs.unread if costs is not None else ()


def note(
    connection: Connection,
    facts: Facts,
    told: Register,
    off: Collection[tuple[str, str]] = (),
) -> None:
    """Note for other accounts what this one's campaigns plan and have spent under their briefs.

    `off`: what own reads confirmed as over, as kind and id. A campaign that is only missing keeps
    what was noted, and so does one of which nobody can tell whose it is.
    """
    account = facts.snapshot.account
    campaigns = matched(facts, told)
    found = [one for one in entries(facts, told, campaigns) if one.match.found is not None]
    spending.note(connection, [(one.brief_id, one.share) for one in found])
    over = ((of, one) for of, one in gone(facts.snapshot, told) if one.over)
    spending.note(connection, [(of, unlisted(one, facts, told)) for of, one in over])
    never = without(facts, told, campaigns)
    spending.forget(connection, account.platform, account.id, never)
    ended = [CampaignId(number) for kind, number in off if kind == "campaign"]
    spending.end(connection, account.platform, account.id, ended, facts.as_of)


def judge(means: Means, facts: Facts, told: Register) -> Reconciled:
    """Bring up to date what is found by costs alone."""
    account = (facts.snapshot.account.platform, facts.snapshot.account.id)
    verdicts = tuple(evaluate((BUDGET,), facts))
    with means.writing() as connection:
        note(connection, facts, told)
        known = findings.of_account(connection, *account, to_change=True)
        mine = (one for one in known if one.rule == BUDGET.id)
        outcome = reconcile(mine, verdicts, account=account, as_of=facts.as_of)
        findings.save(connection, outcome, facts.as_of)
        keep_account(connection, means, facts, outcome)
    return outcome


class Costs(NamedTuple):
    """What costs made of an account's findings, and what of them is unread."""

    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()
    whole: bool = False
    """Whether they were asked for, and all of them came."""


NONE = Costs()
"""Nobody asked."""


def read_costs(means: Means, reader: Reader, snapshot: Snapshot) -> Costs:
    """Read what an account's campaigns have spent, and bring up to date what is found by that."""
    if BUDGET not in means.rules:
        return NONE
    with means.store.reading() as connection:
        told = register(connection, means, snapshot.account)
    costs = spent(means, reader, snapshot, told)
    facts = Facts(
        snapshot=snapshot,
        approved=means.approved,
        as_of=means.clock(),
        register=told,
        spent=costs,
    )
    outcome = judge(means, facts, told)
    whole = isinstance(costs, Spent) and not costs.unread
    return Costs(outcome.opened, outcome.resolved, unread_of(means, costs), whole)


Shares: TypeAlias = Mapping[str, tuple[Share, ...]]
"""The shares of every brief, by its id."""


def shares(means: Means) -> Shares:
    """As they were noted last."""
    with means.store.reading() as connection:
        return spending.of_all(connection) if BUDGET in means.rules else {}


def judge_again(
    means: Means, accounts: Sequence[AccountRead], before: Shares
) -> tuple[AccountRead, ...]:
    """Accounts that share a brief, judged once more where this sweep changed what is known of it.

    `before`: what was known when it began. Nothing is asked of a platform. One account was judged
    first, and by what the others had told long before.
    """
    together = _together(before, shares(means))
    return tuple(
        _again(means, one) if one.read and (one.platform, one.id) in together else one
        for one in accounts
    )


def _together(before: Shares, now: Shares) -> set[tuple[Platform, AccountId]]:
    """The accounts of each brief that changed and that several of them share."""
    found = set[tuple[Platform, AccountId]]()
    for brief_id in {*before, *now}:
        was, is_now = before.get(brief_id, ()), now.get(brief_id, ())
        among = {(one.platform, one.account_id) for one in (*was, *is_now)}
        if len(among) > 1 and _timeless(was) != _timeless(is_now):
            found |= among
    return found


def _timeless(some: tuple[Share, ...]) -> list[Share]:
    """The shares without when they were read."""
    return [replace(one, read_at=_EVER) for one in some]


def _again(means: Means, account: AccountRead) -> AccountRead:
    with means.store.reading() as connection:
        snapshot = snapshots.latest(connection, account.platform, AccountId(account.id))
        if snapshot is None:
            return account
        told = register(connection, means, snapshot.account)
        known = spending.latest(connection, account.platform, account.id)
    costs = known
    if unread := tuple(one for one in account.unread if one.what == PART):
        costs = replace(known, unread=unread) if known is not None else None
    facts = Facts(
        snapshot=snapshot,
        approved=means.approved,
        as_of=means.clock(),
        register=told,
        spent=unread[0] if unread and costs is None else costs,
    )
    outcome = judge(means, facts, told)
    return replace(
        account,
        opened=account.opened + outcome.opened,
        resolved=account.resolved + outcome.resolved,
    )
