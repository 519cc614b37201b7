"""How a drill is told: as JSON, and on one screen whose first sentence is the truth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policies.crisis import account_link
from worker.cli import terminal
from worker.cli.stopped import as_json as plan_as_json
from worker.cli.stopped_accounts import PLATFORMS
from worker.language import Language
from worker.stopping.drilling import DRY_RUNS, Trial
from worker.stopping.drills import VALID_FOR, Drilled, drill_to_json
from worker.terms import unread_name

MOST = 15
"""Accounts in order that are named one by one; of more only the number is told."""


_WORTH_TELLING = 0.1
"""Seconds."""


def as_json(trial: Trial, path: Path | None, language: Language) -> dict[str, Any]:
    """The plan's object, with nothing in it that could be confirmed, and the drill."""
    drill = trial.drill
    return plan_as_json(trial.plan, language) | {
        "stop_id": None,
        "phrase": None,
        "drill": drill_to_json(drill)
        | {
            "planned": drill.planned,
            "rehearsed": dict(drill.answers),
            "without_right": [one.account_id for one in drill.without_right],
            "next_before": (drill.at + VALID_FOR).isoformat() if drill.counts else None,
            "file": str(path) if path else None,
        },
    }


def tell(trial: Trial, path: Path | None, language: Language) -> None:
    """The whole of it in words."""
    for line in _lines(trial, path, language):
        terminal.out(terminal.safe(line))


def _lines(trial: Trial, path: Path | None, language: Language) -> Iterator[str]:
    yield _first(trial, language)
    yield language.text("This was a drill: nothing was stopped, and there is nothing to confirm.")
    yield ""
    yield from _accounts(trial, language)
    yield from _gaps(trial, language)
    yield ""
    yield from _end(trial, path, language)


def _first(trial: Trial, language: Language) -> str:
    """What is so, in one sentence."""
    drill = trial.drill
    if not drill.accounts:
        return language.text("A stop now would turn off NOTHING: no account could be read.")
    return language.text(
        "A stop now would turn off {n} campaigns in {accounts} accounts; accounts that we may not "
        "stop: {closed}; not read: {unread}; reading took {seconds} s.",
        n=drill.planned,
        accounts=sum(one.planned > 0 for one in drill.accounts),
        closed=len(drill.without_right),
        unread=len(drill.unread),
        seconds=language.number(round(drill.seconds, 1)),
    )


def _accounts(trial: Trial, language: Language) -> Iterator[str]:
    """What needs a person first; what is in order in few words."""
    accounts = trial.drill.accounts
    wrong = [one for one in accounts if not one.in_order]
    right = sorted((one for one in accounts if one.in_order), key=lambda one: -one.planned)
    for one in (*wrong, *right[:MOST]):
        yield _account(one, language)
        for words in trial.said[one.platform, one.account_id]:
            yield f"    {language.say(words)}"
    if len(right) > MOST:
        yield language.text("and {n} more accounts in order", n=len(right) - MOST)


def _account(one: Drilled, language: Language) -> str:
    """One account on a line."""
    facts = [language.text("would be stopped: {n}", n=one.planned), _right(one, language)]
    facts.append(_rehearsal(one, language))
    if one.changed:
        facts.append(language.text("READ DIFFERENTLY AFTERWARDS: {n}", n=", ".join(one.changed)))
    if one.waits:
        facts.append(
            language.text("the platform makes a stop wait about {n} s", n=round(one.waits))
        )
    place = f"{PLATFORMS[one.platform]}, {one.name} ({one.account_id})"
    return f"  {place}: {', '.join(facts)}"


def _right(one: Drilled, language: Language) -> str:
    if one.may_turn is None:
        return language.text("nobody can tell whether we may stop it")
    return language.text("we may stop it") if one.may_turn else language.text("NO RIGHT TO STOP IT")


def _rehearsal(one: Drilled, language: Language) -> str:
    """What the dry run came to."""
    if one.platform not in DRY_RUNS:
        return language.text("no dry run: the right is told by roles alone")
    if not one.rehearsed:
        return language.text("nothing to rehearse on")
    accepted, made = one.rehearsed.get("accepted", 0), sum(one.rehearsed.values())
    if accepted == made:
        return language.text("dry runs accepted: {n}, which is no proof", n=made)
    return language.text("dry runs NOT accepted: {n} of {made}", n=made - accepted, made=made)


def _gaps(trial: Trial, language: Language) -> Iterator[str]:
    """What was not read, and what no stop reaches, each with its link."""
    if trial.plan.unread:
        yield ""
        yield language.text("NOT READ, so that a stop could not prove them off:")
    for gap in trial.plan.unread:
        what = unread_name(gap.what, language)
        place = " ".join(filter(None, (PLATFORMS[gap.platform], gap.account_id, what)))
        link = account_link(gap.platform, gap.account_id)
        yield f"  {place}: {language.say(gap.because)} {link}"
    yield ""
    yield language.text("NOT COVERED:")
    for one in trial.plan.not_covered:
        yield f"  {PLATFORMS[one.channel]}: {language.say(one.because)} {one.link}"


def _end(trial: Trial, path: Path | None, language: Language) -> Iterator[str]:
    """Where it is kept, and when the next is due."""
    if trial.drill.rehearsal_seconds >= _WORTH_TELLING:
        yield language.text(
            "The dry runs took {seconds} s.",
            seconds=language.number(round(trial.drill.rehearsal_seconds, 1)),
        )
    if not trial.drill.is_whole:
        yield language.text("It was of a part only: the drill of everything is due as before.")
    elif not trial.drill.counts:
        yield language.text("No account could be read: the drill is due as before.")
    if path is not None and not trial.drill.counts:
        yield language.text("Kept in {file}.", file=str(path))
    elif path is not None:
        yield language.text(
            "Kept in {file}. The next drill is due before {day}.",
            file=str(path),
            day=(trial.drill.at + VALID_FOR).astimezone(language.zone).date(),
        )
