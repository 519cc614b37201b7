"""Telling of a stop by mail from the command line: the outcome first, then who knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policies.model import Words
from worker.cli import terminal
from worker.cli.duty import Duty, said

if TYPE_CHECKING:
    from worker.language import Language
    from worker.posting.letter import Fate, Handed, Post
    from worker.stopping.journal import Journal
    from worker.stopping.ordering import Order
    from worker.stopping.outcome import Result
    from worker.stopping.telling import Teller


def close(
    duty: Duty,
    result: Result,
    order: Order,
    *,
    spare: Path | None,
    json: bool,
    refused: Words | None = None,
    full: bool = False,
) -> None:
    """Show what an order came to, and tell who should know.

    A person sees the outcome before any mail goes, and then who was told. With `json` the mails go
    first, and the object names them in `told`. `refused`: why a phrase did not count;
    `full`: each campaign is on a line.
    """
    from worker.cli.stopped import as_json, show

    if json:
        handed = tell(duty, result, order, spare=spare)
        terminal.emit(as_json(result, duty.language) | {"told": as_rows(handed, duty.language)})
        if refused is not None:
            said(duty, refused)
        return
    try:
        show(result, duty.language, json=False, full=full)
        if refused is not None:
            said(duty, refused)
    finally:  # a screen that cannot be written is no reason to tell nobody
        if result.confirmed:
            said(duty, Words("It is done; mails go now. Ctrl-C ends only the mails."))
        handed = tell(duty, result, order, spare=spare)
    announce(handed, duty.language)


def tell(
    duty: Duty, result: Result, order: Order, *, spare: Path | None, held: bool = False
) -> tuple[Handed, ...] | None:
    """Mail what was carried out; None: there is nothing to tell, as of a plan.

    `held`: it is a hold. Neither a failure nor Ctrl-C while mails go changes how the stop ends.
    """
    if not result.confirmed:
        return None
    from worker.clock import now
    from worker.stopping.telling import tell_result

    teller, journal = _teller(duty, spare), _journal(duty, result.stop_id, spare)
    return tell_result(teller, journal, result, order, at=now(), held=held)


def tell_end(duty: Duty, order: Order, stop_id: str, *, spare: Path | None) -> tuple[Handed, ...]:
    """Mail that a stop was ended. Raises nothing."""
    from worker.clock import now
    from worker.stopping.telling import tell_end as tell_now

    return tell_now(_teller(duty, spare), _journal(duty, stop_id, spare), order, at=now())


def _teller(duty: Duty, spare: Path | None) -> Teller:
    from worker.stopping.telling import Teller

    return Teller(
        settings=duty.settings,
        said=duty.language,
        places=duty.places(spare),
        post=_post(duty),
    )


def _post(duty: Duty) -> Post:
    """How the mails go."""
    from worker.clock import now
    from worker.posting.falling_back import falling_back

    return falling_back(duty.settings, now)


def _journal(duty: Duty, stop_id: str, spare: Path | None) -> Journal:
    from worker.clock import now
    from worker.stopping.journal import Journal

    return Journal(
        stop_id,
        duty.places(spare),
        clock=now,
        warn=lambda words: said(duty, words),
        last_resort=terminal.note,
    )


def as_rows(handed: Sequence[Handed] | None, language: Language) -> list[dict[str, Any]]:
    """The key `told` of the contract; empty where nobody was told."""
    return [
        {
            "recipient": one.recipient,
            "fate": one.fate,
            "because": language.say(one.because) if one.because else None,
        }
        for one in handed or ()
    ]


def announce(handed: Sequence[Handed] | None, language: Language) -> None:
    """Say who was told, and who was not and why; nothing, where there was nothing to tell."""
    for line in () if handed is None else _lines(handed, language):
        terminal.out(terminal.safe(line))


def _lines(handed: Sequence[Handed], language: Language) -> Iterator[str]:
    if not handed:
        yield language.text(
            "NOBODY IS TOLD BY MAIL: [contacts] and [mail] report_to name nobody. Tell them "
            "yourself."
        )
        return
    from worker.posting.letter import Fate

    if sent := [one.recipient for one in handed if one.fate is Fate.SENT]:
        yield language.text("Told by mail: {people}.", people=", ".join(sent))
    for because, people in _by_reason(handed, language, Fate.WAITING).items():
        yield language.text(
            "NOT TOLD YET: {people}. {because} The service tries again, or annonsvakt mail retry; "
            "tell them yourself.",
            people=", ".join(people),
            because=because,
        )
    for because, people in _by_reason(handed, language, Fate.REFUSED, Fate.FAILED).items():
        yield language.text(
            "NOT TOLD: {people}. {because} Tell them yourself.",
            people=", ".join(people),
            because=because,
        )


def _by_reason(handed: Sequence[Handed], language: Language, *fates: Fate) -> dict[str, list[str]]:
    """Those with one of these fates, by why: a dead mail server is one line."""
    found: dict[str, list[str]] = {}
    for one in handed:
        if one.fate in fates:
            because = language.say(one.because) if one.because else ""
            found.setdefault(because, []).append(one.recipient)
    return found
