"""Accounts known from before that a sweep cannot reach: told, and their findings unread since then.

A list that no longer holds an account says nothing of its ads: they may run on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from connectors import Visible
from policies.model import AccountId, Platform, Unread, Words
from worker.store import snapshots
from worker.sweeping.ads import lost_account
from worker.sweeping.means import AccountRead, Means, Scope


def unlisted(
    means: Means, platform: Platform, visible: Visible | Unread, scope: Scope
) -> Iterator[AccountRead]:
    """Every account in scope that was read before and now cannot be, its findings kept.

    What is told elsewhere (a list that failed, an account that was asked for and is hidden) is not
    told again, and one that was taken out of the configuration is not missed.
    """
    for one in _known(means, platform):
        if scope.account_id not in (None, one, one.removeprefix("act_")):
            continue
        if isinstance(visible, Unread):
            yield _silent(lost_account(means, replace(visible, account_id=one), one))
        elif one not in visible.accounts:
            yield _lost(means, platform, visible, one)


def _known(means: Means, platform: Platform) -> list[AccountId]:
    """The platform's accounts that were ever read."""
    with means.store.reading() as connection:
        return [one for where, one in snapshots.account_ids(connection) if where is platform]


def _lost(means: Means, platform: Platform, visible: Visible, account_id: AccountId) -> AccountRead:
    """One account that the list does not hold."""
    for unread in visible.unread:
        if unread.account_id == account_id or unread.what == "accounts":
            return _silent(lost_account(means, unread, account_id))
    if visible.chosen:
        because = Words(
            "Account {account} is no longer among those that the configuration names.",
            {"account": account_id},
        )
    else:
        because = Words(
            "Account {account} was read before, and the token no longer sees it. Its ads may run "
            "on: give the token's user the account again, or name the accounts to read in the "
            "configuration.",
            {"account": account_id},
        )
    unread = Unread(what="account", because=because, platform=platform, account_id=account_id)
    lost = lost_account(means, unread, account_id)
    return _silent(lost) if visible.chosen else lost


def _silent(lost: AccountRead) -> AccountRead:
    """The account without a word of its own."""
    return replace(lost, unread=())
