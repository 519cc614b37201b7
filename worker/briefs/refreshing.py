"""The file from which stops know the briefs, made anew from the register."""

from __future__ import annotations

from pathlib import Path

from policies.briefs.matching import Registered
from policies.model import Words
from worker.briefs import mirror
from worker.store import briefs
from worker.store.opening import Store


def refresh(store: Store, state_dir: Path) -> Words | None:
    """Write the open briefs where stops look; why it could not be done, None: it was.

    Raises:
        StoreError: our own database failed.
    """
    with store.reading() as connection:
        kept = briefs.listed(connection)
    try:
        mirror.write(state_dir, (Registered(id=one.id, brief=one.brief) for one in kept))
    except OSError as error:
        return Words(
            "{file} cannot be written ({reason}): a crisis stop does not know of this. Make room, "
            "or give the program the right to write there, and run `annonsvakt brief list`.",
            {"file": str(state_dir / mirror.NAME), "reason": error.strerror or "?"},
        )
    return None
