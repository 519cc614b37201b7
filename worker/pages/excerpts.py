"""What people wrote, made fit for a mail: one short line that hides nothing and leads nowhere."""

from __future__ import annotations

from collections.abc import Collection

from policies.model import Platform
from policies.triage.links import has_link
from worker.language import Language
from worker.pages.page import one_line

SHOWN = 160
"""Characters of a text that a mail shows."""
_READ = 4000
"""Characters that are looked at."""


def excerpt(text: str, said: Language) -> str:
    """The beginning of a text on one line, as a page shows it.

    Links are left out, for mail programs turn them into something that one click opens.
    """
    begun = one_line(text[:_READ], _READ)
    spoken = " ".join(_unlinked(word, said) for word in begun.split())
    if len(spoken) <= SHOWN and len(text) <= _READ:
        return spoken
    return f"{spoken[:SHOWN].rstrip()}…"


PERSONAL_ID = "personal-id"
"""What triage calls a Swedish personal identity number."""


def excerpt_of(
    text: str | None, platform: Platform, moderate: Collection[str], said: Language
) -> str:
    """What a mail may show of a message: nothing of what LinkedIn's members wrote, nor a number.

    `moderate`: what triage found in the thread. A personal identity number does not go by mail.
    """
    if platform is Platform.LINKEDIN or not text:
        return ""
    if PERSONAL_ID in moderate:
        return said.text("(not shown: it may hold a personal identity number)")
    return excerpt(text, said)


def _unlinked(word: str, said: Language) -> str:
    return said.text("[link]") if has_link(word.casefold()) else word
