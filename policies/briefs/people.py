"""Those who answer, as people write them: `Anna Berg, anna.berg@example.org och Kalle Ek <…>`."""

from __future__ import annotations

import re
from dataclasses import replace

from policies.briefs.answers import Understood
from policies.model import Words
from policies.model.briefs import Editor

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(
    r"[A-ZÅÄÖÉÜ][\w'’-]*(?:[ \t]+(?:(?:af|von|de|al|el)[ \t]+)?[A-ZÅÄÖÉÜ][\w'’-]*){0,3}"
)
_BETWEEN = re.compile(r"[\n;]|\s(?:och|and|samt)\s|(?<=[>)])\s*,|(?<=\.[a-z]{2}),|(?<=\.[a-z]{3}),")
_NO_NAME = frozenset(
    ("mail", "mejl", "e-post", "epost", "tel", "telefon", "mobil", "namn", "redaktör", "ansvarig",
     "förvaltningen", "kommunikatör", "inte", "vi", "jag", "hej")
)  # fmt: skip


def read_editors(text: str) -> Understood[tuple[Editor, ...]]:
    """Everybody with first name and address; who lacks either is asked about by what is there."""
    pieces = [piece.strip(" \t,.-•*") for piece in _BETWEEN.split(text)]
    found = [_person(piece) for piece in pieces if piece]
    people = _joined([one for one in found if one is not None])
    if not people:
        return Understood(ask=_NOBODY if text.strip() else None)
    lacking = [one for one in people if not one[0] or not one[1]]
    if lacking:
        name, mail = lacking[0]
        words = _WHICH_NAME if mail else _WHICH_MAIL
        return Understood(ask=replace(words, values={"who": mail or name}))
    editors = {mail: Editor(first_name=name, mail=mail) for name, mail in people}
    return Understood(value=tuple(editors.values()))


_NOBODY = Words("Who answers questions on the ads? Write first name and address of each.")
_WHICH_NAME = Words("What is the first name of {who}?")
_WHICH_MAIL = Words("What is the address of {who}?")


def _joined(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A name without address and the address without name that follows it are one person."""
    people: list[tuple[str, str]] = []
    for name, mail in found:
        if people and mail and not name and people[-1][0] and not people[-1][1]:
            people[-1] = (people[-1][0], mail)
        else:
            people.append((name, mail))
    return people


def _person(piece: str) -> tuple[str, str] | None:
    """First name and address, each empty where it is not told; None: no person stands here."""
    mail = _MAIL.search(piece)
    rest = _MAIL.sub(" ", piece)
    names = [one for one in _NAME.findall(rest) if one.lower() not in _NO_NAME]
    if not mail and not names:
        return None
    # "Berg, Anna" is how address books write it: only the sender can say which one it is.
    name = names[0].split()[0] if names else ""
    return name, mail[0].lower() if mail else ""
