"""The permissions that a token needs, and what does not work without each.

Names and what they open: Permissions, and the pages of the edges (checked 2026-11-22). Nothing is
asked for that is not used: Annonsvakt answers no comment, so `pages_manage_engagement` is not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from policies.model import Words

_INCLUDED = {"ads_read": "ads_management"}
"""A permission, and another that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A permission."""

    scope: str
    without: Words = field(hash=False)
    """What does not work without it."""
    vital: bool = True
    """Whether something that was asked for is then lost for certain."""


READING = (
    Need(scope="ads_read", without=Words("No ad can be read.")),
    Need(
        scope="business_management",
        without=Words("Accounts and Pages that belong to a business may not be found."),
        vital=False,
    ),
    Need(
        scope="pages_show_list",
        without=Words("The Pages and their tokens are not listed, so no comment is read."),
    ),
    Need(
        scope="pages_read_engagement",
        without=Words("Posts of the Pages and comments on them are not read."),
    ),
    Need(
        scope="pages_read_user_content",
        without=Words("What people write on the Pages is not read."),
    ),
    Need(
        scope="pages_manage_metadata",
        without=Words("Conversations of the Pages are not read."),
    ),
    Need(scope="pages_messaging", without=Words("Messages to the Pages are not read.")),
    Need(
        scope="instagram_basic",
        without=Words("Instagram accounts are not resolved, so no sender there can be checked."),
    ),
    Need(
        scope="instagram_manage_comments",
        without=Words("Comments on Instagram are not read."),
    ),
    Need(
        scope="instagram_manage_messages",
        without=Words("Messages on Instagram are not read."),
    ),
)
"""For the token that reads."""
STOPPING = (Need(scope="ads_management", without=Words("No campaign can be paused.")),)
"""For the token that stops, which may be the same; it reads what it stops by this one too."""


def lacking(scopes: Collection[str], needs: Sequence[Need]) -> Iterator[Need]:
    """The needs that these permissions do not meet."""
    for need in needs:
        if need.scope not in scopes and _INCLUDED.get(need.scope) not in scopes:
            yield need


def reaches(scope: str) -> str | None:
    """What the ids to which a permission is limited are of; None: nothing that we can compare."""
    if scope.startswith("ads_"):
        return "ad_accounts"
    if scope.startswith("pages_"):
        return "pages"
    return "instagram" if scope.startswith("instagram_") else None
