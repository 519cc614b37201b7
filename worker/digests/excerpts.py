"""What people wrote, made fit for a mail: one short line that hides nothing and leads nowhere."""

from __future__ import annotations

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


def _unlinked(word: str, said: Language) -> str:
    return said.text("[link]") if has_link(word.casefold()) else word
