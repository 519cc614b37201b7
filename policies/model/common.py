"""What every noun is made of: platforms, ids, sentences for people, money, what was not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", str)
"""Meta `act_1`; LinkedIn the sponsored account's number."""
CampaignId = NewType("CampaignId", str)
"""Meta campaign; LinkedIn campaign group (its number)."""
AdSetId = NewType("AdSetId", str)
"""Meta ad set; LinkedIn campaign (its number)."""
AdId = NewType("AdId", str)
"""Meta ad; LinkedIn creative (its URN)."""
PostId = NewType("PostId", str)
"""Facebook `{page}_{post}`; Instagram media id; LinkedIn share or ugcPost URN."""


class Platform(StrEnum):
    """The platforms of the routine."""

    META = "meta"
    LINKEDIN = "linkedin"
    X = "x"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence for people, not yet in a language: an English template and its values.

    The template is the key of the catalogue; `{name}` stands for `values["name"]`.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def english(self) -> str:
        """The sentence in English, for logs and exceptions."""
        return self.template.format(**self.values)


def aware(instant: datetime | None, what: str) -> None:
    """Refuse an instant without offset.

    Raises:
        ValueError: `instant` is naive; `what` names the field.
    """
    if instant is not None and instant.utcoffset() is None:
        raise ValueError(f"{what} has no offset: {instant!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that could not be read, and why.

    `what` is a stable name: `accounts`, `account`, `controls`, `campaigns`, `ad_sets`, `ads`,
    `delivered`, `comments`, `messages`, `identities`, or one of these with a field
    (`ad_sets.targeting`) or an object (`comments:1001_2002`).
    """

    what: str
    because: Words
    platform: Platform
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in major units (kronor, not öre) and its ISO 4217 currency."""

    amount: Decimal
    currency: str
