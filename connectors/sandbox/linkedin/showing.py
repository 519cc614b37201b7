"""Records as answers hold them: what is asked for, and nothing that LinkedIn keeps to itself."""

from __future__ import annotations

from connectors.sandbox.linkedin.asking import Request
from connectors.sandbox.linkedin.delivering import as_served
from connectors.sandbox.world import Record, World


def shown(world: World, request: Request, table: str, record: Record) -> Record:
    """One record; a field that does not exist is left out in silence, asked for or not."""
    whole = as_served(world, table, record)
    return {
        name: value
        for name, value in whole.items()
        if not name.startswith("_") and (request.fields is None or name in request.fields)
    }
