"""A stop of all ads, rehearsed: planned, confirmed by its phrase, verified, and given back."""

from __future__ import annotations

from dataclasses import dataclass

from policies.crisis import EVERYTHING, phrase
from worker.language import Language
from worker.stopping.giving import Desk, pause, resume
from worker.stopping.identity import whoami
from worker.stopping.in_force import same_scope
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result
from worker.stopping.story import tell_story


class RealStop(Exception):
    """A stop that no demo gave is in force in a place that the demo would share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What the stop and its undoing came to."""

    phrase: str
    """What had to be typed for the stop."""
    plan: Result
    stop: Result
    resume: Result


def rehearse(desk: Desk, said: Language) -> Rehearsal:
    """Stop everything and give it back, by the same steps as `pause-all` and `resume`.

    Raises:
        RealStop: a real stop would be joined.
    """
    if same_scope(EVERYTHING, desk.places) is not None:
        raise RealStop
    order = Order(
        reason=said.text("A rehearsal in the demo"), operator=said.text("The demo"), who=whoami()
    )
    plans: list[Result] = []

    def answer(plan: Result) -> str:
        """Read the plan, and type its phrase."""
        plans.append(plan)
        return phrase(plan.doing, plan.number, said.code)

    stop = pause(desk, order, EVERYTHING, typed=None, ask=answer).result
    story = tell_story(stop.stop_id, desk.places)
    back = resume(desk, order, story, typed=None, ask=answer).result
    return Rehearsal(
        phrase=phrase(plans[0].doing, plans[0].number, said.code),
        plan=plans[0],
        stop=stop,
        resume=back,
    )
