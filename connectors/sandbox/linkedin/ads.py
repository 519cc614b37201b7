"""What is below an ad account: campaign groups, campaigns, creatives.

Since version 202401 the account stands in the path. Groups and campaigns go by number, creatives by
URN. Sources: *Create and Manage Campaign Groups, Campaigns, Creatives*, pyclient #59, checked
2026-11-22.
"""

from __future__ import annotations

from functools import partial

from connectors.sandbox.linkedin.asking import Answer, Request, a_flag, a_urn
from connectors.sandbox.linkedin.batches import batch_get, ids_of
from connectors.sandbox.linkedin.criteria import URNS, a_status, searched
from connectors.sandbox.linkedin.errors import (
    Refused,
    malformed,
    no_resource,
    not_found,
    unresolved,
)
from connectors.sandbox.linkedin.paging import CURSOR, by_cursor
from connectors.sandbox.linkedin.rights import account_urn, check_reading
from connectors.sandbox.linkedin.showing import shown
from connectors.sandbox.linkedin.writes import update, update_batch
from connectors.sandbox.world import Record, World

GROUPS, CAMPAIGNS, CREATIVES = "adCampaignGroups", "adCampaigns", "creatives"
TABLES = (GROUPS, CAMPAIGNS, CREATIVES)
MOST_CREATIVES = 100
_LONGEST_PATH = 4
_LISTS = {
    "campaigns": ("campaign", "sponsoredCampaign"),
    "creatives": ("id", "sponsoredCreative"),
    "contentReferences": ("", "share", "ugcPost", "adInMailContent"),
}
"""List parameters of creatives' criteria: the field they look at, and kinds of URN."""
_READS = ("GET", "BATCH_GET", "FINDER")


def without_account(_: World, request: Request) -> Answer:
    """Refuse a path that names no account."""
    path = f"/adAccounts/{{adAccountId}}/{request.parts[0]}"
    raise Refused(400, "ILLEGAL_ARGUMENT", f"The ad account is required in the path: {path}")


def answer(world: World, request: Request) -> Answer:
    """Answer what is asked of a resource below an account."""
    account_id, table = a_number(request.parts[1], "adAccounts"), request.parts[2]
    if table not in TABLES or len(request.parts) > _LONGEST_PATH:
        raise no_resource()
    if request.restli_method in _READS:
        request.need("r_ads", table)
        check_reading(world, request, account_id)
        return _read(world, request, account_id, table)
    request.need("rw_ads", table)
    check_reading(world, request, account_id)
    find = partial(record_of, world, account_id, table)
    if request.restli_method == "PARTIAL_UPDATE":
        request.only()
        return update(world, request, table, find(request.parts[3]))
    if request.restli_method == "BATCH_PARTIAL_UPDATE":
        request.only("ids")
        _check_ids(request, table)
        return update_batch(world, request, table, find)
    raise unresolved()


def _read(world: World, request: Request, account_id: str, table: str) -> Answer:
    if table == GROUPS and world.faults.toggle("linkedin.unreadable_groups"):
        raise Refused(500, "INTERNAL_ERROR", "Internal server error")
    if request.restli_method == "FINDER":
        return _find(world, request, account_id, table)

    def find(identity: str) -> Record:
        return shown(world, request, table, record_of(world, account_id, table, identity))

    if request.restli_method == "GET":
        request.only()
        return Answer(body=find(request.parts[3]))
    request.only("ids")
    _check_ids(request, table)
    return batch_get(world, request, find)


def _check_ids(request: Request, table: str) -> None:
    """Refuse a whole batch for one id of the wrong kind."""
    for each in ids_of(request):
        check_id(table, each)


def record_of(world: World, account_id: str, table: str, identity: str) -> Record:
    """The record of an id in this account.

    Raises:
        Refused: 400 where the id is of the wrong kind, 404 where the account holds none.
    """
    check_id(table, identity)
    record = world.linkedin[table].get(identity)
    if record is None or record["account"] != account_urn(account_id):
        raise not_found(identity)
    return record


def check_id(table: str, identity: str) -> None:
    """Demand a URN of creatives and a number of all others.

    Raises:
        Refused: 400.
    """
    if table == CREATIVES:
        a_urn(identity, "ids", URNS[CREATIVES])
    else:
        a_number(identity, "ids")


def a_number(text: str, path: str) -> str:
    """A number as text.

    Raises:
        Refused: it is something else: a URN, most of all.
    """
    if not (text.isascii() and text.isdigit()):
        raise malformed(path)
    return text


def _find(world: World, request: Request, account_id: str, table: str) -> Answer:
    """A search, or the criteria of creatives, which have no search."""
    rows = [
        row for row in world.linkedin[table].values() if row["account"] == account_urn(account_id)
    ]
    show = partial(shown, world, request, table)
    wanted = "criteria" if table == CREATIVES else "search"
    if request.params["q"] != wanted:
        raise no_resource()
    if table == CREATIVES:
        if not request.named:
            raise unresolved()
        return by_cursor(world, request, _by_criteria(request, rows), show, most=MOST_CREATIVES)
    request.only("q", "search", *CURSOR)
    return by_cursor(world, request, searched(request, table, rows), show)


def _by_criteria(request: Request, rows: list[Record]) -> list[Record]:
    """The creatives that meet all criteria; an empty list of values is none."""
    request.only("q", *_LISTS, "intendedStatuses", "isTestAccount", "sortOrder", *CURSOR)
    if request.string("sortOrder") not in (None, "ASCENDING", "DESCENDING"):
        raise malformed("sortOrder")
    statuses = request.strings("intendedStatuses")
    for one in statuses or ():
        a_status(one, "intendedStatuses", CREATIVES)
    rows = [row for row in rows if not statuses or row["intendedStatus"] in statuses]
    if "isTestAccount" in request.params:
        test = a_flag(request.params["isTestAccount"], "isTestAccount")
        rows = [row for row in rows if row.get("isTest", False) == test]
    for name, (field, *kinds) in _LISTS.items():
        wanted = {a_urn(one, name, *kinds) for one in request.strings(name) or ()}
        rows = [row for row in rows if not wanted or _held(row, field) in wanted]
    return rows


def _held(row: Record, field: str) -> object:
    """What a creative holds under a criterion; without a name, what its content refers to."""
    return row.get(field) if field else row.get("content", {}).get("reference")
