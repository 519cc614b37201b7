"""Writing and deleting comments on LinkedIn, and the activities that hold them.

A comment names the activity of its post, whose number is not the post's (logged notifications,
checked 2026-11-22).
"""

from __future__ import annotations

from datetime import datetime

from connectors.sandbox.world import Record, World

_APART = 402_624_514
"""How far an activity's number lies from that of its share, in a logged pair."""
_FIRST, _STEP = 7_400_000_000_000_000_000, 7_919


def milliseconds(when: datetime) -> int:
    """An instant as LinkedIn writes it."""
    return round(when.timestamp() * 1000)


def activity(world: World, post_urn: str) -> Record:
    """The activity of a post: its URN, that of the post, and the numbers of its comments.

    It is made when first asked for, and stands in `activities` under both URNs. It is the
    sandbox's own record, which no answer shows.

    Raises:
        KeyError: there is no such post.
    """
    table = world.linkedin["activities"]
    if post_urn not in table:
        number = int(world.linkedin["posts"][post_urn]["id"].rpartition(":")[2]) + _APART
        urn = f"urn:li:activity:{number}"
        table[post_urn] = table[urn] = {"activity": urn, "post": post_urn, "comments": []}
    return table[post_urn]


def write(
    world: World,
    post_urn: str,
    text: str,
    actor: str | None,
    parent: str | None = None,
    *,
    at: datetime | None = None,
) -> Record:
    """Put a comment under a post, or under its comment `parent` (a number); gives its record.

    `actor` None: withheld. A reply to a reply goes under the top comment, as on LinkedIn.

    Raises:
        KeyError: there is no such post or parent.
    """
    with world.lock:
        place = activity(world, post_urn)
        number = _free(world)
        by = {} if actor is None else {"actor": actor}
        written = {**by, "time": milliseconds(at or world.clock())}
        record: Record = {
            "id": number,
            "commentUrn": f"urn:li:comment:({place['activity']},{number})",
            "object": place["activity"],
            **by,
            "created": written,
            "lastModified": dict(written),
            "message": {"attributes": [], "text": text},
        }
        if parent is not None:
            above = world.linkedin["comments"][parent]
            record["parentComment"] = above.get("parentComment", above["commentUrn"])
        world.linkedin["comments"][number] = record
        place["comments"].append(number)
        return record


def delete(world: World, number: str) -> None:
    """Remove a comment with its replies.

    Raises:
        KeyError: there is no such comment.
    """
    with world.lock:
        comments = world.linkedin["comments"]
        gone = comments[number]
        place = world.linkedin["activities"][gone["object"]]
        for each in list(place["comments"]):
            if each == number or comments[each].get("parentComment") == gone["commentUrn"]:
                place["comments"].remove(each)
                world.linkedin["removedComments"][each] = comments.pop(each)


def _free(world: World) -> str:
    """A number nobody has or had; the same world gives the same numbers."""
    written = len(world.linkedin["comments"]) + len(world.linkedin["removedComments"])
    return str(_FIRST + written * _STEP)
