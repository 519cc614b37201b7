"""The catalogue: every rule that the product enforces, by clause.

C6 (LinkedIn) has none: all placements there are allowed, LinkedIn's own audience network too.
"""

from __future__ import annotations

from dataclasses import replace

from policies.awaited import QueueRule
from policies.editors import EditorRule
from policies.model import Words
from policies.promoted import PostRule
from policies.rounds.weeks import RoundRule
from policies.rule import Rule
from policies.rules import (
    access,
    alt_text,
    audience,
    budget,
    captions,
    delivered,
    editors,
    instagram,
    moderate,
    ordered,
    ordered_dates,
    overdue,
    placement,
    proofs,
    rounds,
    sender,
    signed,
    unseen,
)
from policies.talk import TalkRule

CATALOGUE: tuple[Rule | PostRule | TalkRule | EditorRule | RoundRule | QueueRule, ...] = (
    ordered.MISSING,
    ordered.INCOMPLETE,
    ordered_dates.DATES,
    budget.BUDGET,
    audience.AUDIENCE,
    proofs.MISSING,
    proofs.CHANGED,
    access.CANNOT_PAUSE,
    unseen.UNSEEN_ACCOUNT,
    editors.EDITOR,
    placement.AUDIENCE_NETWORK,
    delivered.AUDIENCE_NETWORK_DELIVERED,
    instagram.INSTAGRAM,
    sender.PAGE,
    sender.ORGANIZATION,
    alt_text.ALT_TEXT,
    captions.CAPTIONS,
    ordered.ACCESSIBILITY,
    rounds.ROUND_MISSED,
    overdue.OVERDUE,
    signed.REPLY_UNSIGNED,
    moderate.COMMENT_MODERATE,
)


def remedy_of(rule_id: str, account_id: str) -> Words | None:
    """What to do about a breach of a rule in an account; None: its message says it."""
    found = (rule.remedy for rule in CATALOGUE if rule.id == rule_id)
    remedy = next(found, None)
    if remedy is None or "account" not in remedy.values:
        return remedy
    return replace(remedy, values={**remedy.values, "account": account_id})


ON_ACCOUNTS = tuple(rule for rule in CATALOGUE if isinstance(rule, Rule))
"""Those that look at one account at a time."""
ON_POSTS = tuple(rule for rule in CATALOGUE if isinstance(rule, PostRule))
"""Those that look at the city's posts, whatever account shows them."""
ON_THREADS = tuple(rule for rule in CATALOGUE if isinstance(rule, TalkRule))
"""Those that look at what is written under the city's posts and to its accounts."""
ON_EDITORS = tuple(rule for rule in CATALOGUE if isinstance(rule, EditorRule))
"""Those that look at the editors whom briefs name."""
ON_ROUNDS = tuple(rule for rule in CATALOGUE if isinstance(rule, RoundRule))
"""Those that look at the rounds of watching."""
ON_QUEUE = tuple(rule for rule in CATALOGUE if isinstance(rule, QueueRule))
"""Those that look at threads as the queue keeps them."""
