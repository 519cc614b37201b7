"""The tokens looked at every day, and people told in time, of each step and each fault once.

What is looked at, and what is said of it, is what `doctor` says. Each platform is asked; what could
not be asked about is unknown, in the log and in the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from policies.model import Platform
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.digests.owners import operations
from worker.doctoring.examine import Check, examine
from worker.language import Language
from worker.logs import ERROR, WARNING, log
from worker.mail import MailFailed
from worker.posting.laying import put_letter
from worker.store import token_states
from worker.store.kept import Connection
from worker.store.locking import alone
from worker.store.opening import Store
from worker.upkeep.letters import letters
from worker.upkeep.notices import Looked, look
from worker.upkeep.people import with_slk
from worker.upkeep.token_letters import matter_of
from worker.upkeep.token_lines import relevant

_LOOKED_AT = (
    "token", "stop_token", "token_ads", "token_community", "token_stop", "account", "page",
)  # fmt: skip
"""The doctor's checks of tokens and rights, without their platform."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What came of a look."""

    tokens: int = 0
    mails: int = 0
    unknown: int = 0
    """Tokens of which not all could be told."""
    gaps: int = 0
    """Addresses, or notices without any, that cannot be told; each is in the log."""


def look_at_tokens(store: Store, settings: Settings, said: Language, clock: Clock) -> Told:
    """Ask each platform about its tokens, keep what it says, and lay down the mails.

    What is kept and the mails are one transaction: however often it is cut off, each notice is told
    once.

    Raises:
        StoreError: the database failed; nothing was kept.
    """
    lines = tuple(relevant(examine(checks(settings, clock))))
    desk = _Desk(settings=settings, said=said, at=clock())
    with store.writing() as connection:
        alone(connection, "tokens")
        looked = look(lines, token_states.load(connection), desk.at)
        for one in looked:
            _log_unknown(one)
            desk.tell(connection, one)
        token_states.save(connection, {one.state.label: one.state for one in looked})
    desk.told.tokens = sum(one.state.is_token for one in looked)
    desk.told.unknown = sum(bool(one.unasked) for one in looked)
    return desk.told


def checks(settings: Settings, clock: Clock) -> dict[str, Check]:
    """The doctor's checks of tokens, and of what they may do in accounts."""
    from worker.doctoring import linkedin, meta

    on, found = platforms.enabled(settings), dict[str, Check]()
    if settings.meta is not None and Platform.META in on:
        found |= meta.checks(settings, settings.meta, clock)
    if settings.linkedin is not None and Platform.LINKEDIN in on:
        found |= linkedin.checks(settings, settings.linkedin, clock)
    return {name: one for name, one in found.items() if name.partition(".")[2] in _LOOKED_AT}


def _log_unknown(one: Looked) -> None:
    for line in one.unasked:
        log(
            "token.unknown",
            level=WARNING,
            token=one.state.label,
            because=line.words.english(),
            remedy=line.remedy.english() if line.remedy else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where the mails are written."""

    settings: Settings
    said: Language
    at: datetime
    told: Told = field(default_factory=Told)

    def tell(self, connection: Connection, one: Looked) -> None:
        """Lay the letters down that tell what is new of a token."""
        if not one.notices:
            return
        pressing = any(notice.pressing for notice in one.notices)
        people = with_slk(self.settings) if pressing else operations(self.settings)
        log(
            "token.notice",
            level=ERROR if pressing else WARNING,
            token=one.state.label,
            state=one.state.state,
            because=[notice.line.words.english() for notice in one.notices],
        )
        if not people:
            self.told.gaps += 1
            log("token.nobody", level=ERROR, token=one.state.label)
        for letter in letters(matter_of(one), people, self.settings, self.said, at=self.at):
            try:
                self.told.mails += put_letter(connection, letter, self.at).new
            except MailFailed as failure:
                self.told.gaps += 1
                log("token.address", level=ERROR, because=failure.words.english())
