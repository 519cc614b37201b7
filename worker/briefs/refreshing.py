"""The file from which stops know the briefs, made anew from the register."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from pathlib import Path

from policies.briefs.matching import Registered
from policies.model import Words
from policies.owning import claim_of
from worker.briefs import mirror
from worker.store import briefs
from worker.store.opening import Store


def refresh(store: Store, state_dir: Path, *, at: datetime, zone: tzinfo) -> Words | None:
    """Write the briefs under which something may run where stops look; why not, None: it was done.

    Open ones, and closed ones until their last day has passed: campaigns outlive closed briefs.

    Raises:
        StoreError: our own database failed.
    """
    with store.reading() as connection:
        kept = briefs.listed(connection, everything=True)
    today = at.astimezone(zone).date()
    try:
        mirror.write(
            state_dir,
            (
                Registered(id=one.id, brief=one.brief, closed=one.closed_at is not None)
                for one in kept
                if one.closed_at is None or _lasts(one, zone, today)
            ),
        )
    except OSError as error:
        return Words(
            "{file} cannot be written ({reason}): a crisis stop does not know of this. Make room, "
            "or give the program the right to write there, and run `annonsvakt brief list`.",
            {"file": str(state_dir / mirror.NAME), "reason": error.strerror or "?"},
        )
    return None


def _lasts(closed: briefs.Kept, zone: tzinfo, today: date) -> bool:
    """Whether the last day of a closed brief is still to come, or is today."""
    ends = claim_of(closed.brief, closed.closed_at, zone).ends
    return ends is not None and today <= ends
