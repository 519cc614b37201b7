"""The queue that the hosts of one city share: of those who read and judge alike."""

from __future__ import annotations

from worker.config import Settings
from worker.sweeping.revision import program


def queue_for(settings: Settings) -> str:
    """The queue of those who go by the same rules, configuration, program and tables."""
    from worker.engine.likeness import queue_name

    return queue_name(settings, program())
