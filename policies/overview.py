"""A snapshot looked through once for all rules: what stands in it, and what of that can run.

In an account of 10,000 ads, looking again for each rule takes longer than what the rules do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from policies.delivery import Branch, Family, ad_can_run, branches, families
from policies.model import Snapshot
from policies.subjects import Key, Subject, about_account, subjects


class Overview:
    """Each part is made when a rule first asks for it, and shared from then on."""

    def __init__(self, snapshot: Snapshot, as_of: datetime) -> None:
        self._snapshot = snapshot
        self._as_of = as_of
        self._subjects: dict[str, Mapping[Key, Subject]] = {}

    @cached_property
    def running_ads(self) -> tuple[tuple[Family, bool | None], ...]:
        """Each ad that can be shown, now or later; with None that of which it could not be told."""
        judged = ((one, ad_can_run(one, self._as_of)) for one in families(self._snapshot))
        return tuple((one, runs) for one, runs in judged if runs is not False)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Each campaign with its ad sets."""
        return tuple(branches(self._snapshot, self._as_of))

    def subjects(self, kind: str) -> Mapping[Key, Subject]:
        """Everything of one kind, and the account."""
        if kind not in self._subjects:
            found = (*subjects(self._snapshot, kind), about_account(self._snapshot.account))
            self._subjects[kind] = {one.key: one for one in found}
        return self._subjects[kind]
