"""What people told, as an account is judged by it."""

from __future__ import annotations

from policies.register import Register
from worker.store import briefs
from worker.store.kept import Connection
from worker.sweeping.means import Means


def register(connection: Connection, means: Means) -> Register:
    """The register as it stands now."""
    return Register(briefs=briefs.register(connection), since=means.since, zone=means.zone)
