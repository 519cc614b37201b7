"""What controls read as after they were set: again and again until it is settled, a minute long."""

from __future__ import annotations

from collections.abc import Callable

from connectors import Guardian
from connectors.errors import ConnectorError, Transient
from policies.guarded import Judged, Outcome, is_settled, judge
from policies.guarding import Plan
from policies.model import Controls, ControlsReceipt

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before each further reading: a minute, in which Meta may still be applying."""


def settle(
    guardian: Guardian,
    plan: Plan,
    receipt: ControlsReceipt,
    *,
    sleep: Callable[[float], None],
) -> tuple[Judged, Controls | None]:
    """What came of a write, by the last reading that there was; the write is never repeated."""
    after: Controls | None = None
    lost: ConnectorError | None = None
    for pause in (0.0, *PAUSES):
        if pause:
            sleep(pause)
        try:
            after = guardian.controls(plan.before.account_id)
        except Transient as error:
            lost = error
            continue
        except ConnectorError as error:
            lost = error
            break
        lost = None
        if is_settled(plan, after, receipt.answer):
            break
    if after is None or lost is not None:
        return Judged(outcome=Outcome.UNKNOWN, error=lost.words if lost else None), after
    return judge(plan, after, receipt), after
