"""Roles on organisations. Source: *Organization Access Control*, checked 2026-11-22."""

from __future__ import annotations

from functools import partial

from connectors.sandbox.linkedin.asking import Answer, Request
from connectors.sandbox.linkedin.errors import no_resource, unresolved
from connectors.sandbox.linkedin.paging import START, by_start
from connectors.sandbox.linkedin.showing import shown
from connectors.sandbox.world import Record, World

_TABLE = "organizationAcls"


def organization_acls(world: World, request: Request) -> Answer:
    """Answer what is asked of `organizationAcls`: the roles of the token's member."""
    request.need("rw_organization_admin", _TABLE)
    if request.restli_method != "FINDER":
        raise unresolved()
    if request.params["q"] != "roleAssignee":
        raise no_resource()
    request.only("q", "role", "state", *START)
    wanted = {name: request.string(name) for name in ("role", "state") if name in request.params}
    rows = [
        row
        for row in _rows(world, request.token.member)
        if all(row.get(name) == value for name, value in wanted.items())
    ]
    return by_start(request, rows, partial(shown, world, request, _TABLE))


def roles_on(world: World, member: str, organization: str) -> frozenset[str]:
    """The approved roles of a member on an organisation."""
    return frozenset(
        row["role"]
        for row in _rows(world, member)
        if row.get("state", "APPROVED") == "APPROVED"
        and organization in (row.get("organization"), row.get("organizationTarget"))
    )


def _rows(world: World, member: str) -> list[Record]:
    return [row for row in world.linkedin[_TABLE].values() if row["roleAssignee"] == member]
