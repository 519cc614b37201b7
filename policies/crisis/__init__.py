"""The crisis stop's pure half: what to turn, what may be confirmed, what was proven, what to undo.

Nothing here writes, waits or asks what time it is. What a platform answers to a write proves
nothing: only a reading does.
"""

from __future__ import annotations

from policies.crisis.attempts import (
    AllOff,
    Goal,
    OnlyLook,
    Tries,
    due,
    every_switch,
)
from policies.crisis.covering import NotCovered, account_link, left_out, not_covered, unsure
from policies.crisis.limits import left_off, much_changed, much_gone, only_chosen, only_shown
from policies.crisis.ordered import departments, unseen_accounts
from policies.crisis.phrases import VALID_FOR, Doing, is_phrase, is_stale, phrase
from policies.crisis.planning import Plan, Reading, gaps, plan_stop, told
from policies.crisis.restoring import Mark, TheseOn, is_touched, plan_restore
from policies.crisis.reviewing import (
    REVIEW_WITHIN,
    Review,
    review,
    review_until,
    same_person,
)
from policies.crisis.rows import LEFT, Outcome, Row, by_budget, counts, planned, spending
from policies.crisis.scope import EVERYTHING, Key, Scope, bare_switch, is_bare, key_of, within
from policies.crisis.standing import ON, Standing, group_switch, is_off, standing
from policies.crisis.verdicts import (
    Deeds,
    group_rows,
    is_verified,
    judge_resumed,
    judge_stopped,
    judge_unread,
    left_undone,
)

__all__ = [
    "EVERYTHING",
    "LEFT",
    "ON",
    "REVIEW_WITHIN",
    "VALID_FOR",
    "AllOff",
    "Deeds",
    "Doing",
    "Goal",
    "Key",
    "Mark",
    "NotCovered",
    "OnlyLook",
    "Outcome",
    "Plan",
    "Reading",
    "Review",
    "Row",
    "Scope",
    "Standing",
    "TheseOn",
    "Tries",
    "account_link",
    "bare_switch",
    "by_budget",
    "counts",
    "departments",
    "due",
    "every_switch",
    "gaps",
    "group_rows",
    "group_switch",
    "is_bare",
    "is_off",
    "is_phrase",
    "is_stale",
    "is_touched",
    "is_verified",
    "judge_resumed",
    "judge_stopped",
    "judge_unread",
    "key_of",
    "left_off",
    "left_out",
    "left_undone",
    "much_changed",
    "much_gone",
    "not_covered",
    "only_chosen",
    "only_shown",
    "phrase",
    "plan_restore",
    "plan_stop",
    "planned",
    "review",
    "review_until",
    "same_person",
    "spending",
    "standing",
    "told",
    "unseen_accounts",
    "unsure",
    "within",
]
