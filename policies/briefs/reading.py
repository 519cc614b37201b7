"""A brief read from a mail: what was understood, and everything that has to be asked back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from policies.briefs.amounts import read_budget
from policies.briefs.answers import Part, Question, Understood
from policies.briefs.audience import flowing, read_audience
from policies.briefs.campaigns import read_names
from policies.briefs.dates import read_dates
from policies.briefs.form import taken_apart
from policies.briefs.people import read_editors
from policies.briefs.yes import read_yes
from policies.model import AccountId, CampaignId, PostId, Words
from policies.model.briefs import Brief

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A brief as far as it was understood."""

    brief: Brief
    questions: tuple[Question, ...]
    """In the order of the form; what the routine wants and nothing was said about is among them."""


def read_mail(text: str) -> Read:
    """The brief of a filled form, or of a mail that follows it."""
    return read_said(taken_apart(text))


def read_said(said: Mapping[Part, tuple[str, ...]]) -> Read:
    """The brief of answers that are taken apart already."""
    asked: list[Question] = []

    def one(part: Part, read: Callable[[str], Understood[T]]) -> T | None:
        understood = _once(said.get(part, ()), read)
        if understood.ask is not None:
            asked.append(Question(part=part, words=understood.ask))
        return understood.value

    dates = one(Part.DATES, read_dates)
    names = read_names(said.get(Part.CAMPAIGNS, ()))
    asked += (Question(part=Part.CAMPAIGNS, words=words) for words in names.asks)
    brief = Brief(
        topic=_topic(said),
        starts=dates.starts if dates else None,
        ends=dates.ends if dates else None,
        budget=one(Part.BUDGET, read_budget),
        audience=read_audience(said),
        editors=one(Part.EDITORS, read_editors) or (),
        accessible=one(Part.ACCESSIBILITY, read_yes),
        department=_first(said, Part.DEPARTMENT),
        agency=_first(said, Part.AGENCY),
        accounts=tuple(AccountId(each) for each in _ids(said, Part.ACCOUNTS, _ACCOUNT)),
        posts=tuple(PostId(each) for each in _ids(said, Part.POSTS, _POST)),
        campaigns=tuple(CampaignId(each) for each in _ids(said, Part.CAMPAIGNS, _CAMPAIGN)),
        patterns=names.found,
    )
    asked += lacking(brief, {question.part for question in asked})
    order = list(Part)
    return Read(brief=brief, questions=tuple(sorted(asked, key=lambda q: order.index(q.part))))


def lacking(brief: Brief, asked: set[Part]) -> list[Question]:
    """What the routine wants, the brief does not say, and nobody asks for yet."""
    there = {
        Part.TOPIC: brief.topic,
        Part.DATES: brief.starts and brief.ends,
        Part.BUDGET: brief.budget,
        Part.AUDIENCE: brief.audience,
        Part.EDITORS: brief.editors,
    }
    return [
        Question(part=part, words=_ASK[part])
        for part, value in there.items()
        if not value and part not in asked
    ]


_ASK: Mapping[Part, Words] = {
    Part.TOPIC: Words("What are the ads about, in broad strokes?"),
    Part.DATES: Words("Between which dates do the ads run?"),
    Part.BUDGET: Words("What is the budget of the ads?"),
    Part.AUDIENCE: Words("Whom are the ads directed at?"),
    Part.EDITORS: Words("Who at the department needs editor rights, to answer questions?"),
}


def _once(said: tuple[str, ...], read: Callable[[str], Understood[T]]) -> Understood[T]:
    """One answer; two that are understood differently are asked about."""
    understood = [read(each) for each in said]
    values = [each.value for each in understood if each.value is not None]
    if values:
        same = all(each == values[0] for each in values)
        return Understood(value=values[0]) if same else Understood(ask=_TWICE)
    return next((each for each in understood if each.ask is not None), Understood())


_TWICE = Words("The brief answers this twice, and differently. Which answer holds?")


def _topic(said: Mapping[Part, tuple[str, ...]]) -> str | None:
    return flowing("\n".join(said.get(Part.TOPIC, ()))) or None


def _first(said: Mapping[Part, tuple[str, ...]], part: Part) -> str | None:
    for each in said.get(part, ()):
        answer = flowing(each.partition("\n")[0])
        return None if answer.casefold().strip(" .") in _NONE else answer
    return None


_NONE = frozenset({"", "-", "–", "ingen", "inget", "inga", "nej", "none", "no", "n/a"})


_ACCOUNT = re.compile(r"(?:act_)?\d{4,}")
_POST = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+|\d{5,}_\d{5,}|\d{15,}")
_CAMPAIGN = re.compile(r"(?<![\w.])\d{6,}(?![\w.])")


def _ids(
    said: Mapping[Part, tuple[str, ...]], part: Part, form: re.Pattern[str]
) -> tuple[str, ...]:
    """Ids of one form."""
    found = (one for text in said.get(part, ()) for one in form.findall(text))
    return tuple(dict.fromkeys(found))
