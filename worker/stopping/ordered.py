"""What briefs tell a stop, by a file: accounts no token sees, and whose campaigns they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policies.crisis import NotCovered, Row, Scope, account_link, departments, unseen_accounts
from policies.model import Words
from worker.briefs import mirror
from worker.stopping.reading import Read


def beyond_tokens(state_dir: Path, read: Read, scope: Scope) -> tuple[NotCovered, ...]:
    """Accounts that a brief names and no token sees; or that nobody can tell."""
    register = mirror.read(state_dir)
    if register is None:
        file = {"file": str(state_dir / mirror.NAME)}
        words = Words(
            "Accounts that only a brief names are not compared with what our tokens see: {file} "
            "cannot be understood. `annonsvakt brief list` writes it anew.",
            file,
        )
        return tuple(
            NotCovered(channel=one.platform, because=words, link=account_link(one.platform, None))
            for one in read.found[:1]
        )
    seen = {one.platform: one.seen for one in read.found if one.all_listed}
    return unseen_accounts(register, seen, scope)


def departments_of(state_dir: Path, rows: Iterable[Row]) -> dict[str, str]:
    """Number of a campaign, or of its group → the department whose brief it runs under."""
    register = mirror.read(state_dir) or ()
    switches = [row.switch for row in rows]
    open_ones = [one for one in register if not one.closed]
    # Where a closed brief and an open one fit alike, the open one has taken its place.
    return departments(switches, open_ones) | departments(switches, register)
