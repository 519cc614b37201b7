"""What was understood of an answer in a brief, and what has to be asked back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from policies.model import Words

T = TypeVar("T")


class Part(StrEnum):
    """What a brief tells; the first five are the routine's own."""

    TOPIC = "topic"
    DATES = "dates"
    BUDGET = "budget"
    AUDIENCE = "audience"
    EDITORS = "editors"
    ACCESSIBILITY = "accessibility"
    DEPARTMENT = "department"
    AGENCY = "agency"
    ACCOUNTS = "accounts"
    POSTS = "posts"
    CAMPAIGNS = "campaigns"
    PLACES = "places"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask back."""

    part: Part
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Generic[T]):
    """A value, or what to ask; never a guess. Neither: nothing was said about it."""

    value: T | None = None
    ask: Words | None = None
