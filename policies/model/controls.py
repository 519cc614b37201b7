"""The controls of an ad account, with all that setting them takes."""

from __future__ import annotations

from dataclasses import dataclass

from policies.model.common import AccountId, Words
from policies.model.switches import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """An account's controls as one reading gave them: they are set whole, or parts of them go.

    What is only sent back is kept as JSON with sorted keys, so that equal texts are equal values.
    """

    account_id: AccountId
    exclusions: tuple[str, ...]
    """Placements kept from everything in the account, in the platform's capitals."""
    audience: str | None
    """Who may be reached at all, such as an age; None: not told."""
    by_objective: str | None
    """Placements kept from single objectives; None: none were told."""
    status: str
    """`ACTIVE`, `APPLICATION_IN_PROGRESS`, `WITH_CAMPAIGN_ERROR`; empty: not told."""
    campaigns_with_error: tuple[str, ...]
    """Campaigns to which they could not be applied."""
    are_set: bool
    """False: the platform tells of no controls at all."""
    link: str
    """Where a person reaches them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlsReceipt:
    """What the platform answered to one setting of controls; only a reading proves it."""

    answer: Answer
    because: Words | None = None
