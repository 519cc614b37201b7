"""The controls of an ad account: what they exclude for all its ad sets, and how they are set.

A POST takes `audience_controls`, which it demands, `placement_controls` and
`placement_controls_per_objective`, and puts what it was sent in place of what stood. Source: Ad
Account Account Controls and the client's types (26.0.3), checked 2026-11-22; the names inside
`audience_controls`, 2026-11-29. What Meta keeps of a part that is not sent is not documented: here
nothing is kept, which is the worst for a careless client.
"""

from __future__ import annotations

import json
from typing import Any

from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import (
    GraphError,
    invalid,
    no_account_right,
    no_ads_management,
    no_right,
    transient,
)
from connectors.sandbox.world import Node

TAKEN = ("audience_controls", "placement_controls", "placement_controls_per_objective")
_EXCLUDABLE = (
    "AUDIENCE_NETWORK_CLASSIC", "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO", "FACEBOOK_MARKETPLACE", "FACEBOOK_RIGHT_HAND_COLUMN",
)  # fmt: skip
"""All that an account can exclude."""
_AUDIENCE = {"age_min", "geo_locations", "excluded_geo_locations", "exclusions"}
_PLACEMENT = {"placement_exclusions", "campaign_ids_to_set_ap"}
_APPLYING = "APPLICATION_IN_PROGRESS"


def controls(asking: Asking, node: Node, _: Params) -> list[Node]:
    """What the account excludes for all its ad sets; nothing where nobody set controls.

    Raises:
        GraphError: an account of which the reader may not see controls.
    """
    if asking.lists("no_controls", node.fields["id"]):
        raise no_account_right()
    held = node.hidden.get("controls")
    if held is None:
        return []
    told = Node("AdAccountBusinessConstraints", dict(held))
    if left := node.hidden.get("controls_applying", 0):
        node.hidden["controls_applying"] = left - 1
        told.fields["status"] = _APPLYING
    return [told]


def set_controls(asking: Asking, node: Node, params: Params) -> dict[str, Any]:
    """Put the account's controls in place of those that stood.

    Raises:
        GraphError: no right, a part that is missing, or one that no account can have.
    """
    number = node.fields["id"]
    if not asking.may("ads_management"):
        raise no_ads_management()
    if not {"ADVERTISE", "MANAGE"} & set(asking.account_tasks(node)):
        raise no_right()
    refusals = asking.toggled("refuse_writes") or {}
    if number in refusals:
        raise GraphError(int(refusals[number]), f"(#{refusals[number]}) The write was refused")
    wanted = _checked(params)
    if asking.toggled("success_false"):
        return {"success": False, "error_code": "1", "error_message": "The controls were not set"}
    if not asking.lists("silent_writes", number):
        node.hidden["controls"] = wanted | {"status": "ACTIVE", "campaigns_with_error": []}
        node.hidden["controls_applying"] = int(asking.toggled("controls_applying") or 0)
    if asking.lists("error_after_write", number):
        raise transient()
    return {"success": True}


def _checked(params: Params) -> dict[str, Any]:
    """What is sent, as objects.

    Raises:
        GraphError: something is missing, of another shape, or unknown.
    """
    if "audience_controls" not in params:
        raise invalid("The parameter audience_controls is required")
    told = {name: _object(name, params[name]) for name in TAKEN if name in params}
    _known("audience_controls", told["audience_controls"], _AUDIENCE)
    age = told["audience_controls"].get("age_min", 18)
    if not isinstance(age, int) or isinstance(age, bool):
        raise invalid("param audience_controls[age_min] must be an integer.")
    placement = told.get("placement_controls", {})
    _known("placement_controls", placement, _PLACEMENT)
    excluded = placement.get("placement_exclusions", [])
    if not isinstance(excluded, list):
        raise invalid("param placement_controls[placement_exclusions] must be an array.")
    for place, one in enumerate(excluded):
        if one not in _EXCLUDABLE:
            raise invalid(
                f"param placement_controls[placement_exclusions][{place}] must be one of "
                f"{{{', '.join(_EXCLUDABLE)}}}"
            )
    return told


def _object(name: str, text: str) -> dict[str, Any]:
    """A parameter that is a JSON object.

    Raises:
        GraphError: it is something else.
    """
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise invalid(f"param {name} must be an array.")
    return value


def _known(name: str, told: dict[str, Any], known: set[str]) -> None:
    """Refuse a name that the part does not have.

    Raises:
        GraphError: such a name.
    """
    if unknown := sorted(set(told) - known):
        raise invalid(f"Unexpected key {unknown[0]} in {name}")
