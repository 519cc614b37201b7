"""Links in a folded text, with or without `https://`. Every pattern is bounded, so linear."""

from __future__ import annotations

import re

_TOP = (
    "ai|app|biz|cc|co|com|de|dev|dk|edu|eu|example|fi|fr|gl|info|io|is|link|ly|me|net|no|nu|online|"
    "org|pl|ru|se|shop|site|to|top|uk|us|xyz"
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,2000}"
    rf"|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,6}}(?:{_TOP})(?![\w-])(?:[/:?#]\S{{0,2000}})?"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[/:]\S{0,2000})?"
)
_HOST = re.compile(r"(?:https?://)?(?:[^/@\s]{0,100}@)?([^/:?#\s]*)")


def links(folded: str) -> tuple[str, ...]:
    """Everything that a reader may click on."""
    return tuple(_LINK.findall(folded))


def has_link(folded: str) -> bool:
    """Whether there is one."""
    return _LINK.search(folded) is not None


def host_of(link: str) -> str:
    """The host of a link, without `www.`."""
    found = _HOST.match(link)
    return found[1].removeprefix("www.") if found else ""
