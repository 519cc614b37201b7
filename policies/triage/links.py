"""Links in a folded text, with or without `https://`. Every pattern is bounded, so linear."""

from __future__ import annotations

import re

_TOP = (
    "ai|app|biz|cc|click|club|co|com|cyou|de|dev|dk|edu|eu|example|fi|fr|gl|icu|info|io|is|link|ly|"
    "me|net|no|nu|online|org|pl|ru|se|shop|site|to|top|uk|us|vip|xyz"
)
_WORDS = "bet|gg|live|store|win"
"""Endings that people also write as words, so that only a space may be missing before them: these
make a link where a path follows, or nothing more on the line."""
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,2000}"
    r"|(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}(?:"
    rf"(?:{_TOP})(?![\w-])(?:[/:?#]\S{{0,2000}})?"
    rf"|(?:{_WORDS})(?:[/:?#]\S{{1,2000}}|(?=[^\w\n]{{0,9}}$)))"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[/:]\S{0,2000})?",
    re.MULTILINE,
)
_HOST = re.compile(r"(?:https?://)?(?:[^/@\s]{0,100}@)?([^/:?#\s\\),;!\"'<>\]}»”]*)")
"""A host ends where a sentence may go on: with a bracket, a quotation mark or a comma."""


def links(folded: str) -> tuple[str, ...]:
    """Everything that a reader may click on."""
    return tuple(_LINK.findall(folded))


def has_link(folded: str) -> bool:
    """Whether there is one."""
    return _LINK.search(folded) is not None


def host_of(link: str) -> str:
    """The host of a link, without `www.` and without the full stop of a sentence."""
    found = _HOST.match(link)
    return found[1].removeprefix("www.").rstrip(".") if found else ""
