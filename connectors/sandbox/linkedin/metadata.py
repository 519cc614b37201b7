"""`/rest/socialMetadata`: how many comments and reactions posts have, one or many at a time.

Source: *Social Metadata API*, checked 2026-11-22.
"""

from __future__ import annotations

from connectors.sandbox.linkedin import comments
from connectors.sandbox.linkedin.asking import Answer, Request
from connectors.sandbox.linkedin.batches import batch_get
from connectors.sandbox.linkedin.errors import no_resource, unresolved
from connectors.sandbox.world import Record, World

_RESOURCE = "socialMetadata"


def answer(world: World, request: Request) -> Answer:
    """Answer what is asked below `/rest/socialMetadata`."""
    request.need(comments.SCOPE, _RESOURCE)
    match request.restli_method, *request.parts[1:]:
        case "GET", urn:
            request.only()
            return Answer(body=_metadata(world, request, urn))
        case ("BATCH_GET",):
            request.only("ids")
            return batch_get(world, request, lambda urn: _metadata(world, request, urn))
        case _:
            raise no_resource() if request.parts[2:] else unresolved()


def _metadata(world: World, request: Request, urn: str) -> Record:
    """What is counted of one post or comment."""
    found = comments.subject(world, request, urn)
    return {
        "entity": urn,
        "commentsState": "OPEN",
        **_summary(world, found),
        "reactionSummaries": {},
    }


def _summary(world: World, found: comments.Subject) -> Record:
    """How many comments there are; of a post something else, or nothing, on request."""
    top = len(found.below(world))
    every = sum(1 for _ in found.all(world))
    if found.comment is not None:
        return {"commentSummary": {"count": top, "topLevelCount": top}}
    told = world.faults.toggle("linkedin.comment_counts") or {}
    every = told.get(found.activity["post"], every)
    if every is None:
        return {}
    return {"commentSummary": {"count": every, "topLevelCount": min(top, every)}}
