"""How the outcomes of a stop and of its undoing are called, on the screen and in mails."""

from __future__ import annotations

from policies.crisis import Doing, Outcome
from worker.language import Language


def outcome_word(outcome: Outcome, doing: Doing, language: Language) -> str:
    """An outcome for people."""
    if outcome is Outcome.PLANNED:
        stop = doing is Doing.STOP
        return language.text("to be stopped") if stop else language.text("to be turned on")
    return {
        Outcome.STOPPED: language.text("stopped"),
        Outcome.ALREADY_OFF: language.text("off already"),
        Outcome.FAILED: language.text("FAILED"),
        Outcome.UNKNOWN: language.text("UNKNOWN"),
        Outcome.ADDED: language.text("stopped, turned on after the plan"),
        Outcome.RESUMED: language.text("on again"),
        Outcome.SKIPPED: language.text("left off"),
    }[outcome]
