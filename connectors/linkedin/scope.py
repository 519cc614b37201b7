"""Which ad accounts to work on, and what the token's member may do in them.

Accounts are listed by search and compared with the configured ones: one that the token cannot see
is silence, not an error. Roles are joined onto that list, since rows of deleted accounts linger
("Create and Manage Accounts, Account Users", "Account Access Controls"; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors import Visible
from connectors.errors import ConnectorError
from connectors.linkedin import ask
from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.pages import by_cursor, by_start
from connectors.linkedin.read_ads import is_test
from connectors.linkedin.shape import Record, number, record, text
from connectors.linkedin.transport import Wire
from policies.model import AccountId, Platform, Unread, Words
from policies.model import may_turn as rights_suffice


def visible(wire: Wire, access: LinkedInAccess) -> Visible:
    """The configured accounts, or all that the token sees; never test accounts.

    Raises:
        ConnectorError: the list could not be read.
    """
    gathered = by_cursor(wire, ask.accounts())
    if gathered.error is not None and not gathered.rows:
        raise gathered.error
    seen, tests, unread = _sorted(gathered.rows)
    if gathered.error is not None:
        unread.append(gathered.error.unread("accounts"))
    wanted = [AccountId(one) for one in dict.fromkeys(access.ad_accounts)]
    if not wanted:
        return Visible(accounts=tuple(seen), unread=tuple(unread))
    missing = [_missing(one, test=one in tests) for one in wanted if one not in seen]
    return Visible(
        accounts=tuple(one for one in wanted if one in seen),
        unread=(*unread, *missing),
        chosen=True,
        left_out={one: name for one, name in seen.items() if one not in wanted},
    )


def _sorted(rows: Sequence[Any]) -> tuple[dict[AccountId, str], set[AccountId], list[Unread]]:
    """Real accounts with their names, test accounts, and what was neither."""
    seen: dict[AccountId, str] = {}
    tests: set[AccountId] = set()
    unread: list[Unread] = []
    for row in rows:
        try:
            told = record(row, "elements")
            account_id = AccountId(number(told, "id"))
        except ConnectorError as error:
            unread.append(error.unread("accounts"))
            continue
        if is_test(told):
            tests.add(account_id)
        else:
            seen[account_id] = _name(told) or account_id
    return seen, tests, unread


def _name(told: Record) -> str | None:
    """What an account is called; one that cannot be read takes no account with it."""
    try:
        return text(told, "name")
    except ConnectorError:
        return None


def _missing(account_id: AccountId, *, test: bool) -> Unread:
    """A configured account that cannot be worked on."""
    because = (
        Words(
            "Account {account} is a test account, which never shows an ad. Take it out of "
            "[linkedin] ad_accounts.",
            {"account": account_id},
        )
        if test
        else Words(
            "The token in [linkedin] ads_token does not see account {account}. Give its member a "
            "role on the account, or take it out of [linkedin] ad_accounts.",
            {"account": account_id},
        )
    )
    return Unread(
        what="account", because=because, platform=Platform.LINKEDIN, account_id=account_id
    )


def rights(wire: Wire, account_id: AccountId) -> tuple[str, ...] | Unread:
    """The roles of the token's member on the account; empty: none, by a list read to its end."""
    gathered = by_start(wire, ask.roles())
    try:
        found = tuple(
            role
            for told in map(_row, gathered.rows)
            if (role := text(told, "role")) and number(told, "account") == account_id
        )
    except ConnectorError as error:
        return error.unread("account.rights", account_id)
    if not found and gathered.error is not None:
        return gathered.error.unread("account.rights", account_id)
    return found


def _row(row: object) -> Record:
    return record(row, "elements")


def may_turn(
    access: LinkedInAccess,
    account_id: AccountId,
    roles: tuple[str, ...] | Unread,
    *,
    status: str | None = None,
) -> bool | Unread:
    """Whether the member may pause campaigns of the account; `status`: the account's, if known."""
    return rights_suffice(
        Platform.LINKEDIN, roles, account_id, permitted=access.permitted, status=status
    )
