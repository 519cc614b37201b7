"""The catalogue: every rule that the product enforces, by clause.

C6 (LinkedIn) has none: all placements there are allowed, LinkedIn's own audience network too.
"""

from __future__ import annotations

from policies.promoted import PostRule
from policies.rule import Rule
from policies.rules import (
    access,
    alt_text,
    audience,
    captions,
    delivered,
    instagram,
    ordered,
    ordered_dates,
    placement,
    proofs,
    sender,
    unseen,
)

CATALOGUE: tuple[Rule | PostRule, ...] = (
    ordered.MISSING,
    ordered.INCOMPLETE,
    ordered_dates.DATES,
    audience.AUDIENCE,
    proofs.MISSING,
    proofs.CHANGED,
    access.CANNOT_PAUSE,
    unseen.UNSEEN_ACCOUNT,
    placement.AUDIENCE_NETWORK,
    delivered.AUDIENCE_NETWORK_DELIVERED,
    instagram.INSTAGRAM,
    sender.PAGE,
    sender.ORGANIZATION,
    alt_text.ALT_TEXT,
    captions.CAPTIONS,
    ordered.ACCESSIBILITY,
)
ON_ACCOUNTS = tuple(rule for rule in CATALOGUE if isinstance(rule, Rule))
"""Those that look at one account at a time."""
ON_POSTS = tuple(rule for rule in CATALOGUE if isinstance(rule, PostRule))
"""Those that look at the city's posts, whatever account shows them."""
