"""Tokens as numbers: what was last told of them; no platform is asked for a number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client.core import GaugeMetricFamily

from worker.health.families import many
from worker.health.watch import Seen

STATES = ("valid", "lacking", "invalid", "unknown")
_ENDLESS = datetime.max.replace(tzinfo=UTC)
_DAY = 86_400.0


def tokens(seen: Seen) -> Iterator[GaugeMetricFamily]:
    """Ends, days left, states, and when each was last looked at."""
    yield from _ends(seen)
    known = seen.tables.tokens if seen.tables else {}
    state = many(
        "token_state",
        "Whether a token is in this state: lacking is valid without all that it needs.",
        ("token", "state"),
    )
    checked = many(
        "token_checked_timestamp_seconds", "When a token was last looked at.", ("token",)
    )
    for label, one in sorted(known.items()):
        for name in STATES:
            state.add_metric([label, name], float(one.state == name))
        checked.add_metric([label], one.checked_at.timestamp())
    yield state
    yield checked


def _ends(seen: Seen) -> Iterator[GaugeMetricFamily]:
    """Ends that are known; of a token that never ends, infinity."""
    ends = many("token_end_timestamp_seconds", "When a token ends.", ("token",))
    left = many("token_days_left", "Days until a token ends, as last told.", ("token",))
    for token, end in sorted(seen.tokens.items()):
        endless = end == _ENDLESS
        ends.add_metric([token], math.inf if endless else end.timestamp())
        days = math.inf if endless else (end - seen.at).total_seconds() / _DAY
        left.add_metric([token], days)
    yield ends
    yield left
