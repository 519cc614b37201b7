"""Which resource answers, and what every answer passes on its way: faults, quotas, counts."""

from __future__ import annotations

from collections.abc import Mapping

import flask

from connectors.sandbox.linkedin import front, social
from connectors.sandbox.linkedin.accounts import account_users, accounts
from connectors.sandbox.linkedin.ads import TABLES, without_account
from connectors.sandbox.linkedin.analytics import analytics
from connectors.sandbox.linkedin.asking import Answer, Handler, Request
from connectors.sandbox.linkedin.errors import Refused, no_resource, throttled
from connectors.sandbox.linkedin.organizations import organization_acls
from connectors.sandbox.linkedin.posts import posts
from connectors.sandbox.linkedin.quotas import charge
from connectors.sandbox.world import World

ROUTES: Mapping[str, Handler] = {
    "adAccounts": accounts,
    "adAccountUsers": account_users,
    "adAnalytics": analytics,
    "organizationAcls": organization_acls,
    "posts": posts,
    **dict.fromkeys(TABLES, without_account),
    **social.ROUTES,
}
"""Resources by the first part of their path."""


def answer(world: World, incoming: flask.Request) -> Answer:
    """The answer to one request. Hold the world's lock."""
    try:
        world.counted["linkedin"] += 1
        request = front.read(world, incoming)
        world.counted["linkedin"] += _items(request) - 1
        _draw(world, request)
        charge(world, request)
        handler = ROUTES.get(request.parts[0]) if request.parts else None
        if handler is None:
            raise no_resource()
        return handler(world, request)
    except Refused as refused:
        return Answer(status=refused.status, body=refused.body())


def _items(request: Request) -> int:
    """How many operations a request is: each id of a batch is one."""
    ids = request.params.get("ids")
    return max(1, len(ids)) if isinstance(ids, tuple) else 1


def _draw(world: World, request: Request) -> None:
    """Let the faults that were asked for hit the request as a whole.

    Raises:
        Refused: one did.
    """
    if world.faults.toggle("linkedin.empty_5xx"):
        raise Refused(503)
    key = f"{request.restli_method} {'/'.join(request.parts)}?{request.raw_query}"
    fault = world.faults.draw(key, ("throttle", "transient"))
    if fault == "throttle":
        raise throttled()
    if fault == "transient":
        raise Refused(503)
