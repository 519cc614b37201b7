"""How an order on an account's controls is told: as JSON, and on one screen."""

from __future__ import annotations

import json as plain_json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policies.guarded import Outcome
from policies.guarding import Doing, named, phrase
from policies.model import Controls
from worker.cli import terminal
from worker.cli.duty import Duty
from worker.language import Language

if TYPE_CHECKING:
    from worker.enforcing.orders import Result


def close(result: Result, duty: Duty, *, json: bool) -> None:
    """Print what became of it."""
    language = duty.language
    if result.refused is not None:
        terminal.note(terminal.safe(language.say(result.refused)))
    if json:
        terminal.emit(as_json(result, language))
    else:
        show(result, language)


def as_json(result: Result, language: Language) -> dict[str, Any]:
    """The keys of the contract, and a few more."""
    plan, judged = result.plan, result.judged
    because = result.refused or judged.error
    return {
        "account_id": result.account_id,
        "doing": result.doing,
        "phrase": phrase(plan, language.code) if plan and plan.changes else None,
        "before": _controls(plan.before) if plan else None,
        "planned": list(plan.changes) if plan else [],
        "sent": result.sent,
        "outcome": judged.outcome,
        "verified": judged.verified,
        "after": _controls(result.after) if result.after else None,
        "error": language.say(because) if because else None,
        "link": result.link,
        "requests": {str(name): counted for name, counted in result.requests.items()},
        "seconds": round((result.ended - result.began).total_seconds(), 3),
        "journal": result.journal,
        "head": result.head,
    }


def _controls(controls: Controls) -> dict[str, Any]:
    """Controls as Meta writes them; `set` false: the account has none."""
    return {
        "set": controls.are_set,
        "placement_exclusions": list(controls.exclusions),
        "audience_controls": _object(controls.audience),
        "placement_controls_per_objective": _object(controls.by_objective),
        "status": controls.status or None,
        "campaigns_with_error": list(controls.campaigns_with_error),
    }


def _object(text: str | None) -> Any:
    return None if text is None else plain_json.loads(text)


def show(result: Result, language: Language) -> None:
    """The plan, or what became of it, in words."""
    for line in _lines(result, language):
        terminal.out(terminal.safe(line))


def _lines(result: Result, language: Language) -> Iterator[str]:
    yield _first(result, language)
    if result.judged.error is not None:
        yield language.say(result.judged.error)
    if result.plan is not None:
        yield from _facts(result, language)
    if result.code:
        yield result.link
    if result.journal:
        yield language.text("Written down in {file}.", file=result.journal)
    plan = result.plan
    if result.judged.outcome is Outcome.PLANNED and plan is not None:
        yield ""
        yield language.text("Type {phrase} to set this.", phrase=phrase(plan, language.code))


def _first(result: Result, language: Language) -> str:
    """What is so, in one sentence."""
    account = result.account_id
    if result.judged.outcome is Outcome.PLANNED:
        return _planned(result.doing, account, language)
    if result.judged.outcome is Outcome.ALREADY and result.doing is Doing.EXCLUDE:
        return language.text(
            "Audience Network is excluded in {account} already: there was nothing to do.",
            account=account,
        )
    if result.judged.verified:
        return _done(result, language)
    if not result.sent:
        return language.text("NOTHING WAS SET in {account}.", account=account)
    return language.text(
        "SENT to {account}, and NOT PROVED to be in force. Look at it by hand:", account=account
    )


def _planned(doing: Doing, account: str, language: Language) -> str:
    if doing is Doing.EXCLUDE:
        return language.text(
            "PLAN, nothing is set yet: exclude Audience Network for everything in {account}.",
            account=account,
        )
    return language.text(
        "PLAN, nothing is set yet: LET Audience Network IN AGAIN in {account}, as it stood before.",
        account=account,
    )


def _done(result: Result, language: Language) -> str:
    account = result.account_id
    if result.judged.outcome is Outcome.EXCLUDED:
        return language.text(
            "Audience Network is excluded for everything in {account}, by a new reading.",
            account=account,
        )
    if result.judged.outcome is Outcome.RESTORED:
        return language.text(
            "The exclusions of {account} are as they stood before, by a new reading.",
            account=account,
        )
    return language.text("There was nothing to undo in {account}.", account=account)


def _facts(result: Result, language: Language) -> Iterator[str]:
    """What stands, what changes, and what is sent back as it was."""
    plan = result.plan
    if plan is None:
        return
    now = result.after or plan.before
    yield language.text("  Excluded now: {names}", names=named(now.exclusions))
    if not result.sent and plan.changes:
        change = (
            language.text("  To be excluded as well: {names}", names=named(plan.changes))
            if plan.doing is Doing.EXCLUDE
            else language.text("  To be excluded no longer: {names}", names=named(plan.changes))
        )
        yield change
    yield language.text(
        "  Audience controls, sent back as they were read: {controls}",
        controls=plan.before.audience or language.text("none told"),
    )
    if plan.before.by_objective is not None:
        yield language.text(
            "  Exclusions by objective, sent back as they were read: {controls}",
            controls=plan.before.by_objective,
        )
    if now.status:
        yield language.text("  State of the controls: {status}", status=now.status)
