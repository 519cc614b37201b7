"""Posts, also those that are nothing but ads. Source: *Posts API*, checked 2026-11-22.

No order is promised to who asks for none: such a list comes in an order that means nothing. Of the
posts that were made for an account's ads those of the kinds named are told, and some must be named,
as in every request that is documented.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha1

from connectors.sandbox.linkedin.asking import Answer, Request, a_flag, a_urn
from connectors.sandbox.linkedin.batches import batch_get, ids_of
from connectors.sandbox.linkedin.errors import denied, malformed, no_resource, not_found, unresolved
from connectors.sandbox.linkedin.organizations import roles_on
from connectors.sandbox.linkedin.paging import START, by_start
from connectors.sandbox.linkedin.rights import number_of, role
from connectors.sandbox.linkedin.showing import shown
from connectors.sandbox.world import Record, World

READERS = frozenset({"ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER", "CONTENT_ADMIN"})
"""Roles on an organisation that read its posts."""
MOST = 100
KINDS = ("share", "ugcPost")
_NAME = "partnerApiPostsExternal"
_TYPES = frozenset({"STANDARD", "VIDEO", "CAROUSEL", "JOB_POSTING", "NATIVE_DOCUMENT", "EVENT"})
_SORTS = {"LAST_MODIFIED": "lastModifiedAt", "CREATED": "createdAt"}


def posts(world: World, request: Request) -> Answer:
    """Answer what is asked of `posts`."""
    request.need("r_organization_social", _NAME)
    find = partial(_one, world, request)
    match (request.restli_method, request.params.get("q")):
        case ("GET", _):
            request.only("viewContext")
            return Answer(body=find(request.parts[1]))
        case ("BATCH_GET", _):
            request.only("ids", "viewContext")
            for each in ids_of(request):
                a_urn(each, "ids", *KINDS)
            return batch_get(world, request, find)
        case ("FINDER", "author"):
            return _by_author(world, request)
        case ("FINDER", "dscAdAccount"):
            return _by_account(world, request)
        case ("FINDER", _):
            raise no_resource()
        case _:
            raise unresolved()


def _one(world: World, request: Request, urn: str) -> Record:
    post = world.linkedin["posts"].get(a_urn(urn, "ids", *KINDS))
    if post is None:
        raise not_found(urn)
    if not _readable(world, request, post):
        raise _forbidden(request)
    return shown(world, request, "posts", post)


def _readable(world: World, request: Request, post: Record) -> bool:
    """Whether the member has a role with the author, or on the account that it was made for."""
    if READERS & roles_on(world, request.token.member, post["author"]):
        return True
    account = post.get("adContext", {}).get("dscAdAccount", "")
    return role(world, request.token.member, number_of(account)) is not None


def _by_author(world: World, request: Request) -> Answer:
    """An organisation's published posts: those in the feed, or those made for ads only."""
    request.only("q", "author", "sortBy", "viewContext", "isDsc", *START)
    author = a_urn(request.string("author") or "", "author", "organization", "person")
    if not READERS & roles_on(world, request.token.member, author):
        raise _forbidden(request)
    sort = request.string("sortBy")
    if sort is not None and sort not in _SORTS:
        raise malformed("sortBy")
    made_for_ads = a_flag(request.params.get("isDsc", "false"), "isDsc")
    rows = [
        post
        for post in world.linkedin["posts"].values()
        if post["author"] == author
        and post.get("lifecycleState", "PUBLISHED") == "PUBLISHED"
        and bool(post.get("adContext", {}).get("isDsc")) == made_for_ads
    ]
    rows.sort(key=_order)
    if sort is not None and not world.faults.toggle("linkedin.posts_unsorted"):
        rows.sort(key=lambda post: int(post.get(_SORTS[sort], 0)), reverse=True)
    return by_start(request, rows, partial(shown, world, request, "posts"), most=MOST)


def _order(post: Record) -> bytes:
    urn: str = post["id"]
    return sha1(urn.encode(), usedforsecurity=False).digest()


def _by_account(world: World, request: Request) -> Answer:
    """The posts that were made for the ads of an account."""
    request.only("q", "dscAdAccount", "dscAdTypes", *START)
    account = a_urn(request.string("dscAdAccount") or "", "dscAdAccount", "sponsoredAccount")
    types = request.strings("dscAdTypes")
    if not types or not _TYPES.issuperset(types):
        raise malformed("dscAdTypes")
    if role(world, request.token.member, number_of(account)) is None:
        raise _forbidden(request)
    rows = [
        post
        for post in world.linkedin["posts"].values()
        if (context := post.get("adContext", {})).get("dscAdAccount") == account
        and context.get("dscAdType") in types
    ]
    return by_start(request, rows, partial(shown, world, request, "posts"), most=MOST)


def _forbidden(request: Request) -> Exception:
    return denied(f"{_NAME}.{request.restli_method}.{request.version}")
