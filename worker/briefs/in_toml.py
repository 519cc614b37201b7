"""Briefs in a TOML file: `[[brief]]` tables, checked as strictly as the configuration."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from policies.briefs.amounts import CEILING
from policies.briefs.reading import lacking
from policies.model import AccountId, CampaignId, Money, PostId, Words
from policies.model.briefs import Audience, Brief, Editor
from worker.briefs.found import Found, NotRead

_Text = Annotated[str, Field(min_length=1, max_length=2000)]
_Mail = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Editor(_Table):
    first_name: _Text
    mail: _Mail | None = None


class _Budget(_Table):
    amount: Annotated[Decimal, Field(ge=0, le=CEILING)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "SEK"


class _Brief(_Table):
    """One `[[brief]]`."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")] | None = None
    topic: _Text | None = None
    starts: date | None = None
    ends: date | None = None
    budget: _Budget | None = None
    audience: _Text | None = None
    ages: tuple[Annotated[int, Field(ge=13, le=120)], ...] = Field(default=(), max_length=2)
    places: tuple[_Text, ...] = ()
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...] = ()
    editors: tuple[_Editor, ...] = ()
    accessible: bool | None = None
    department: _Text | None = None
    agency: _Text | None = None
    accounts: tuple[_Text, ...] = ()
    posts: tuple[_Text, ...] = ()
    campaigns: tuple[_Text, ...] = ()
    patterns: tuple[_Text, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> _Brief:
        """Refuse what ends before it begins."""
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError("ends before it starts")
        if len(self.ages) == 2 and self.ages[1] < self.ages[0]:  # noqa: PLR2004 youngest and oldest
            raise ValueError("ages: the oldest is younger than the youngest")
        return self

    def brief(self) -> Brief:
        """The noun."""
        ages = (*self.ages, None, None)
        audience = Audience(
            text=self.audience or "",
            youngest=ages[0],
            oldest=ages[1],
            places=self.places,
            languages=self.languages,
        )
        budget = self.budget
        return Brief(
            topic=self.topic,
            starts=self.starts,
            ends=self.ends,
            budget=Money(amount=budget.amount, currency=budget.currency) if budget else None,
            audience=audience if self.audience else None,
            editors=tuple(Editor(first_name=e.first_name, mail=e.mail) for e in self.editors),
            accessible=self.accessible,
            department=self.department,
            agency=self.agency,
            accounts=tuple(map(AccountId, self.accounts)),
            posts=tuple(map(PostId, self.posts)),
            campaigns=tuple(map(CampaignId, self.campaigns)),
            patterns=self.patterns,
        )


def read_toml(text: str) -> list[Found]:
    """The briefs of a file.

    Raises:
        NotRead: with every fault of the file at once.
    """
    try:
        told = tomllib.loads(text)
    except ValueError as error:  # not TOML, or a number with more digits than Python reads
        raise NotRead([Words("This is not TOML: {reason}.", {"reason": str(error)})]) from None
    tables = told.get("brief")
    if not isinstance(tables, list) or not tables or set(told) != {"brief"}:
        raise NotRead([Words("Write each brief as a table [[brief]], and nothing beside them.")])
    faults: list[Words] = []
    found: list[Found] = []
    for number, table in enumerate(tables, start=1):
        try:
            one = _Brief.model_validate(table)
        except ValidationError as error:
            faults += [_fault(number, each) for each in error.errors()]
        else:
            brief = one.brief()
            asked = tuple(lacking(brief, set()))
            found.append(
                Found(place=f"[[brief]] {number}", id=one.id, brief=brief, questions=asked)
            )
    if faults:
        raise NotRead(faults)
    return found


def _fault(number: int, error: Any) -> Words:
    """Which key of which brief, and what is wrong with it."""
    key = ".".join(str(part) for part in error["loc"]) or "-"
    told = {"number": str(number), "key": key}
    if error["type"] == "extra_forbidden":
        near = get_close_matches(key, _Brief.model_fields, n=1, cutoff=0.5)
        known = near or list(_Brief.model_fields)
        return Words(
            "Brief {number}: there is no {key}; known: {known}.",
            told | {"known": ", ".join(known)},
        )
    reason = error["msg"].removeprefix("Value error, ")
    return Words("Brief {number}, {key}: {reason}.", told | {"reason": reason})
