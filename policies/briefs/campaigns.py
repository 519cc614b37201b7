"""Names of campaigns in a brief: a line each, for a comma or an "och" may stand in a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policies.model import Words

_ID = re.compile(r"\d{6,}")
_BETWEEN = re.compile(r",|(?<!\S)och(?!\S)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"”“„»«']\s*([^\"”“„»«]+?)\s*[\"”“»«']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What stands there beside ids."""

    found: tuple[str, ...]
    """As they are written: what may be several is none of them, and claims no other campaign."""
    asks: tuple[Words, ...]


def read_names(said: Iterable[str]) -> Names:
    """The names; what may be one or several is asked about, unless quotation marks hold it."""
    found, unclear = dict[str, None](), dict[str, None]()
    for piece in (one.strip(" .,-•") for text in said for one in re.split(r"[;\n]", text)):
        if quoted := _QUOTED.fullmatch(piece):
            found[quoted[1]] = None
            continue
        parts = [part.strip() for part in _BETWEEN.split(piece)]
        names = [part for part in parts if not _ID.fullmatch(part)]
        if len(names) > 1:
            found[piece] = unclear[piece] = None
        elif names and names[0]:
            found[names[0]] = None
    return Names(found=tuple(found), asks=tuple(map(_which, unclear)))


def _which(name: str) -> Words:
    return Words(
        "Is “{name}” one campaign, or several? Write each name on a line of its own, within "
        "quotation marks.",
        {"name": name},
    )
