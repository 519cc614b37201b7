"""What an encoded URN stands for among posts and comments, and how a comment is shown.

Sources: *Comments API*, *Network update social actions*; that strangers' activities are refused is
reported by others; checked 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sandbox.linkedin import showing, talking
from connectors.sandbox.linkedin.asking import Request, a_urn
from connectors.sandbox.linkedin.errors import Refused, bad_urn, not_found
from connectors.sandbox.linkedin.organizations import roles_on
from connectors.sandbox.world import Record, World

SCOPE = "r_organization_social_feed"
"""The only scope that reads comments: the advertising app does not have it."""
_COMMENT = re.compile(
    r"urn:li:comment:\((?P<root>urn:li:(?:activity|ugcPost|share):\d+),(?P<number>\d+)\)", re.ASCII
)
_READERS = frozenset({"ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER"})
"""Roles on an organisation with which comments on its posts are read."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A post, or a comment under it: what can be commented on."""

    activity: Record
    comment: Record | None = None

    @property
    def urn(self) -> str:
        """How LinkedIn itself names it: a post by its activity."""
        urn: str = self.activity["activity"] if self.comment is None else self.comment["commentUrn"]
        return urn

    def below(self, world: World) -> list[Record]:
        """The comments right below it: top comments of a post, replies to a comment."""
        parent = None if self.comment is None else self.comment["commentUrn"]
        return [one for one in self.all(world) if one.get("parentComment") == parent]

    def all(self, world: World) -> Iterator[Record]:
        """Every comment under the post, replies included."""
        return (world.linkedin["comments"][number] for number in self.activity["comments"])


def subject(world: World, request: Request, urn: str) -> Subject:
    """What a URN stands for, if the token's member may read what is written there.

    Raises:
        Refused: it is none of the four kinds, does not exist, or belongs to somebody else.
    """
    a_urn(urn, "entity", "share", "ugcPost", "activity", "comment")
    if not urn.startswith("urn:li:comment:"):
        return Subject(_activity(world, request, urn))
    matched = _COMMENT.fullmatch(urn)
    if matched is None:
        raise bad_urn("entity")
    activity = _activity(world, request, matched["root"])
    return Subject(activity, one(world, activity, matched["number"]))


def one(world: World, activity: Record, number: str) -> Record:
    """A comment of this activity.

    Raises:
        Refused: there is none of this number; it may have been removed.
    """
    if number not in activity["comments"]:
        raise not_found(f"Comment {number}")
    return world.linkedin["comments"][number]


def _activity(world: World, request: Request, urn: str) -> Record:
    """The activity of a post of an organisation for which the member has a role."""
    if urn.startswith("urn:li:activity:"):
        post = world.linkedin["activities"].get(urn, {}).get("post")
    else:
        post = urn
        if post not in world.linkedin["posts"]:
            raise not_found(urn)
    if post not in world.linkedin["posts"] or not _may_read(world, request, post):
        raise Refused(403, message=f"member is unauthorized on {urn}")
    return talking.activity(world, post)


def _may_read(world: World, request: Request, post: str) -> bool:
    author = world.linkedin["posts"][post]["author"]
    return bool(_READERS & roles_on(world, request.token.member, author))


def shown(world: World, request: Request, activity: Record, comment: Record) -> Record:
    """A comment as an answer has it, with what happened to it."""
    replies = len(Subject(activity, comment).below(world))
    whole = {**comment, "likesSummary": likes(), "commentsSummary": summary(replies, replies)}
    return showing.shown(world, request, "comments", whole)


def likes() -> Record:
    """Nobody has liked it."""
    return {
        "selectedLikes": [],
        "aggregatedTotalLikes": 0,
        "likedByCurrentUser": False,
        "totalLikes": 0,
    }


def summary(top: int, every: int) -> Record:
    """How many comments there are: at the first level, and in all."""
    return {
        "selectedComments": [],
        "totalFirstLevelComments": top,
        "commentsState": "OPEN",
        "aggregatedTotalComments": every,
    }
