"""How fast a worker looks, beats and is given up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """All in seconds."""

    look: float = 2.0
    """Between two looks at the queue; new pieces are heard of at once."""
    beat: float = 10.0
    """Between two signs of life, and between two looks at those of others."""
    stalled: float = 30.0
    """Without a sign of life for so long a worker counts as dead. Less than a lease lasts."""
    away: float = 2.0
    """Between two tries to reach a database that is away."""
    patience: float = 5.0
    """What asks the database waits so long for a connection; then it counts as away."""
    grace: float = 6.0
    """What is under way has so long to come to a good place at the end."""
