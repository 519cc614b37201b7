"""One account: read, stored, evaluated, its findings brought up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from connectors import Reader, Standing
from connectors.errors import ConnectorError
from policies.delivery import may_show_ads
from policies.finding import LIVE, RESTS_ON
from policies.findings import Absent, Reconciled, lost, of_note, reconcile
from policies.model import UNTOLD, AccountId, Delivered, Platform, Snapshot, Unread, Words
from policies.once import each_once
from policies.rule import Breach, Facts, Key, evaluate, subjects
from policies.rules.delivered import AUDIENCE_NETWORK_DELIVERED
from worker.store import attested, findings, posts, runs, snapshots
from worker.sweeping import spending
from worker.sweeping.accessible import with_accessibility
from worker.sweeping.judging import keep_account
from worker.sweeping.means import AccountRead, Means
from worker.sweeping.owning import note_briefs
from worker.sweeping.registered import register
from worker.sweeping.running import shown
from worker.sweeping.runs import note_runs
from worker.sweeping.uncollected import uncollected

BY_FIGURES = (AUDIENCE_NETWORK_DELIVERED,)
"""The rules that go by delivery figures, which cost calls: other platforms are not asked."""
_LISTS = {"campaign": "campaigns", "ad_set": "ad_sets", "ad": "ads"}
"""The kinds that can be read one by one, and the lists that they stand in."""


def read_account(means: Means, reader: Reader, account_id: AccountId) -> AccountRead:
    """Read one account and bring its findings up to date.

    Raises:
        ConnectorError: nothing of it could be read.
    """
    listed = each_once(reader.snapshot(account_id))
    snapshot, untold = with_accessibility(means, reader, listed)
    with means.writing() as connection:
        snapshots.keep(connection, snapshot)
        posts.link(connection, shown(snapshot), snapshot.read_at)
    delivered = _delivered(means, reader, snapshot)
    with means.store.reading() as connection:
        told = register(connection, means, snapshot.account)
        found = findings.subjects_of(connection, reader.platform, account_id)
    costs = spending.spent(means, reader, snapshot, told)
    facts = Facts(
        snapshot=snapshot,
        approved=means.approved,
        as_of=snapshot.read_at,
        delivered=delivered,
        stops_apart=reader.platform in means.stops_apart,
        permitted=means.permitted.get(reader.platform, UNTOLD),
        register=told,
        spent=costs,
    )
    with uncollected():
        verdicts = tuple(of_note(evaluate(means.rules, facts), found))
    failing = {
        (rule.id, one.subject.key): one.failing for rule, one in verdicts if isinstance(one, Breach)
    }
    missing = _look_for_missing(means, reader, snapshot)
    account = (reader.platform, account_id)
    with means.writing() as connection:
        under = note_briefs(connection, snapshot, told.briefs)
        note_runs(connection, snapshot, under, missing.off)
        spending.note(connection, facts, told, missing.off)
        known = findings.of_account(connection, *account, to_change=True)
        outcome = reconcile(
            known, verdicts, account=account, as_of=snapshot.read_at, absent=missing.absent()
        )
        findings.save(connection, outcome, means.clock())
        keep_account(connection, means, facts, outcome)
        attested.end_disproved(connection, told.attested, failing, means.clock())
    figures = (*_unread_of(delivered), *spending.unread_of(means, costs))
    unread = (*snapshot.unread, *untold, *figures, *missing.unread)
    return _read(snapshot, outcome, unread)


def read_figures(means: Means, reader: Reader, account_id: AccountId) -> AccountRead:
    """Read where an account's ads were shown, and bring up to date what is found by that alone.

    The ads themselves are taken from the last reading; those of an account that was never read are
    read for once.

    Raises:
        ConnectorError: that one reading failed.
    """
    platform = reader.platform
    with means.store.reading() as connection:
        known = snapshots.latest(connection, platform, account_id)
    snapshot = known or reader.snapshot(account_id)
    delivered = _delivered(means, reader, snapshot)
    at = means.clock()
    facts = Facts(snapshot=snapshot, approved=means.approved, as_of=at, delivered=delivered)
    asked = tuple(rule for rule in means.rules if rule in BY_FIGURES)
    verdicts = tuple(evaluate(asked, facts))
    names = {rule.id for rule in asked}
    with means.writing() as connection:
        found = findings.of_account(connection, platform, account_id, to_change=True)
        outcome = reconcile(
            (one for one in found if one.rule in names),
            verdicts,
            account=(platform, account_id),
            as_of=at,
        )
        findings.save(connection, outcome, at)
        keep_account(connection, means, facts, outcome)
    costs = spending.read_costs(means, reader, snapshot) if known is not None else spending.NONE
    unread = (*_unread_of(delivered), *costs.unread)
    told = isinstance(delivered, Delivered) or costs.whole
    return AccountRead(
        platform=platform,
        id=account_id,
        name=snapshot.account.name,
        opened=outcome.opened + costs.opened,
        resolved=outcome.resolved + costs.resolved,
        unread=unread,
        in_vain=bool(unread) and not told,
    )


def _delivered(means: Means, reader: Reader, snapshot: Snapshot) -> Delivered | Unread | None:
    """Where the account's ads were shown; None: no rule of this platform asks, or it shows none."""
    platform = snapshot.account.platform
    asks = any(rule in means.rules and platform in rule.platforms for rule in BY_FIGURES)
    if not asks or not may_show_ads(snapshot.account):
        return None
    try:
        return reader.delivered(snapshot.account.id)
    except ConnectorError as error:
        return error.unread("delivered", snapshot.account.id)


