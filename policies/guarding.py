"""C4 before it is broken: what to exclude in an account's own controls, and its phrase.

Controls are set whole, so a plan is a whole: what stands, with Audience Network's exclusions added
or, to undo that, taken away again. Everything else is sent back as it was read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from policies.model import Controls, Words
from policies.publishers import EXCLUSIONS

NOTHING = "{}"
"""No audience controls, as they are sent: the part is demanded."""


class Doing(StrEnum):
    """What a plan is for."""

    EXCLUDE = "exclude"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be set in place of what."""

    doing: Doing
    before: Controls
    aim: Controls

    @property
    def changes(self) -> tuple[str, ...]:
        """The exclusions that are added, or taken away."""
        had, has = self.before.exclusions, self.aim.exclusions
        more, less = (has, had) if self.doing is Doing.EXCLUDE else (had, has)
        return tuple(one for one in more if one not in less)


def plan_exclusion(before: Controls) -> Plan:
    """All of Audience Network excluded, beside what is excluded already."""
    return _plan(Doing.EXCLUDE, before, dict.fromkeys((*before.exclusions, *EXCLUSIONS)))


def plan_restoring(now: Controls, written: Plan) -> Plan | Words:
    """What stood before we excluded, put back; or why that is left to a person.

    Nothing is planned where others stand than before or after it: somebody has changed them since,
    and nobody can tell what they want to stand; or the order took effect in part.
    """
    had, left, has = (set(one.exclusions) for one in (written.before, written.aim, now))
    if has not in (had, left):
        return Words(
            "The account excludes neither what it did before this program's order nor what that "
            "asked for. Excluded now: {now}; asked for: {then}. Undo it by hand.",
            {"now": named(now.exclusions), "then": named(written.aim.exclusions)},
        )
    return _plan(Doing.RESTORE, now, dict.fromkeys(written.before.exclusions))


def _plan(doing: Doing, before: Controls, exclusions: Mapping[str, None]) -> Plan:
    audience = NOTHING if before.audience is None else before.audience
    return Plan(
        doing=doing,
        before=before,
        aim=replace(before, exclusions=tuple(exclusions), audience=audience),
    )


def named(exclusions: tuple[str, ...]) -> str:
    """Exclusions in one line."""
    return ", ".join(exclusions) or "-"


def unsendable(before: Controls, *, none_stand: bool) -> Words | None:
    """Why these controls cannot be set without the risk of losing something; None: they can.

    `none_stand`: a person has looked, and the account has no audience controls.
    """
    if before.audience is not None:
        return None if not none_stand else _but_they_do(before)
    if none_stand:
        return None
    return Words(
        "Meta does not tell the audience controls of {account}, and to set its controls without "
        "them could wipe an age limit. Exclude Audience Network by hand, under Account controls in "
        "the advertising settings; or look there, and if no audience controls stand, give the "
        "command again with --no-audience-controls.",
        {"account": before.account_id},
    )


def _but_they_do(before: Controls) -> Words | None:
    """Why a person who says that no audience controls stand is not believed."""
    if before.audience == NOTHING:
        return None
    return Words(
        "{account} has audience controls, though --no-audience-controls says that it has none. "
        "Give the command again without it.",
        {"account": before.account_id},
    )


def alike(one: Controls, other: Controls) -> bool:
    """Whether two readings say the same; the order of a list does not matter."""
    return _in_order(one) == _in_order(other)


def _in_order(one: Controls) -> Controls:
    return replace(
        one,
        exclusions=tuple(sorted(one.exclusions)),
        campaigns_with_error=tuple(sorted(one.campaigns_with_error)),
    )


_WORDS: Mapping[Doing, Mapping[str, str]] = {
    Doing.EXCLUDE: {"sv": "UTESLUT", "en": "EXCLUDE"},
    Doing.RESTORE: {"sv": "ÅTERSTÄLL", "en": "RESTORE"},
}
"""The word of the phrase in each language; both count, whatever language is shown."""


def phrase(plan: Plan, language: str) -> str:
    """The phrase to type: `UTESLUT 3`."""
    return f"{_WORDS[plan.doing][language]} {len(plan.changes)}"


def is_phrase(typed: str, plan: Plan) -> bool:
    """Whether this is the phrase, in either language; case and outer spaces do not matter."""
    return any(_plain(typed) == _plain(phrase(plan, one)) for one in _WORDS[plan.doing])


def _plain(text: str) -> str:
    # Some terminals write Å as A and a ring.
    return unicodedata.normalize("NFC", text.strip()).casefold()
