"""The catalogue: every rule that the product enforces, by clause.

C6 (LinkedIn) has none: all placements there are allowed, LinkedIn's own audience network too.
"""

from __future__ import annotations

from policies.rule import Rule
from policies.rules import access, delivered, instagram, placement, sender

CATALOGUE: tuple[Rule, ...] = (
    access.CANNOT_PAUSE,
    placement.AUDIENCE_NETWORK,
    delivered.AUDIENCE_NETWORK_DELIVERED,
    instagram.INSTAGRAM,
    sender.PAGE,
    sender.ORGANIZATION,
)