def _unread_of(delivered: Delivered | Unread | None) -> tuple[Unread, ...]:
    """What of the figures is unread."""
    if isinstance(delivered, Unread):
        return (delivered,)
    return delivered.unread if delivered is not None else ()


def _read(snapshot: Snapshot, outcome: Reconciled, unread: tuple[Unread, ...]) -> AccountRead:
    """What the account gave."""
    return AccountRead(
        platform=snapshot.account.platform,
        id=snapshot.account.id,
        name=snapshot.account.name,
        campaigns=len(snapshot.campaigns),
        ad_sets=len(snapshot.ad_sets),
        ads=len(snapshot.ads),
        opened=outcome.opened,
        resolved=outcome.resolved,
        unread=unread,
    )


def lost_account(means: Means, unread: Unread, account_id: AccountId) -> AccountRead:
    """An account of which nothing could be read: its findings stay, unread since now."""
    platform = unread.platform
    with means.writing() as connection:
        known = findings.of_account(connection, platform, account_id, to_change=True)
        at = means.clock()
        findings.save(connection, lost(known, unread.because, at), at)
        name = findings.account_name(connection, platform, account_id)
    return AccountRead(
        platform=platform, id=account_id, name=name or account_id, unread=(unread,), read=False
    )


@dataclass(slots=True)
class _Missing:
    """What own reads said of subjects that the snapshot no longer holds."""

    off: set[Key] = field(default_factory=set)
    because: dict[Key, Words] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def absent(self) -> Absent:
        """The same, as a policy wants it."""
        return Absent(off=frozenset(self.off), unread=self.because)

    def hear(self, standing: Standing) -> None:
        """Take in what one own read said."""
        key = (standing.kind, standing.id)
        if standing.on is False:
            self.off.add(key)
        elif standing.unread is not None:
            self.because[key] = standing.unread.because
            self.unread.append(standing.unread)
        else:
            self.because[key] = Words(
                "The platform's list no longer holds it, though by itself it does not stand as off."
            )


def _look_for_missing(means: Means, reader: Reader, snapshot: Snapshot) -> _Missing:
    """Read by itself each subject of a live finding that the snapshot should hold and does not."""
    missing = _Missing()
    for kind, ids in _missing(means, reader.platform, snapshot).items():
        try:
            for standing in reader.standings(snapshot.account.id, kind, ids):
                missing.hear(standing)
        except ConnectorError as error:
            missing.unread.append(error.unread(_LISTS[kind], snapshot.account.id))
            heard = missing.off | {*missing.because}
            rest = [(kind, one) for one in ids if (kind, one) not in heard]
            missing.because.update(dict.fromkeys(rest, error.words))
    return missing


def _missing(means: Means, platform: Platform, snapshot: Snapshot) -> Mapping[str, Sequence[str]]:
    """Kind → ids. A list that was not read in full is no reason to ask for each."""
    unread = {one.what for one in snapshot.unread}
    held = {one.key for kind in _LISTS for one in subjects(snapshot, kind)}
    rules = {rule.id for rule in means.rules}
    found: dict[str, list[str]] = defaultdict(list)
    for kind, subject_id in sorted(set(_live(means, platform, snapshot.account.id, rules)) - held):
        if kind in _LISTS and _LISTS[kind] not in unread:
            found[kind].append(subject_id)
    return found


def _live(
    means: Means, platform: Platform, account_id: AccountId, rules: set[str]
) -> Iterator[Key]:
    """The subjects of findings of something that was so when last seen, and what these rest on.

    And the campaigns that ran: that one is no longer listed does not say that it ended.
    """
    with means.store.reading() as connection:
        for campaign_id in runs.open_ids(connection, platform, account_id):
            yield "campaign", campaign_id
        for one in findings.of_account(connection, platform, account_id):
            if one.state in LIVE and not one.event and one.rule in rules:
                yield one.subject.key
                for _, name in one.evidence.get(RESTS_ON, ()):
                    kind, _, thing = name.partition(" ")
                    yield kind, thing
