"""One request as the platform sees it: who asks, of which world, and with which parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.meta.errors import invalid
from connectors.sandbox.meta.tokens import Token, scopes
from connectors.sandbox.world import Node, World

Params = Mapping[str, str]


@dataclass(slots=True)
class Asking:
    """Who asks, and where the answers lead."""

    world: World
    token: Token
    address: str
    """Where `next` leads: host and version, without a slash at the end."""

    def toggled(self, name: str) -> Any:
        """The value of one of Meta's toggles."""
        return self.world.faults.toggle(f"meta.{name}")

    def lists(self, name: str, one: str) -> bool:
        """Whether a toggle that holds names holds `one`."""
        return self.world.faults.names(f"meta.{name}", one)

    def page_tasks(self, page_id: str) -> tuple[str, ...]:
        """What the asker may do on a Page; nothing for a private person's token."""
        page = self.world.meta.get(page_id)
        if page is None or page.kind != "Page" or not self.token.speaks_for(page_id):
            return ()
        tasks: tuple[str, ...] = tuple(page.hidden.get("tasks", ()))
        without = {"MODERATE"} if self.lists("no_moderate", page_id) else set()
        return tuple(task for task in tasks if task not in without)

    def may(self, scope: str) -> bool:
        """Whether the asker's token has a permission; managing ads includes reading them."""
        held = scopes(self.world, self.token)
        return scope in held or (scope == "ads_read" and "ads_management" in held)

    def account_tasks(self, node: Node) -> tuple[str, ...]:
        """What the asker may do in the ad account that `node` is or belongs to."""
        number = str(node.hidden.get("account", node.fields["id"]))
        account = self.world.meta.get(number)
        if account is None or self.token.kind != "SYSTEM_USER" or self.lists("no_role", number):
            return ()
        if self.lists("read_only", number):
            return ("ANALYZE",)
        return tuple(account.hidden.get("tasks", ()))


def listed(params: Params, name: str) -> list[Any] | None:
    """A parameter that is a JSON list; None when it is not there.

    Raises:
        GraphError: it is something else.
    """
    if name not in params:
        return None
    try:
        value = json.loads(params[name])
    except ValueError:
        value = None
    if not isinstance(value, list):
        raise invalid(f"param {name} must be an array.")
    return value


def counted(params: Params, name: str, default: int | None = None) -> int | None:
    """A parameter that is a whole number.

    Raises:
        GraphError: it is something else.
    """
    if name not in params:
        return default
    try:
        return int(params[name])
    except ValueError:
        raise invalid(f"param {name} must be an integer.") from None


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def flagged(params: Params, name: str) -> bool:
    """A parameter that is a boolean, as JSON or a form writes it; false when it is not there.

    Raises:
        GraphError: it is something else.
    """
    if (told := params.get(name, "false")) not in _FLAGS:
        raise invalid(f"param {name} must be a boolean.")
    return _FLAGS[told]
