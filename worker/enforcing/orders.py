"""An order on an account's controls, what it is carried out with, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors import Guardian
from policies.crisis import account_link
from policies.guarded import Judged, Outcome
from policies.guarding import Doing, Plan
from policies.model import AccountId, Controls, Words
from worker.clock import Clock
from worker.enforcing.book import Enforced
from worker.enforcing.plans import keep

DONE, NEEDS_A_PERSON, UNCONFIRMED, UNREAD = 0, 1, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an order is carried out with."""

    guardian: Guardian
    places: Enforced
    clock: Clock
    sleep: Callable[[float], None]
    tell: Callable[[Words], None]
    last_resort: Callable[[str], None]
    """Takes the journal's lines where its disk fails after the write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done, to which account."""

    account_id: AccountId
    doing: Doing
    typed: str | None = None
    """The phrase, if it came with the command."""
    none_stand: bool = False
    """A person has looked: the account has no audience controls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of it."""

    account_id: AccountId
    doing: Doing
    began: datetime
    ended: datetime
    requests: dict[str, Any]
    judged: Judged
    code: int
    plan: Plan | None = None
    """None: nothing was read that a plan could be made of."""
    after: Controls | None = None
    """As read back; None: nothing was sent, or it could not be read."""
    sent: bool = False
    refused: Words | None = None
    """Why the phrase that was typed did not count."""
    link: str
    """Where a person reaches the account."""
    journal: str | None = None
    head: str | None = None


Ask = Callable[[Result], str | None]
"""Shows a plan and gives what was typed; None: nobody is there, or they do not want it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One order being carried out, and the results it can end with."""

    office: Office
    wish: Wish
    began: datetime

    def result(
        self,
        judged: Judged,
        code: int,
        *,
        plan: Plan | None = None,
        sent: bool = False,
        after: Controls | None = None,
    ) -> Result:
        """What became of it."""
        meter = self.office.guardian.meter
        counted = {"http": meter.http, "counted": meter.counted}
        return Result(
            account_id=self.wish.account_id,
            doing=self.wish.doing,
            began=self.began,
            ended=self.office.clock(),
            requests={self.office.guardian.platform: counted},
            judged=judged,
            code=code,
            plan=plan,
            sent=sent,
            after=after,
            link=account_link(self.office.guardian.platform, self.wish.account_id),
        )

    def planned(self, plan: Plan) -> Result:
        """A plan that waits for its phrase.

        Raises:
            Unwritable: it could not be kept.
        """
        keep(plan, self.office.places, at=self.office.clock())
        return self.result(Judged(outcome=Outcome.PLANNED), UNCONFIRMED, plan=plan)

    def nothing_done(self, because: Words, plan: Plan | None = None) -> Result:
        """Something could not be read or written down, and nothing was set."""
        return self.result(Judged(outcome=Outcome.UNKNOWN, error=because), UNREAD, plan=plan)
