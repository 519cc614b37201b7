"""Which brief a campaign runs under: by its id, else by its name; never by a likeness alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from policies.briefs.likeness import Likenesses
from policies.model import AccountId, CampaignId
from policies.model.briefs import Brief
from policies.told import Fact, Told


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
    closed: bool = False
    """Nothing new begins under it; what runs still does."""

    @property
    def carrier(self) -> str:
        """The brief in this revision, as what carries its facts."""
        return f"brief {self.id} {self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What is known of a campaign's brief."""

    found: Registered | None = None
    by: By | None = None
    several: tuple[str, ...] = ()
    """Ids of briefs that fit equally well: a person has to tell which one it is."""
    likeliest: str | None = None
    """Where none fits: the id of the one that is most alike, as a suggestion."""
    rests_on: tuple[Fact, ...] = field(default=(), compare=False)
    """What of the briefs made it so: with less of it, another one might fit, or none."""


def match(
    number: CampaignId,
    name: str,
    account_id: AccountId,
    register: Sequence[Registered],
    *,
    suggest: bool = True,
) -> Match:
    """The brief of one campaign; for many of them, make an `Index`."""
    return Index(register).match(number, name, account_id, suggest=suggest)


class _Name(NamedTuple):
    """A campaign's name as a brief writes it."""

    one: Registered
    accounts: Mapping[str, Fact]
    """Where it holds, without `act_`, and as the brief tells it; empty: anywhere."""
    fact: Fact
    begins: str
    """Whatever it fits begins like that, or is that where it has no `*`."""

    def told_in(self, account_id: AccountId) -> tuple[Fact, ...]:
        """What the brief tells of its being for this account; nothing: it is not."""
        if not self.accounts:
            return (self.fact,)
        own = self.accounts.get(_bare(account_id))
        return () if own is None else (self.fact, own)


_START = 3
"""Letters by which names are looked up."""


class Index:
    """Briefs made ready for many campaigns, each name of which is looked up once."""

    def __init__(self, register: Iterable[Registered]) -> None:
        """`register`: in any order."""
        self._register = tuple(register)
        self._by_number: dict[str, list[Registered]] = defaultdict(list)
        self._by_whole: dict[str, list[_Name]] = defaultdict(list)
        self._by_start: dict[str, list[tuple[_Name, re.Pattern[str]]]] = defaultdict(list)
        self._known: dict[str, tuple[_Name, ...]] = {}
        for one in self._register:
            for number in dict.fromkeys(one.brief.campaigns):
                self._by_number[number].append(one)
            for pattern in one.brief.patterns:
                name = _name(one, pattern)
                if "*" in pattern:
                    self._by_start[name.begins[:_START]].append((name, _whole(pattern)))
                else:
                    self._by_whole[name.begins].append(name)

    def match(
        self, number: CampaignId, name: str, account_id: AccountId, *, suggest: bool = True
    ) -> Match:
        """The brief of a campaign of this number and name; the briefs' order plays no part.

        `suggest`: where none fits, say which is most alike.
        """
        if numbered := self._by_number.get(number):
            facts = tuple((one.carrier, f"id {number}") for one in numbered)
            return _one_of(numbered, By.ID, facts)
        called = self._called(name.strip())
        if fitting := [one for one in called if one.told_in(account_id)]:
            briefs = {one.one.id: one.one for one in fitting}
            told = dict.fromkeys(fact for one in fitting for fact in one.told_in(account_id))
            return _one_of([*briefs.values()], By.NAME, tuple(told))
        elsewhere = (fact for one in called for fact in _told_of_accounts(one.one))
        likeliest = self._likenesses.likeliest(name) if suggest else None
        return Match(likeliest=likeliest, rests_on=tuple(elsewhere))

    @cached_property
    def told(self) -> Told:
        """Everything that the briefs say of which campaigns are theirs."""
        facts = (fact for one in self._register for fact in _told(one))
        return Told(tuple(one.carrier for one in self._register), tuple(facts))

    def _called(self, name: str) -> tuple[_Name, ...]:
        """The names in briefs that fit a campaign's, in whatever account."""
        if name not in self._known:
            folded = name.casefold()
            starts = dict.fromkeys(folded[:length] for length in range(_START + 1))
            likely = (one for start in starts for one in self._by_start.get(start, ()))
            fitting = (one for one, whole in likely if whole.fullmatch(folded))
            self._known[name] = (*self._by_whole.get(folded, ()), *fitting)
        return self._known[name]

    @cached_property
    def _likenesses(self) -> Likenesses:
        return Likenesses(
            (one.id, text)
            for one in self._register
            for text in (*one.brief.patterns, *([one.brief.topic] if one.brief.topic else []))
        )


def _one_of(fitting: Sequence[Registered], by: By, rests_on: tuple[Fact, ...]) -> Match:
    if len(fitting) == 1:
        return Match(found=fitting[0], by=by, rests_on=rests_on)
    return Match(several=tuple(sorted(one.id for one in fitting)), rests_on=rests_on)


def _name(one: Registered, pattern: str) -> _Name:
    return _Name(
        one,
        dict(zip(map(_bare, one.brief.accounts), _told_of_accounts(one), strict=True)),
        (one.carrier, f"name {pattern}"),
        _parts(pattern)[0],
    )


def _whole(pattern: str) -> re.Pattern[str]:
    """All that it fits: `*` stands for anything, and small and capital letters are the same."""
    return re.compile(".*".join(map(re.escape, _parts(pattern))), re.DOTALL)


def _parts(pattern: str) -> Sequence[str]:
    """What stands between one `*` and the next."""
    return re.split(r"\*+", pattern.strip().casefold())


def _bare(account_id: AccountId) -> str:
    return account_id.removeprefix("act_")


def _told(one: Registered) -> Iterator[Fact]:
    """What a brief says of which campaigns are its own."""
    yield from ((one.carrier, f"id {number}") for number in one.brief.campaigns)
    yield from ((one.carrier, f"name {pattern}") for pattern in one.brief.patterns)
    yield from _told_of_accounts(one)


def _told_of_accounts(one: Registered) -> Iterator[Fact]:
    for account in one.brief.accounts:
        yield one.carrier, f"account {account}"
