"""The lines of an answer without what stands around a signature: links, tags of topics, emoji."""

from __future__ import annotations

import re
import unicodedata

from policies.signing.words import Signing

_SLASHES = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8", "/") | {"\u2010": "-", "\u2011": "-"})
_FURNITURE = re.compile(
    r"(?:(?:^|(?<=\s))(?:"
    r"https?://\S+|www\.\S+|[\w.-]+\.(?:se|stockholm|nu|com|org|net|eu|io|info)(?:/\S*)?|"
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[#@]\w\S*|[=8xX]-?[)(DPp]+|<3+|\^\^|[+\d][\d ()-]{4,}"
    r")|[:;]['’]?-?[)(DPp*]+)[.,!)]*$",
    re.IGNORECASE,
)
_LONGEST, _WIDEST = 4000, 300
"""Code points of a text and of a line that are looked at: how it ends stands at its end."""


def lines_of(text: str, signing: Signing) -> list[str]:
    """The lines that hold words, down to the last that may hold a signature.

    Below it only links, tags, emoji and the names of offices were left out.
    """
    lines = [_bare(line) for line in _plain(text[-_LONGEST:]).splitlines()]
    lines = [line for line in lines if re.search(r"[^\W_]", line)]
    while len(lines) > 1 and _is_office(lines[-1], signing):
        lines.pop()
    return lines


def _plain(text: str) -> str:
    """Compatibility forms resolved, one kind of slash, spaces for emoji and signs without width."""
    folded = unicodedata.normalize("NFKC", text.translate(_SLASHES))
    return "".join(" " if _is_picture(sign) else sign for sign in folded)


def _is_picture(sign: str) -> bool:
    """Whether it is a picture, or belongs to one."""
    category = unicodedata.category(sign)
    return not sign.isascii() and (category in ("So", "Sk", "Cf", "Cs", "Co", "Cn", "Me", "Mn"))


def _bare(line: str) -> str:
    """The line with single spaces, without links, tags and faces at its end."""
    line = " ".join(line[-_WIDEST:].split())
    while (shorter := _FURNITURE.sub("", line).rstrip(" >→:")) != line:
        line = shorter
    return line


def _is_office(line: str, signing: Signing) -> bool:
    """Whether nothing but the city's or a department's name stands here."""
    words = re.findall(r"[^\W\d_]+", line)
    marked = re.match(r"[/\\|~^*•–—-]", line)
    return not marked and all(signing.is_office(word) for word in words)
