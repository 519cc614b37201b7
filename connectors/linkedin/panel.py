"""All switches of one account, and fresh reads of some of them, groups joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from connectors.errors import ConnectorError
from connectors.linkedin import ask
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.batches import read_all
from connectors.linkedin.pages import by_cursor
from connectors.linkedin.read_ads import read_account
from connectors.linkedin.read_switches import read_group_state, read_switch, with_group
from connectors.linkedin.scope import may_turn, rights
from connectors.linkedin.shape import Record
from connectors.linkedin.snapshot import Collected
from connectors.linkedin.transport import Wire
from policies.model import AccountId, Group, Level, Panel, Platform, Switch, Unread

_LIST = "ad_sets"
"""LinkedIn's campaigns are our ad sets."""


def read_panel(wire: Wire, access: LinkedInAccess, account_id: AccountId) -> Panel:
    """Every campaign of the account with its group, and the right to turn them.

    A campaign whose group cannot be read stays on the panel: it can be turned all the same.

    Raises:
        ConnectorError: no campaign could be read.
    """
    gathered = by_cursor(wire, ask.campaigns(account_id))
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    collected = Collected(account_id)
    listed = by_cursor(wire, ask.groups(account_id))
    groups = {group.id: group for group in collected.nouns("campaigns", listed, read_group_state)}

    def switch(told: Record) -> Switch:
        read, lacking = read_switch(told, account_id, level=Level.CAMPAIGN, groups=groups)
        if lacking is not None:
            what = f"{_LIST}.{lacking.path}:{read.campaign_id}"
            collected.unread.append(lacking.unread(what, account_id))
        return read

    switches = collected.nouns(_LIST, gathered, switch)
    name, status = _named(wire, account_id, collected)
    return Panel(
        platform=Platform.LINKEDIN,
        account_id=account_id,
        account_name=name,
        switches=switches,
        may_turn=may_turn(access, account_id, rights(wire, account_id), status=status),
        complete=not any(one.what.partition(":")[0] == _LIST for one in collected.unread),
        unread=tuple(collected.unread),
        account_status=status,
    )


def _named(wire: Wire, account_id: AccountId, collected: Collected) -> tuple[str, str | None]:
    """Name and status of the account; its number where it cannot be read: that stops no stop."""
    try:
        account = read_account(wire.read(ask.account(account_id)), rights=())
    except ConnectorError as error:
        collected.unread.append(error.unread("account", account_id))
        return account_id, None
    return account.name, account.status


def by_account_and_level(
    switches: Iterable[Switch],
) -> Iterator[tuple[AccountId, Level, tuple[str, ...]]]:
    """The ids that one request may hold together: of one account and level."""
    ordered = sorted(switches, key=lambda one: (one.account_id, one.level))
    for (account_id, level), some in groupby(ordered, lambda one: (one.account_id, one.level)):
        yield account_id, level, tuple(one.campaign_id for one in some)


def read_back(wire: Wire, switches: Sequence[Switch]) -> tuple[Switch | Unread, ...]:
    """Each of these switches read anew, with its group read anew, in order."""
    fresh: dict[tuple[AccountId, Level, str], Switch | Unread] = {}
    for account_id, level, ids in by_account_and_level(switches):
        for object_id, read in _anew(wire, account_id, level, ids):
            fresh[account_id, level, object_id] = read
    return tuple(fresh[one.account_id, one.level, one.campaign_id] for one in switches)


def _anew(
    wire: Wire, account_id: AccountId, level: Level, ids: Sequence[str]
) -> Iterator[tuple[str, Switch | Unread]]:
    """The switches of one account and level; of campaigns with their groups' state."""
    batch = read_all(wire, ids, lambda some: ask.several(account_id, ask.TURNED_AT[level], some))
    read: dict[str, Switch | Unread] = {}
    for each in dict.fromkeys(ids):
        try:
            told = batch.of(each)
            if isinstance(told, ConnectorError):
                raise told
            read[each], _ = read_switch(told, account_id, level=level, groups={})
        except ConnectorError as error:
            read[each] = error.unread(f"{level}s:{each}", account_id)
    groups = _groups(wire, account_id, read.values())
    for each, one in read.items():
        yield each, one if isinstance(one, Unread) else with_group(one, groups)


def _groups(wire: Wire, account_id: AccountId, read: Iterable[Switch | Unread]) -> dict[str, Group]:
    """The groups of these campaigns, read anew; those that cannot be read are left out."""
    ids = [
        one.group.id
        for one in read
        if not isinstance(one, Unread) and one.group is not None and one.group.id
    ]
    batch = read_all(wire, ids, lambda some: ask.several(account_id, ask.GROUPS, some))
    found: dict[str, Group] = {}
    for each, told in batch.found.items():
        try:
            found[each] = read_group_state(told)
        except ConnectorError:
            continue
    return found
