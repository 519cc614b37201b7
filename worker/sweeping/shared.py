"""The queue that the hosts of one city share: of those who read and judge alike."""

from __future__ import annotations

from worker.config import Settings
from worker.sweeping.revision import revision


def queue_for(settings: Settings) -> str:
    """The queue of those who go by the same rules, configuration and program."""
    from worker.engine.likeness import queue_name

    version = revision()
    return queue_name(settings, f"{version.version} {version.rules}")
