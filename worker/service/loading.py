"""Everything that jobs load only when they need it, loaded before the first of them begins.

Commands load as little as they can. But jobs begin side by side, and threads that load the same
packages from different ends at the same time would wait for each other for ever: Python lets one of
them go on with a module that is not there as a whole, and its job fails (`_ModuleLock` of
`importlib._bootstrap`, CPython 3.11, read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from policies.model import Platform

LATER = (
    "worker.briefs.refreshing",
    "worker.doctoring.linkedin",
    "worker.doctoring.meta",
    "worker.posting.falling_back",
    "worker.posting.outbox",
    "worker.reporting",
    "worker.service.filing",
    "worker.service.reports",
    "worker.stopping.desk",
    "worker.stopping.giving_way",
    "worker.stopping.holding",
    "worker.stopping.identity",
    "worker.stopping.in_force",
    "worker.stopping.telling",
    "worker.tokens",
    "worker.tokens.permissions",
)
_OF_PLATFORMS = ("connectors.{}", "connectors.{}.checkup")


def load_all(platforms: Iterable[Platform]) -> None:
    """Load all that jobs will want; a second time costs nothing."""
    for name in LATER:
        import_module(name)
    for platform in platforms:
        for name in _OF_PLATFORMS:
            import_module(name.format(platform))
