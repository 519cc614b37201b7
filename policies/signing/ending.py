"""How an answer ends. Every step is linear in the text's length, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from policies.signing.plain import lines_of
from policies.signing.words import Likeness, Signing, fold


class Ending(StrEnum):
    """What stands at the end of an answer."""

    NAMED = "named"
    UNSURE = "unsure"
    """Something that may be a name."""
    NAMELESS = "nameless"


_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_SIGNED = re.compile(
    rf"(?P<name>{_WORD})(?!\w)(?P<more>(?:[ ](?:(?:och|&|and|[+])[ ])?{_WORD}\.?){{0,2}}?)"
    rf"(?P<office>[ ]*(?:[,@(/|–—-]|på\b|från\b|vid\b|at\b)[ ]*{_WORD}(?:[ ,]+{_WORD}){{0,4}}\)?)?"
    r"(?P<shout>[.!)*_~\" ]*)"
)
"""A name with what may follow it: a second one, a department, a full stop."""
_MARK = re.compile(r"(?<![/\\|~^*•_(–—-])[/\\|~^*•_(–—-]{1,3}")
_ENDS = frozenset(".!?:;,)(\"'”»")
_SENTENCE = re.compile(r"[.!?:)][ ]+")
_LAST = re.compile(rf"(?P<before>{_WORD}|)[ ]*(?P<comma>,?)[ ]*(?P<last>{_WORD})[.!)\" ]*$")
_LONGEST = 90
"""Code points that a signature takes at the most."""


def ending(text: str, signing: Signing) -> Ending:
    """What stands at the end of this text."""
    lines = lines_of(text, signing)
    if not lines:
        return Ending.NAMELESS
    found = list(_readings(lines, signing))
    return next((one for one in (Ending.NAMED, Ending.UNSURE) if one in found), Ending.NAMELESS)


def _readings(lines: Sequence[str], signing: Signing) -> Iterator[Ending | None]:
    """What the end may be read as."""
    last = lines[-1][-_LONGEST:]
    yield from _marked(last, signing)
    yield _after_farewell(lines, last, signing)
    yield _alone(lines, signing)
    yield _own_sentence(last, signing)
    yield _in_passing(last, signing)
    yield from (_earlier(line, signing) for line in lines[:-1])


def _signed(rest: str, signing: Signing) -> tuple[Likeness, re.Match[str]] | None:
    """How much all of this is a signature; None: other things stand in it."""
    found = _SIGNED.fullmatch(rest)
    if found is None or not _is_tail(found, signing):
        return None
    return signing.likeness(found["name"]), found


def _is_tail(found: re.Match[str], signing: Signing) -> bool:
    """Whether what follows the name belongs to it."""
    more = re.findall(_WORD, found["more"])
    named = all(one[0].isupper() or signing.is_office(one) for one in more)
    office = re.findall(_WORD, found["office"] or "")
    return named and all(signing.is_office(one) or fold(one) in signing.before for one in office)


def _marked(last: str, signing: Signing) -> Iterator[Ending | None]:
    """`/Anna`, `- Anna`, `^Anna`: whatever mark stands before the name."""
    for mark in _MARK.finditer(last):
        rest = last[mark.end() :]
        signed = _signed(rest.lstrip(), signing)
        if signed is not None:
            yield _by_mark(last[: mark.start()], mark[0], rest, signed[0])
        elif (first := re.match(_WORD, rest)) is not None:  # with words that nobody knows
            yield Ending.UNSURE if signing.likeness(first[0]) is Likeness.KNOWN else None


def _by_mark(before: str, mark: str, rest: str, like: Likeness) -> Ending | None:
    """How much a mark says."""
    if like is not Likeness.LIKE:
        return {Likeness.KNOWN: Ending.NAMED, Likeness.MAYBE: Ending.UNSURE}.get(like)
    glued = bool(before) and not before[-1].isspace() and before[-1] not in _ENDS
    spaced = rest != rest.lstrip() and bool(before.strip()) and before.rstrip()[-1] not in _ENDS
    sure = mark[-1] in "/–—-" and not glued and not spaced
    return Ending.NAMED if sure else Ending.UNSURE


def _after_farewell(lines: Sequence[str], last: str, signing: Signing) -> Ending | None:
    """`Hälsningar Anna`, on one line or on two."""
    for word in re.finditer(_WORD, last):
        if fold(word[0]) in signing.farewells:
            rest = re.sub(r"^(?:från|av|from)[ ]", "", last[word.end() :].lstrip(" ,:!./-–"))
            found = _by_likeness(_signed(rest, signing))
            if found is not None:
                return found
    words = re.findall(_WORD, lines[-2]) if len(lines) > 1 else []
    if words and fold(words[-1]) in signing.farewells:
        return _by_likeness(_signed(last, signing))
    return None


def _by_likeness(signed: tuple[Likeness, re.Match[str]] | None) -> Ending | None:
    """What a name is where only a name would stand."""
    if signed is None or signed[0] is Likeness.NO:
        return None
    return Ending.UNSURE if signed[0] is Likeness.MAYBE else Ending.NAMED


def _alone(lines: Sequence[str], signing: Signing) -> Ending | None:
    """A last line that is nothing but a name."""
    signed = _signed(lines[-1], signing) if len(lines[-1]) <= _LONGEST else None
    if signed is None or signed[0] in (Likeness.NO, Likeness.KNOWN):
        return _by_likeness(signed)
    like, found = signed
    if len(lines) == 1:  # all of the answer, which may be any short answer
        return Ending.UNSURE if like is Likeness.LIKE else None
    one_word = not found["more"] and "!" not in found["shout"]
    return Ending.NAMED if like is Likeness.LIKE and one_word else Ending.UNSURE


def _own_sentence(last: str, signing: Signing) -> Ending | None:
    """`Vi ses! Anna`."""
    starts = [one.end() for one in _SENTENCE.finditer(last)]
    signed = [found for at in starts if (found := _signed(last[at:], signing)) is not None]
    likes = [like for like, _ in signed]
    if Likeness.KNOWN in likes:
        return Ending.NAMED
    return Ending.UNSURE if Likeness.LIKE in likes else None


def _in_passing(last: str, signing: Signing) -> Ending | None:
    """A name as the last word, which may be whom the answer speaks to."""
    found = _LAST.search(last)
    if found is None:
        return None
    like = signing.likeness(found["last"])
    if like is Likeness.KNOWN:
        return Ending.UNSURE
    before = fold(found["before"])
    of_a_place = before in signing.before or (
        found["before"][:1].isupper() and before not in signing.others
    )
    whole = found.start("last") == 0
    may_be = like is Likeness.LIKE and (found["comma"] or not of_a_place) and not whole
    return Ending.UNSURE if may_be else None


def _earlier(line: str, signing: Signing) -> Ending | None:
    """A signature with something written below it."""
    return Ending.UNSURE if Ending.NAMED in _marked(line[-_LONGEST:], signing) else None
