"""Digests laid down: each owner's row and letters in one transaction, whoever does so beside us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.model import Words
from worker.config import Settings
from worker.digests.gathering import Material, gather
from worker.digests.letters import letters_of
from worker.digests.moments import Moment
from worker.digests.names import Names
from worker.digests.owners import owners
from worker.language import Language
from worker.logs import ERROR, log, log_failure
from worker.mail import MailFailed
from worker.posting.laying import lay_item, rendered
from worker.posting.letter import Letter
from worker.store import digests
from worker.store.erasures import WORDS, carried_out
from worker.store.errors import StoreError
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.store.opening import Store
from worker.store.outbox import Item


@dataclass(slots=True, kw_only=True)
class Laid:
    """What came of laying the digests of a window down."""

    digests: int = 0
    """Owners with something to tell."""
    quiet: int = 0
    """Owners for whom nothing waits: noted, and no mail."""
    mails: int = 0
    gaps: int = 0
    """Addresses, or owners without any, that cannot be told; each is in the log."""
    failed: Exception | None = None
    """The first fault that nobody foresaw; the other owners had their digests."""


def lay_digests(
    store: Store, settings: Settings, said: Language, moment: Moment, *, banner: Words | None
) -> Laid:
    """Lay down what no one has laid down yet. One owner's fault keeps nothing from the others.

    Raises:
        StoreError: the database failed; what was laid down stays.
    """
    laid, names = Laid(), Names()
    with store.reading() as connection:
        known = digests.of_windows(connection, [moment.starts])
    for owner in owners(settings):
        if (owner, moment.starts) in known:
            continue
        try:
            done = False
            while not done:
                with store.reading() as connection:
                    erased = carried_out(connection)
                    material = gather(connection, settings, owner, moment, names)
                letters = letters_of(material, settings, said, banner=banner)
                done = _lay(store, material, letters, laid, erased)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 told, and raised when the others have theirs
            log_failure("digest.failed", error, owner=owner)
            laid.failed = laid.failed or error
    return laid


def _lay(
    store: Store, material: Material, letters: Sequence[Letter], laid: Laid, erased: int
) -> bool:
    """One owner's row and letters; no row where nobody can be told.

    `erased`: how many erasures there were before the material was gathered. False: another came,
    and the letters may quote what is erased now; nothing was laid down.
    """
    moment = material.moment
    with store.writing() as connection:
        alone(connection, WORDS)
        if carried_out(connection) != erased:
            return False
        items = list(_rendered(connection, material.owner, letters))
        laid.gaps += len(letters) - len(items)
        if material.threads and not items:
            laid.gaps += not letters
            log("digest.nobody", level=ERROR, owner=material.owner, threads=material.threads)
            return True
        if not digests.lay(
            connection, material.owner, moment.starts, threads=material.threads, at=moment.at
        ):
            return True
        for item in items:
            lay_item(connection, item, moment.at)
    laid.digests += bool(material.threads)
    laid.quiet += not material.threads
    laid.mails += len(items)
    return True


def _rendered(connection: Connection, owner: str, letters: Sequence[Letter]) -> Iterator[Item]:
    """The letters that can be made."""
    for letter in letters:
        try:
            yield rendered(connection, letter)
        except MailFailed as failure:
            log("digest.address", level=ERROR, owner=owner, because=failure.words.english())
