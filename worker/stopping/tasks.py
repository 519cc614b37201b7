"""Which accounts a stop works on: those that were read, those that were not, those gone missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors import Visible
from connectors.silence import nothing_listed
from policies.crisis import AllOff, Key, Scope, spending
from policies.model import AccountId, Panel, Platform, Unread, Words
from worker.stopping.reading import Found, lacking_of

_NOT_YET = Words("The platform does not list this account.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One account to work on, with the last reading of it."""

    platform: Platform
    account_id: AccountId
    panel: Panel | Unread


def tasks_of(found: Found, promised: Iterable[Key]) -> list[Task]:
    """The accounts of one platform that were read, or failed just now, and the lost ones.

    `promised`: what the stop has shown or turned: their accounts are worked on, listed or not.
    """
    panels = [
        Task(platform=one.platform, account_id=one.account_id, panel=one) for one in found.panels
    ]
    named = {one.account_id for one in panels} | {one.account_id for one in found.lacking}
    failed = [one.account_id for one in found.failed if one.account_id is not None]
    ours = [key.account_id for key in sorted(promised) if key.platform is found.platform]
    unread = [one for one in dict.fromkeys((*failed, *ours)) if one not in named]
    return [*panels, *(_unread(found.platform, one) for one in unread)]


def listed_now(
    found: Found, tasks: Sequence[Task], visible: Visible | Unread | None, scope: Scope
) -> tuple[list[Task], tuple[Unread, ...]]:
    """Accounts that no earlier list named, and what keeps us from knowing all.

    `visible`: the list as it is now; one that failed, or breaks off, takes nothing back of an
    earlier one that was whole.
    """
    if visible is None or isinstance(visible, Unread):
        return [], found.lacking
    platform, worked = found.platform, {one.account_id for one in tasks}
    new = [
        _unread(platform, one)
        for one in visible.accounts
        if one not in worked and scope.has_account(platform, one)
    ]
    whole = {*worked, None} if found.all_listed else worked
    lacking = (one for one in lacking_of(platform, visible, scope) if one.account_id not in whole)
    return new, (*lacking, *nothing_listed(platform, visible))


def _unread(platform: Platform, account_id: AccountId) -> Task:
    """An account that is still to be read."""
    unread = Unread(what="account", because=_NOT_YET, platform=platform, account_id=account_id)
    return Task(platform=platform, account_id=account_id, panel=unread)


def spent(task: Task, scope: Scope) -> float:
    """What is spent a day on what is to be turned off; unread accounts go last."""
    if isinstance(task.panel, Unread):
        return -1.0
    return float(spending(AllOff(scope=scope).writes(task.panel, {})))
