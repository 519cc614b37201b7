"""Which brief a campaign runs under: by its id, else by its name; never by a likeness alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from policies.model import AccountId, CampaignId
from policies.model.briefs import Brief

LIKELY = 0.5
"""How alike a name and a topic must be (0 to 1) for the brief to be worth a suggestion."""


class By(StrEnum):
    """What a campaign was matched by."""

    ID = "id"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A brief with the name by which the register knows it."""

    id: str
    brief: Brief
    revision: int = 1
    """Of its content: a brief that people change is told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What is known of a campaign's brief."""

    found: Registered | None = None
    by: By | None = None
    several: tuple[str, ...] = ()
    """Ids of briefs that fit equally well: a person has to tell which one it is."""
    likeliest: str | None = None
    """Where none fits: the id of the one that is most alike, as a suggestion."""


def match(
    number: CampaignId,
    name: str,
    account_id: AccountId,
    register: Sequence[Registered],
    *,
    suggest: bool = True,
) -> Match:
    """The brief of a campaign of this number and name; the register's order plays no part.

    `suggest`: where none fits, say which is most alike, which takes a while.
    """
    named = [one for one in register if number in one.brief.campaigns]
    if named:
        return _one_of(named, By.ID)
    called = [one for one in register if _is_called(name, account_id, one.brief)]
    if called:
        return _one_of(called, By.NAME)
    return Match(likeliest=_likeliest(name, register) if suggest else None)


def _one_of(fitting: Sequence[Registered], by: By) -> Match:
    if len(fitting) == 1:
        return Match(found=fitting[0], by=by)
    return Match(several=tuple(sorted(one.id for one in fitting)))


def _is_called(name: str, account_id: AccountId, brief: Brief) -> bool:
    """Whether one of the brief's names is the campaign's, in an account that it may run in."""
    if brief.accounts and not {account_id, account_id.removeprefix("act_")} & {*brief.accounts}:
        return False
    return any(_pattern(one).fullmatch(name.strip()) for one in brief.patterns)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name in which `*` stands for anything."""
    parts = (re.escape(part) for part in re.split(r"\*+", name.strip()))
    return re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)


def _likeliest(name: str, register: Iterable[Registered]) -> str | None:
    """The id of the brief whose topic or names are most alike the campaign's name."""
    scored = [(_likeness(name, one.brief), one.id) for one in register]
    best = max(scored, key=lambda one: (one[0], one[1]), default=(0.0, ""))
    return best[1] if best[0] >= LIKELY else None


def _likeness(name: str, brief: Brief) -> float:
    """How alike, from 0 to 1."""
    texts = [*brief.patterns, *([brief.topic] if brief.topic else [])]
    name = name.casefold()
    return max((SequenceMatcher(None, name, one.casefold()).ratio() for one in texts), default=0.0)
