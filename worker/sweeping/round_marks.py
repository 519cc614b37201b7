"""A person's mark that a campaign, or what is SLK's own, was watched in the present window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from policies.owning import SLK
from policies.rounds.windows import Window
from worker.store import runs, watches
from worker.store.errors import UnknownId
from worker.store.kept import Connection
from worker.store.opening import Store
from worker.store.watches import SLKS_OWN, Over, Watched
from worker.sweeping.round_terms import RoundTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What became of a mark."""

    window: Window | None
    """None: no round is open at this time, and nothing was noted."""
    watched: Watched | None
    """The mark that stands there now."""
    noted: bool
    """False: somebody's mark stood there, which stays."""


class Ambiguous(Exception):
    """Campaigns of several accounts have this id."""

    def __init__(self, accounts: Sequence[str]) -> None:
        """`accounts`: which ones."""
        super().__init__(", ".join(accounts))
        self.accounts = tuple(accounts)


def over_which(connection: Connection, wanted: str, account_id: str | None = None) -> Over:
    """The campaign of this id that was ever met running; `slk`: what is SLK's own.

    Raises:
        UnknownId: there is none; it carries the nearest ids.
        Ambiguous: there are several, and no account is named.
    """
    if wanted == SLK:
        return SLKS_OWN
    known = [*runs.campaigns(connection)]
    found = [
        Over(platform=platform, account_id=account, campaign_id=campaign)
        for platform, account, campaign in known
        if campaign == wanted and account_id in (None, account, account.removeprefix("act_"))
    ]
    if len(found) > 1:
        raise Ambiguous([one.account_id for one in found])
    if not found:
        ids = [campaign for _, _, campaign in known]
        raise UnknownId(wanted, tuple(get_close_matches(wanted, ids, n=3, cutoff=0.5)))
    return found[0]


def mark(store: Store, terms: RoundTerms, over: Over, *, by: str, at: datetime) -> Marked:
    """Note in the window of `at` that this person watched; another mark is never overwritten."""
    window = terms.window_at(at)
    if window is None:
        return Marked(window=None, watched=None, noted=False)
    with store.writing() as connection:
        noted = watches.mark(connection, over, window.starts, by=by, at=at)
        watched = watches.marked(connection, over, window.starts)
    return Marked(window=window, watched=watched, noted=noted)
