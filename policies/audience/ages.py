"""Ages: the agreed bounds against those that are set, and against what a platform makes of them.

With Meta's Advantage+ audience the upper age is a suggestion. The lowest is said to be kept, and
also to be set back to its default when the expansion is switched on: sure is the account's own
bound alone ("Advantage+ audience", 2026-06-26, checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.audience.facts import EXPANDED, OLDEST, UNKNOWN_AGES, YOUNGEST, oldest, youngest
from policies.audience.parts import AGES, EVERY_AGE, NO_AGE, SUGGESTED, Part, Point, loose
from policies.model import AccountControls, AdAccount, Platform, Reach, Words
from policies.model.briefs import Audience

ADULT = 18
"""Where LinkedIn's age ranges begin; whether younger members are shown ads for which no range was
chosen is not told (targetingFacets, checked 2026-11-29)."""
EVERYBODY = 99
"""An upper age that is no bound: briefs write it where they mean everybody above the lower one."""
_FROM_UNTOLD = Words("The platform did not tell from which age on the ad set is shown.")
_LOWEST = Words(
    "Advantage+ audience is on, and the lowest age of an ad set may then be no more than a "
    "suggestion. Only a lowest age in the account's audience controls is sure."
)
_ADULTS = Words(
    "No ages are chosen, and whether people under {age} are shown the ads was not told. Choose the "
    "ages.",
    {"age": str(ADULT)},
)


def ages(reach: Reach, agreed: Audience, platform: Platform, floor: int) -> Part | None:
    """The ages of an ad set; None: none were agreed. `floor`: the account's own lowest age."""
    first, last = agreed.youngest or 0, agreed.oldest
    if last is not None and last >= EVERYBODY:
        last = None
    if not first and last is None:
        return None
    points = (
        *_lower(reach, first, platform, floor),
        *_upper(reach, last, platform),
        *_strangers(reach, YOUNGEST if first else OLDEST),
    )
    return Part("ages", _written(first, last), _set(reach), points)


def lowest_age(account: AdAccount) -> int:
    """The lowest age that an account's controls in force let any ad set reach; 0: any age."""
    controls = account.controls
    if isinstance(controls, AccountControls) and controls.status == "ACTIVE":
        return controls.youngest or 0
    return 0


def _lower(reach: Reach, bound: int, platform: Platform, floor: int) -> Iterator[Point]:
    """What is to be said of the lower end."""
    if bound <= floor:
        return
    if reach.every_age and bound > ADULT:
        yield Point(YOUNGEST, EVERY_AGE)
    elif reach.every_age:
        yield Point(YOUNGEST, doubt=_ADULTS)
    elif reach.youngest is None:
        yield Point(YOUNGEST, doubt=_FROM_UNTOLD)
    elif reach.youngest < bound:
        yield Point(YOUNGEST, AGES, rests_on=(youngest(reach.youngest),))
    elif platform is Platform.META:
        yield from loose(YOUNGEST, reach, _LOWEST)
    else:
        yield from loose(YOUNGEST, reach)


def _upper(reach: Reach, bound: int | None, platform: Platform) -> Iterator[Point]:
    """What is to be said of the upper end."""
    if bound is None:
        return
    if reach.every_age:
        yield Point(OLDEST, EVERY_AGE)
    elif reach.oldest is None:
        yield Point(OLDEST, AGES)
    elif reach.oldest > bound:
        yield Point(OLDEST, AGES, rests_on=(oldest(reach.oldest),))
    elif platform is Platform.META and reach.expanded:
        yield Point(OLDEST, SUGGESTED, rests_on=(EXPANDED,))
    else:
        yield from loose(OLDEST, reach)


def _strangers(reach: Reach, bound: str) -> Iterator[Point]:
    """People of whom nobody knows the age; no bound keeps them out."""
    if reach.unknown_ages:
        yield Point(bound, NO_AGE, rests_on=(UNKNOWN_AGES,))


def _set(reach: Reach) -> str:
    if reach.every_age:
        return ""
    return _written("?" if reach.youngest is None else reach.youngest, reach.oldest)


def _written(first: int | str, last: int | None) -> str:
    """Such as `18–45` and, without an upper end, `18+`."""
    return f"{first}+" if last is None else f"{first}–{last}"
