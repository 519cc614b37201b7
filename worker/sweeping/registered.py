"""What people told, as an account is judged by it."""

from __future__ import annotations

from policies.model import AdAccount
from policies.register import Register
from worker.store import attested, briefs, proofs, runs, spending
from worker.store.kept import Connection
from worker.sweeping.means import Means


def register(connection: Connection, means: Means, account: AdAccount) -> Register:
    """The register as it stands now, for an account."""
    return Register(
        briefs=briefs.register(connection),
        proofs=proofs.register(connection, account.platform, account.id),
        attested=attested.register(connection, account.platform, account.id, means.clock()),
        elsewhere=spending.of_all(connection),
        ran=runs.ends(connection, account.platform, account.id),
        since=means.since,
        zone=means.zone,
    )
