"""What no stop reaches, by the configuration."""

from __future__ import annotations

from policies.crisis import NotCovered, not_covered
from policies.model import Platform
from worker.config import Settings
from worker.platforms import enabled


def uncovered(settings: Settings) -> tuple[NotCovered, ...]:
    """The channels without a connector, and those that are switched off or not configured."""
    sections = {Platform.META: settings.meta, Platform.LINKEDIN: settings.linkedin}
    present = tuple(platform for platform, section in sections.items() if section is not None)
    return not_covered(enabled=enabled(settings), present=present)
