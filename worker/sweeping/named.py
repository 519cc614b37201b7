"""Ad accounts that briefs name, put beside those that the platforms list, and the findings of that.

It stands beside the accounts: what it looks for is none of those that are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from connectors import Reader, Visible
from policies.finding import LIVE
from policies.findings import Reconciled
from policies.model import AccountId, Platform, Unread, Words
from policies.named import Named, is_ours, judge, reconcile_named
from policies.register import Register
from policies.rule import Verdict
from policies.rules.access import NAMED
from worker.store import briefs, findings
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.sweeping.edge import attempt
from worker.sweeping.means import Means


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRead:
    """What came of the accounts that briefs name."""

    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()


def read_named(
    means: Means, listed: Sequence[tuple[Reader, Visible | Unread]]
) -> Iterator[NamedRead]:
    """Judge the accounts of each platform, those included that nobody could list.

    `listed`: what every platform that is switched on told.

    Raises:
        StoreError: our own database failed.
    """
    if NAMED.id not in {rule.id for rule in means.rules}:
        return
    for platform in NAMED.platforms:
        read = attempt(partial(_one, means, platform, listed), what="accounts", platform=platform)
        yield NamedRead(unread=(read,)) if isinstance(read, Unread) else read


def _one(
    means: Means, platform: Platform, listed: Sequence[tuple[Reader, Visible | Unread]]
) -> NamedRead:
    """The accounts of one platform."""
    at = means.clock()
    with means.store.reading() as connection:
        facts = Named(
            platform=platform,
            register=Register(briefs=briefs.register(connection), zone=means.zone),
            seen={
                reader.platform: {*visible.accounts, *visible.left_out}
                for reader, visible in listed
                if not isinstance(visible, Unread)
            },
            gaps=_gaps(listed),
            as_of=at,
            known=_known(connection, platform),
        )
    outcomes = [_turn(means, platform, verdict, at) for verdict in judge(NAMED, facts)]
    return NamedRead(
        opened=sum(one.opened for one in outcomes), resolved=sum(one.resolved for one in outcomes)
    )


def _turn(means: Means, platform: Platform, verdict: Verdict, at: datetime) -> Reconciled:
    """Bring one account's finding up to date.

    An account that was never read has no row to be locked, so that two sweeps wait for each other
    by its name.
    """
    account_id = AccountId(verdict.said.subject.id)
    with means.writing() as connection:
        alone(connection, f"named {platform} {account_id}")
        known = findings.of_account(connection, platform, account_id, to_change=True)
        outcome = reconcile_named(known, verdict, platform=platform, as_of=at)
        findings.save(connection, outcome, means.clock())
    return outcome


def _known(connection: Connection, platform: Platform) -> frozenset[AccountId]:
    """The accounts of which something of this kind was found that still stands."""
    found = findings.of_rules(connection, platform, [NAMED.id])
    return frozenset(one.account_id for one in found if one.state in LIVE and is_ours(one))


def _gaps(listed: Sequence[tuple[Reader, Visible | Unread]]) -> Mapping[Platform, Words]:
    """Why there may be accounts that no platform listed."""
    told = {reader.platform: visible for reader, visible in listed}
    found: dict[Platform, Words] = {}
    for platform in NAMED.platforms:
        visible = told.get(platform)
        if visible is None:
            found[platform] = Words(
                "The configuration has no section [{section}], or it is switched off, so nobody "
                "can tell which accounts its tokens see.",
                {"section": str(platform)},
            )
        elif isinstance(visible, Unread):
            found[platform] = visible.because
        else:
            partly = next((one for one in visible.unread if one.what == "accounts"), None)
            found |= {platform: partly.because} if partly else {}
    return found
