"""`/rest/socialActions`: the comments of posts and the replies to them, read-only.

Source: *Comments API*, checked 2026-11-22. No order and no time range are documented: a list comes
in an order that means nothing. A reply is found below its comment only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from hashlib import sha1

from connectors.sandbox.linkedin import comments, metadata
from connectors.sandbox.linkedin.asking import Answer, Handler, Request
from connectors.sandbox.linkedin.batches import batch_get
from connectors.sandbox.linkedin.comments import Subject
from connectors.sandbox.linkedin.errors import no_resource, not_found, unresolved
from connectors.sandbox.linkedin.paging import START, by_start
from connectors.sandbox.world import Record, World

_RESOURCE = "socialActionsV2"
"""What refusals call it."""


def _actions(world: World, request: Request) -> Answer:
    """Answer what is asked below `/rest/socialActions`."""
    request.need(comments.SCOPE, _RESOURCE)
    match request.restli_method, *request.parts[1:]:
        case "GET", urn:
            request.only()
            return Answer(body=_summary(world, comments.subject(world, request, urn)))
        case "GET", urn, "comments", number:
            request.only()
            found = comments.subject(world, request, urn)
            return Answer(body=_comment(world, request, found, number))
        case "GET_ALL", urn, "comments":
            request.only(*START)
            return _page(world, request, comments.subject(world, request, urn))
        case "BATCH_GET", urn, "comments":
            request.only("ids")
            found = comments.subject(world, request, urn)
            return batch_get(world, request, partial(_comment, world, request, found))
        case _:
            known = request.parts[2:] in ((), ("comments",)) or request.parts[2:-1] == ("comments",)
            raise unresolved() if known else no_resource()


def _summary(world: World, found: Subject) -> Record:
    every = list(found.all(world)) if found.comment is None else found.below(world)
    return {
        "target": found.urn,
        "likesSummary": comments.likes(),
        "commentsSummary": comments.summary(len(found.below(world)), len(every)),
    }


def _comment(world: World, request: Request, found: Subject, number: str) -> Record:
    """One comment right below a post or a comment."""
    comment = comments.one(world, found.activity, number)
    parent = None if found.comment is None else found.urn
    if comment.get("parentComment") != parent:
        raise not_found(f"Comment {number}")
    return comments.shown(world, request, found.activity, comment)


def _page(world: World, request: Request, found: Subject) -> Answer:
    """Some of the comments right below a post or a comment."""
    rows = sorted(found.below(world), key=_order)
    return by_start(request, rows, partial(comments.shown, world, request, found.activity))


def _order(comment: Record) -> bytes:
    number: str = comment["id"]
    return sha1(number.encode(), usedforsecurity=False).digest()


ROUTES: Mapping[str, Handler] = {"socialActions": _actions, "socialMetadata": metadata.answer}
"""Resources by the first part of their path."""
