"""Meta's words for where ads are shown: what may be chosen, and what its figures tell of.

A word that is not among them is not known, which is never a pass (Placement Targeting, Insights API
Breakdowns; checked 2026-11-22).
"""

from __future__ import annotations

NETWORK = "audience_network"
"""Apps and websites of others."""
CHOOSABLE = frozenset(("facebook", "instagram", "threads", "messenger", "whatsapp", NETWORK))
"""Values of `publisher_platforms`."""
SHOWN = CHOOSABLE | {"oculus"}
"""Values of `publisher_platform`; `unknown`, which is one too, tells nothing."""
EXCLUSIONS = (
    "AUDIENCE_NETWORK_CLASSIC",
    "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO",
)
"""All of it, as an account's controls exclude it (Ad Account Account Controls, 2026-11-22)."""
