"""Which token is used: the newest. No network is asked, so that a stop may choose too."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from connectors.linkedin.grant import Grant
from worker.config.sections import LinkedIn
from worker.tokens.apps import Side, secret
from worker.tokens.keeping import digest, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A token to work with, and what is known of its life."""

    token: str | None = field(repr=False)
    """None: there is none."""
    grant: Grant | None
    """None: the token stands in the configuration, and nobody has told how long it lives."""


def held(section: LinkedIn, side: Side, state_dir: Path) -> Held:
    """The newest token of a side: the one that we keep, unless the configuration has a newer one.

    It is newer if it is not the one that stood there when ours was written down.
    """
    configured = secret(section, side, "token")
    ours = kept(state_dir, side)
    if ours is None or (configured is not None and digest(configured) != ours.beside):
        return Held(token=configured, grant=None)
    return Held(token=ours.grant.access_token, grant=ours.grant)
