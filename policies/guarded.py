"""What a reading says of an account's controls that were set: done, being applied, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policies.guarding import NOTHING, Doing, Plan
from policies.model import Answer, Controls, ControlsReceipt, Words

_IN_FORCE, _APPLYING = "ACTIVE", "APPLICATION_IN_PROGRESS"


class Outcome(StrEnum):
    """What became of an account."""

    PLANNED = "planned"
    EXCLUDED = "excluded"
    RESTORED = "restored"
    ALREADY = "already"
    """There was nothing to do."""
    BEING_APPLIED = "being-applied"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a reading says of a plan: only what is `verified` is done and needs nobody."""

    outcome: Outcome
    verified: bool = False
    error: Words | None = None


def standing(plan: Plan) -> Judged:
    """What is to be said where the plan changes nothing."""
    return _in_force(plan, plan.before, Outcome.ALREADY)


def is_settled(plan: Plan, read: Controls, answer: Answer) -> bool:
    """Whether another reading could say nothing better, some seconds later."""
    if answer in (Answer.REFUSED, Answer.THROTTLED) and not _came(plan, read):
        return True
    return _came(plan, read) and read.status != _APPLYING


def judge(plan: Plan, read: Controls, receipt: ControlsReceipt) -> Judged:
    """What a reading after the write says; the write's own answer proves nothing."""
    if not _kept(plan, read):
        words = Words(
            "THE AUDIENCE CONTROLS of {account} read differently than before. Before: {before}; "
            "now: {now}. Look at them by hand, now.",
            {
                "account": read.account_id,
                "before": plan.aim.audience or "-",
                "now": read.audience or "-",
            },
        )
        return Judged(outcome=_done(plan) if _came(plan, read) else Outcome.FAILED, error=words)
    if _came(plan, read):
        return _in_force(plan, read, _done(plan))
    if receipt.answer is Answer.UNKNOWN:
        return Judged(outcome=Outcome.UNKNOWN, error=receipt.because)
    if receipt.answer is Answer.ACCEPTED:
        words = Words("Meta said that it was done, and a new reading does not show it.")
        return Judged(outcome=Outcome.UNKNOWN, error=words)  # it may take effect later
    return Judged(outcome=Outcome.FAILED, error=receipt.because)


def _came(plan: Plan, read: Controls) -> bool:
    """Whether the exclusions are as planned."""
    if plan.doing is Doing.EXCLUDE:
        return set(read.exclusions) >= set(plan.aim.exclusions)
    return set(read.exclusions) == set(plan.aim.exclusions)


def _kept(plan: Plan, read: Controls) -> bool:
    """Whether all that was only sent back stands as it stood."""
    pairs = ((read.audience, plan.aim.audience), (read.by_objective, plan.before.by_objective))
    return all((now or NOTHING) == (then or NOTHING) for now, then in pairs)


def _done(plan: Plan) -> Outcome:
    return Outcome.EXCLUDED if plan.doing is Doing.EXCLUDE else Outcome.RESTORED


def _in_force(plan: Plan, read: Controls, done: Outcome) -> Judged:
    """What the state of the controls says, where the exclusions are as they should be."""
    if read.status == _IN_FORCE:
        return Judged(outcome=done, verified=True)
    if read.status == _APPLYING:
        words = Words("Meta is still applying the controls. The next sweep sees whether it has.")
        return Judged(outcome=Outcome.BEING_APPLIED, error=words)
    if not read.are_set and not plan.aim.exclusions:
        return Judged(outcome=done, verified=True)
    if read.campaigns_with_error:
        words = Words(
            "Meta could not apply the controls to these campaigns: {campaigns}. Put them right by "
            "hand.",
            {"campaigns": ", ".join(read.campaigns_with_error)},
        )
        return Judged(outcome=done, error=words)
    words = Words(
        "The account's controls stand as {status}, which does not tell whether they hold.",
        {"status": read.status or "?"},
    )
    return Judged(outcome=done, error=words)
