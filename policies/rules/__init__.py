"""The catalogue: every rule that the product enforces, by clause.

C6 (LinkedIn) has none: all placements there are allowed, LinkedIn's own audience network too.
"""

from __future__ import annotations

from policies.rule import Rule
from policies.rules import instagram, placement, sender

CATALOGUE: tuple[Rule, ...] = (
    placement.AUDIENCE_NETWORK,
    instagram.INSTAGRAM,
    sender.PAGE,
    sender.ORGANIZATION,
)
