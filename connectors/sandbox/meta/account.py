"""Edges around ad accounts that are more than a list of connected objects."""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import GraphError, invalid
from connectors.sandbox.meta.tokens import scopes
from connectors.sandbox.world import Node


def of_user(asking: Asking, _: Node, __: Params) -> list[Node]:
    """The ad accounts in which the asker has a role."""
    accounts = (node for node in asking.world.meta.values() if node.kind == "AdAccount")
    return [
        node
        for node in accounts
        if asking.account_tasks(node)
        and not asking.lists("no_permission", node.fields["id"])
        and not asking.lists("unlisted", node.fields["id"])
    ]


def assigned(asking: Asking, node: Node, params: Params) -> list[Node]:
    """The same accounts as assignments, whose rows tell of tasks."""
    return [_assignment(asking, one) for one in of_user(asking, node, params)]


def owned(asking: Asking, node: Node, _: Params) -> list[Node]:
    """The ad accounts of a business, whoever has a role in them.

    Raises:
        GraphError: the token lacks the permission for it.
    """
    _check_management(asking)
    return [asking.world.meta[one] for one in reversed(node.edges.get("owned_ad_accounts", ()))]


def of_client(asking: Asking, node: Node, _: Params) -> list[Node]:
    """The ad accounts that others share with a business, with what they permit.

    Raises:
        GraphError: the token lacks the permission for it.
    """
    _check_management(asking)
    ids = reversed(node.edges.get("client_ad_accounts", ()))
    return [_assignment(asking, asking.world.meta[one]) for one in ids]


def _check_management(asking: Asking) -> None:
    if "business_management" not in scopes(asking.world, asking.token):
        raise GraphError(
            200, "(#200) Requires business_management permission to manage the object", status=403
        )


def _assignment(asking: Asking, account: Node) -> Node:
    """An account with our tasks, and with those that its owner permits in it."""
    tasks = list(asking.account_tasks(account))
    permitted = list(account.hidden.get("permitted_tasks", tasks))
    held = {"user_tasks": tasks, "tasks": tasks, "permitted_tasks": permitted}
    return Node("AssignedAdAccount", {**account.fields, **held}, {}, account.hidden)


def permissions(asking: Asking, _: Node, __: Params) -> list[Node]:
    """What the asker granted the app."""
    granted = scopes(asking.world, asking.token)
    return [Node("Permission", {"permission": one, "status": "granted"}) for one in granted]


def assigned_users(_: Asking, node: Node, params: Params) -> list[Node]:
    """Who has which tasks in the account.

    Raises:
        GraphError: without the parameter `business`.
    """
    if "business" not in params:
        raise invalid("The parameter business is required")
    return [Node("AssignedUser", held) for held in node.hidden.get("assigned_users", ())]


def activities(asking: Asking, node: Node, params: Params) -> list[Node]:
    """Who changed what, newest first; without `since` the last seven days."""
    now = asking.world.clock()
    since = _instant(params.get("since"), now - timedelta(days=7))
    until = _instant(params.get("until"), now)
    rows = [
        Node("AdActivity", held)
        for held in reversed(node.hidden.get("activities", ()))
        if since <= datetime.fromisoformat(held["event_time"]) <= until
        and params.get("category") in (None, "STATUS")
    ]
    return rows


def _instant(text: str | None, default: datetime) -> datetime:
    """A time as the edge takes it: seconds since the epoch, or a date."""
    if text is None:
        return default
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), default.tzinfo)
        when = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise invalid(f"Invalid date: {text}") from None
    return when if when.tzinfo else when.replace(tzinfo=default.tzinfo)
