"""The undoing of a stop: exactly what it turned off, and only what nobody has touched since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from policies.crisis.attempts import Tries, every_switch, may_have_worked, worth_trying
from policies.crisis.limits import costs_more
from policies.crisis.rows import Outcome, Row
from policies.crisis.scope import Key, key_of
from policies.crisis.standing import ON, is_off
from policies.model import Panel, Platform, Switch, Unread, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One switch that a stop turned off."""

    before: Switch
    """As it was when the stop set out to turn it."""
    after: Switch | None
    """As the stop read it when it verified; None: it never got that far."""
    turned_on: bool = False
    """Whether an earlier resume of the same stop wrote it, and was not plainly refused."""


def plan_restore(
    mark: Mark, fresh: Switch | Unread | None, panel: Panel | Unread, *, at: datetime
) -> Row:
    """Whether this switch is to be turned on again; if not, why.

    `fresh`: as it reads now; None: it is not there any more.
    """
    if fresh is not None and not isinstance(fresh, Unread) and fresh.intent == ON:
        if mark.turned_on:
            return Row(switch=mark.before, outcome=Outcome.RESUMED)
        because: Words | None = Words("Somebody has turned it on already.")
    else:
        because = _account_hinders(panel) or _was_off(mark) or _hinders(mark, fresh, at)
    outcome = Outcome.SKIPPED if because else Outcome.PLANNED
    return Row(switch=mark.before, outcome=outcome, error=because)


def _was_off(mark: Mark) -> Words | None:
    """Why something that was perhaps off before the stop stays off; None: it was on.

    A campaign group that could not be read is turned off all the same.
    """
    if mark.before.intent == ON:
        return None
    return Words("Nobody can tell whether it was on before the stop.")


_IN_ORDER: Mapping[Platform, frozenset[str]] = {
    Platform.META: frozenset({"1", "8", "9"}),
    Platform.LINKEDIN: frozenset({"ACTIVE"}),
}
"""Accounts that can show ads: Meta active, pending settlement, in grace period ("Ad Account"
reference, `account_status`); LinkedIn `status` ("Create and Manage Accounts"); both checked
2026-11-22."""


def _account_hinders(panel: Panel | Unread) -> Words | None:
    """Why nothing of this account may be turned on; None: it is in order."""
    if isinstance(panel, Unread):
        return panel.because
    if panel.account_status is None:
        return Words("Nobody can tell whether the account is in order.")
    if panel.account_status not in _IN_ORDER.get(panel.platform, ()):
        return Words(
            "The account is not in order: its status is {status}.",
            {"status": panel.account_status},
        )
    return None


def is_touched(mark: Mark, fresh: Switch | Unread | None) -> bool:
    """Whether somebody is known to have changed it since the stop, or turned it on."""
    if fresh is None or isinstance(fresh, Unread):
        return False
    if fresh.intent == ON:
        return not mark.turned_on
    return mark.after is not None and _changes(mark.after, fresh) not in (None, [])


def _hinders(mark: Mark, fresh: Switch | Unread | None, at: datetime) -> Words | None:
    """Why this switch may not be turned on; None: it may."""
    after = mark.after
    if isinstance(fresh, Unread):
        return fresh.because
    if fresh is None:
        return Words("It is not there any more.")
    if not is_off(fresh.platform, fresh.intent):
        return Words("Nobody can tell whether it is off.")
    if after is None:
        return Words(
            "The stop never read it back, so nobody can tell whether it was touched since. "
            "`annonsvakt stops continue` reads it."
        )
    if fresh.end is not None and fresh.end <= at:
        return Words("Its end is past.")
    return _touched(after, fresh) or costs_more(mark.before, fresh)


def _touched(after: Switch, fresh: Switch) -> Words | None:
    """What somebody has changed since the stop verified; None: nothing."""
    changed = _changes(after, fresh)
    if changed is None:
        return Words("Nobody can tell whether it was touched since: it has no time of change.")
    if not changed:
        return None
    return Words(
        "Somebody has changed it since the stop ({what}).",
        {"what": ", ".join(_WATCHED.get(name, name) for name in changed)},
    )


def _changes(after: Switch, fresh: Switch) -> list[str] | None:
    """What differs from what the stop read last; None: nobody can tell.

    Meta's `updated_time` stays where it was when a budget changes, so budgets are compared too
    (facts about Meta, §2, checked 2026-11-22). LinkedIn's `versionTag` grows with every update.
    """
    if after.updated is None or fresh.updated is None:
        return None
    if fresh.platform is Platform.META:
        changed = [name for name in _WATCHED if getattr(after, name) != getattr(fresh, name)]
    else:
        changed = [] if after.updated == fresh.updated else ["versionTag"]
    if after.intent != fresh.intent:
        changed.append("status")
    return changed


_WATCHED: Mapping[str, str] = {
    "updated": "updated_time",
    "name": "name",
    "daily_budget": "daily_budget",
    "total_budget": "lifetime_budget",
    "end": "stop_time",
}
"""What must be as it was on Meta: our name and the platform's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TheseOn:
    """These switches on, each while nothing hinders it, and no other touched."""

    marks: Mapping[Key, Mark]
    at: datetime
    """Now."""

    def writes(self, panel: Panel, tries: Tries) -> tuple[Switch, ...]:
        """Those that are still off, as they were planned, and worth trying."""
        return tuple(
            one
            for one in every_switch(panel)
            if key_of(one) in self.marks
            and worth_trying(tries.get(key_of(one), ()))
            and self.hindered(one, panel, tries) is None
        )

    def hindered(self, fresh: Switch, panel: Panel, tries: Tries) -> Row | None:
        """The row of one of them that is not to be written any more; None: it is.

        Between the plan and a write there may be a long wait, in which others are at work: what the
        plan demanded is demanded of every write. What an earlier write of this resume may have
        changed itself is not held against the next one.
        """
        key = key_of(fresh)
        mark = self.marks[key]
        if may_have_worked(tries.get(key, ())):
            mark = replace(mark, after=fresh, turned_on=True)
        row = plan_restore(mark, fresh, panel, at=self.at)
        return None if row.outcome is Outcome.PLANNED else row
