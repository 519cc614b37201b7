"""Letters handed over at once, without the outbox: what a stop does when the database is gone."""

from __future__ import annotations

from collections.abc import Sequence

from policies.model import Words
from worker.config.sections import MailDoor
from worker.mail import MailFailed, build, send
from worker.posting.letter import Fate, Handed, Letter

TIMEOUT_SECONDS = 10.0
"""For each step: a dead mail server must not keep a person waiting at night."""


def send_now(letters: Sequence[Letter], door: MailDoor) -> tuple[Handed, ...]:
    """Hand over each letter, each once; a refused recipient never stops the others."""
    return tuple(_handed(letter, door) for letter in letters)


def _handed(letter: Letter, door: MailDoor) -> Handed:
    recipient = letter.mail.to[0]
    try:
        refused = send(build(letter.mail), door, timeout=TIMEOUT_SECONDS)
    except MailFailed as error:
        return Handed(recipient=recipient, fate=Fate.FAILED, because=error.words)
    if refused:
        because = Words("The mail server does not take this recipient.")
        return Handed(recipient=recipient, fate=Fate.REFUSED, because=because)
    return Handed(recipient=recipient, fate=Fate.SENT)
