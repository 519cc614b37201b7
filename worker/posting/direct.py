"""Letters handed over at once, without the outbox: what a stop does when the database is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from policies.model import Words
from worker.config.sections import MailDoor
from worker.mail import MailFailed, Pace, Trouble, Wire, build
from worker.mail.sending import parcel_of
from worker.posting.letter import Fate, Handed, Letter

HURRIED = Pace(step=7.0, answer=8.0, whole=9.0)
"""A dead mail server must not keep a person waiting at night."""
WITHOUT_NEWS = 10.0
"""Seconds without the fate of one more letter, after which nobody waits for the others.

The paces of a connection do not hold back the search for a server's name, which may take longer.
"""

_ENDS_ALL = (Trouble.UNREACHED, Trouble.CLOSED, Trouble.UNSURE)
"""After these no further letter is tried: it would cost the same time again."""


def send_now(
    letters: Sequence[Letter],
    door: MailDoor,
    *,
    pace: Pace = HURRIED,
    without_news: float = WITHOUT_NEWS,
) -> tuple[Handed, ...]:
    """Hand over each letter once, over one connection; a refused recipient never stops the others.

    After the first failure that is the server's the rest fail with the same reason, untried. A
    server that lets `without_news` seconds pass is given up. Raises nothing.
    """
    fates: SimpleQueue[Handed] = SimpleQueue()
    enough = threading.Event()
    work = threading.Thread(
        target=_hand_over, args=(tuple(letters), door, pace, fates.put, enough), daemon=True
    )
    work.start()
    handed: list[Handed] = []
    try:
        while len(handed) < len(letters):
            handed.append(fates.get(timeout=without_news))
    except Empty:
        because = Words(
            "The mail server has not answered within {seconds} seconds. Check [mail] url.",
            {"seconds": f"{without_news:g}"},
        )
        handed += [_failed(one, because) for one in letters[len(handed) :]]
    finally:
        enough.set()
    return tuple(handed)


def _hand_over(
    letters: Sequence[Letter],
    door: MailDoor,
    pace: Pace,
    done: Callable[[Handed], None],
    enough: threading.Event,
) -> None:
    """Hand the letters over until nobody waits any more."""
    over: Words | None = None
    with Wire(door, pace) as wire:
        for letter in letters:
            if enough.is_set():
                return
            if over is not None:
                done(_failed(letter, over))
                continue
            handed, ends_all = _handed(letter, wire)
            done(handed)
            over = handed.because if ends_all else None


def _handed(letter: Letter, wire: Wire) -> tuple[Handed, bool]:
    """The fate of one letter, and whether the others share it."""
    try:
        wire.hand(parcel_of(build(letter.mail)))
    except MailFailed as failure:
        refused = failure.trouble is Trouble.NEVER
        fate = Fate.REFUSED if refused else Fate.FAILED
        handed = Handed(recipient=letter.mail.to[0], fate=fate, because=failure.words)
        return handed, failure.trouble in _ENDS_ALL
    except Exception as error:  # noqa: BLE001 whatever is wrong with one mail, the others go
        kind = {"kind": type(error).__name__}
        return _failed(letter, Words("The mail could not be made ({kind}).", kind)), False
    return Handed(recipient=letter.mail.to[0], fate=Fate.SENT), False


def _failed(letter: Letter, because: Words) -> Handed:
    return Handed(recipient=letter.mail.to[0], fate=Fate.FAILED, because=because)
