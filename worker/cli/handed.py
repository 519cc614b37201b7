"""What became of letters, for people: a line for each, with what they can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from worker.cli import terminal

if TYPE_CHECKING:
    from worker.language import Language
    from worker.posting.letter import Handed


def tell(handed: Iterable[Handed], language: Language) -> None:
    """A line for each on standard error."""
    for line in lines(handed, language):
        terminal.note(terminal.safe(line))


def lines(handed: Iterable[Handed], language: Language) -> Iterator[str]:
    """A line for each."""
    for one in handed:
        because = language.say(one.because) if one.because else ""
        yield f"{_fate(one, language)} {because}".strip()


def all_sent(handed: Iterable[Handed]) -> bool:
    """Whether the mail server has every one."""
    from worker.posting.letter import Fate

    return all(one.fate is Fate.SENT for one in handed)


def _fate(one: Handed, language: Language) -> str:
    from worker.posting.letter import Fate

    if one.fate is Fate.SENT:
        return language.text("{address}: handed over to the mail server.", address=one.recipient)
    if one.fate is Fate.REFUSED:
        return language.text(
            "{address}: refused; not tried again by itself. Check the address, then `annonsvakt "
            "mail retry`.",
            address=one.recipient,
        )
    if one.fate is Fate.WAITING:
        return language.text(
            "{address}: not handed over yet; `annonsvakt run` tries again, or `annonsvakt mail "
            "retry` does it now.",
            address=one.recipient,
        )
    return language.text("{address}: not handed over, and not tried again.", address=one.recipient)
