"""The first sentence of a stop's answer, which must be true if nothing else is read."""

from __future__ import annotations

from policies.crisis import EVERYTHING, Doing, Outcome, counts
from worker.language import Language
from worker.stopping.covered import part_of
from worker.stopping.outcome import Result


def first_sentence(result: Result, language: Language) -> str:
    """What is so, in one sentence."""
    if result.doing is Doing.RESUME:
        return _of_resume(result, language)
    if result.confirmed:
        return _of_stop(result, language)
    return _of_plan(result, language)


def _of_plan(result: Result, language: Language) -> str:
    if not result.panels:
        return language.text("NOTHING IS STOPPED: no account could be read.")
    if result.waiting:
        return language.text(
            "Nothing is stopped yet; {n} would be, in {accounts} accounts.",
            n=result.waiting,
            accounts=_accounts(result),
        )
    if result.left or result.gaps:
        return language.text(
            "Nothing that we can read is on, but not everything could be read; {n} by hand below.",
            n=len(result.left) + len(result.gaps),
        )
    return _everything_off(result, language)


def _accounts(result: Result) -> int:
    """In how many accounts something is to be turned."""
    waiting = (row.switch for row in result.rows if row.outcome is Outcome.PLANNED)
    return len({(one.platform, one.account_id) for one in waiting})


def _of_stop(result: Result, language: Language) -> str:
    if result.verified:
        return _everything_off(result, language)
    found = counts(result.rows)
    return language.text(
        "NOT everything is off: {off} stopped, {left} left for you, by hand below.",
        off=found[Outcome.STOPPED] + found[Outcome.ADDED],
        left=len(result.left) + len(result.gaps),
    )


def _everything_off(result: Result, language: Language) -> str:
    """Everything that we can reach is off; what we cannot is named in the same breath."""
    others = ", ".join(f"{one.channel.capitalize()} {one.link}" for one in result.not_covered)
    if spared := _spared(result):
        return _all_else_off(result, language, others=others, spared=spared)
    if result.scope == EVERYTHING:
        return language.text(
            "Everything we can reach is off; by hand here: {others}.", others=others
        )
    return language.text(
        "Everything in this scope ({scope}) is off; nothing else was looked at, and by hand "
        "here: {others}.",
        scope=part_of(result.scope),
        others=others,
    )


def _all_else_off(result: Result, language: Language, *, others: str, spared: str) -> str:
    """Everything is off but what a person has exempted, which may be on."""
    if result.scope == EVERYTHING:
        return language.text(
            "Everything we can reach is off, except what somebody has exempted ({spared}); by "
            "hand here: {others}.",
            spared=spared,
            others=others,
        )
    return language.text(
        "Everything in this scope ({scope}) is off, except what somebody has exempted ({spared}); "
        "nothing else was looked at, and by hand here: {others}.",
        scope=part_of(result.scope),
        spared=spared,
        others=others,
    )


def _spared(result: Result) -> str:
    """The names of what is exempted and may be on; a number where no name was read."""
    names = (
        one.switch.name if one.switch else one.number for one in result.exempted if one.may_be_on
    )
    return ", ".join(dict.fromkeys(names))


def _of_resume(result: Result, language: Language) -> str:
    found = counts(result.rows)
    if not result.rows:
        return language.text("This stop turned nothing off: there is nothing to resume.")
    if not result.confirmed:
        return language.text(
            "Nothing is turned on yet; {n} would be, {skipped} would stay off.",
            n=result.waiting,
            skipped=found[Outcome.SKIPPED],
        )
    return language.text(
        "{n} are on again, {skipped} were left off, {left} are left for you.",
        n=found[Outcome.RESUMED],
        skipped=found[Outcome.SKIPPED],
        left=len(result.left),
    )
