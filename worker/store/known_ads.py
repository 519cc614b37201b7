"""Ads as they were last read, found by their own id or by their creative's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection

from policies.delivery import Family, families
from policies.model import AccountId, Platform, Unread
from worker.store import snapshots
from worker.store.errors import UnknownId

_URN = "urn:li:sponsoredCreative:"
"""What stands before the number of an ad on LinkedIn."""


class KnownAds:
    """Every ad of every account, with what stands above it."""

    def __init__(self, connection: Connection) -> None:
        """Read the last snapshot of each account."""
        self._ads: dict[str, Family] = {}
        self._of_creative: dict[str, list[Family]] = defaultdict(list)
        self._read_at: dict[tuple[Platform, AccountId], datetime] = {}
        for platform, account_id in snapshots.account_ids(connection):
            snapshot = snapshots.latest(connection, platform, account_id)
            if snapshot is None:
                continue
            self._read_at[platform, account_id] = snapshot.read_at
            for family in families(snapshot):
                self._ads[family.ad.id] = family
                if not isinstance(family.ad.creative, Unread):
                    self._of_creative[family.ad.creative.id].append(family)

    @property
    def ads(self) -> Mapping[str, Family]:
        """By the ad's id."""
        return self._ads

    def read_at(self, family: Family) -> datetime:
        """When the ad was last read."""
        return self._read_at[family.ad.platform, family.ad.account_id]

    def of_creative(self, creative_id: str) -> Sequence[Family]:
        """Those that show this creative."""
        return tuple(self._of_creative.get(creative_id, ()))

    def wanted(self, typed: str) -> str:
        """The id that a person means; LinkedIn's by its number too.

        Raises:
            UnknownId: no ad and no creative has it; the nearest ids are told.
        """
        for one in (typed, f"{_URN}{typed}"):
            if one in self._ads or one in self._of_creative:
                return one
        known = sorted({*self._ads, *self._of_creative})
        raise UnknownId(typed, tuple(get_close_matches(typed, known, n=3, cutoff=0.6)))
