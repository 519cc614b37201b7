"""Ad accounts, and who has a role in them.

Sources: *Create and Manage Accounts*, *Create and Manage Account Users*, checked 2026-11-22.
"""

from __future__ import annotations

from functools import partial

from connectors.sandbox.linkedin import ads
from connectors.sandbox.linkedin.asking import Answer, Request, a_record, a_text, a_urn
from connectors.sandbox.linkedin.batches import batch_get, ids_of
from connectors.sandbox.linkedin.criteria import searched
from connectors.sandbox.linkedin.errors import malformed, no_resource, not_found, unresolved
from connectors.sandbox.linkedin.paging import CURSOR, START, by_cursor, by_start
from connectors.sandbox.linkedin.restli import decode
from connectors.sandbox.linkedin.rights import MANAGER_ROLES, account_urn, number_of, role, users
from connectors.sandbox.linkedin.showing import shown
from connectors.sandbox.world import Record, World

_ACCOUNTS, _USERS = "adAccounts", "adAccountUsers"
_BELOW = 3
"""Parts of a path that leads below an account."""


def accounts(world: World, request: Request) -> Answer:
    """Answer what is asked of `adAccounts`, and of all that is below an account."""
    if len(request.parts) >= _BELOW:
        return ads.answer(world, request)
    request.need("r_ads", _ACCOUNTS)
    find = partial(_one, world, request)
    match request.restli_method:
        case "FINDER":
            return _search(world, request)
        case "BATCH_GET":
            request.only("ids")
            for each in ids_of(request):
                ads.a_number(each, "ids")
            return batch_get(world, request, find)
        case "GET":
            request.only()
            return Answer(body=find(ads.a_number(request.parts[1], _ACCOUNTS)))
        case _:
            raise unresolved()


def _search(world: World, request: Request) -> Answer:
    """Those that the member sees: the others are passed over in silence."""
    if request.params["q"] != "search":
        raise no_resource()
    request.only("q", "search", *CURSOR)
    rows = [
        row
        for number, row in world.linkedin[_ACCOUNTS].items()
        if role(world, request.token.member, number)
    ]
    found = searched(request, _ACCOUNTS, rows)
    return by_cursor(world, request, found, partial(shown, world, request, _ACCOUNTS))


def _one(world: World, request: Request, number: str) -> Record:
    """An account; one that the member does not see looks like one that is not there."""
    if not role(world, request.token.member, number):
        raise not_found(account_urn(number))
    return shown(world, request, _ACCOUNTS, world.linkedin[_ACCOUNTS][number])


def account_users(world: World, request: Request) -> Answer:
    """Answer what is asked of `adAccountUsers`."""
    request.need("r_ads", _USERS)
    show = partial(shown, world, request, _USERS)
    match (request.restli_method, request.params.get("q")):
        case ("FINDER", "authenticatedUser"):
            request.only("q", *START)
            member = request.token.member
            rows = [row for row in users(world) if row["user"] == member and _told(world, row)]
            return by_start(request, rows, show)
        case ("FINDER", "accounts"):
            request.only("q", "accounts", *START)
            return by_start(request, _of_account(world, request), show)
        case ("FINDER", _):
            raise no_resource()
        case ("GET", _):
            request.only()
            return Answer(body=show(_user(world, request)))
        case _:
            raise unresolved()


def _told(world: World, row: Record) -> bool:
    """Whether a row is told of: those of deleted accounts are."""
    return not world.faults.names("linkedin.no_permission", number_of(row["account"]))


def _of_account(world: World, request: Request) -> list[Record]:
    """The rows of the first account that is named; of others' only where the member manages it."""
    value = request.params.get("accounts", "")
    first = a_text(value[0] if isinstance(value, tuple) and value else value, "accounts")
    account = a_urn(first, "accounts", "sponsoredAccount")
    held = role(world, request.token.member, number_of(account))
    return [
        row
        for row in users(world)
        if row["account"] == account
        and held is not None
        and (held in MANAGER_ROLES or row["user"] == request.token.member)
    ]


def _user(world: World, request: Request) -> Record:
    """The row with the complex key `(account:…,user:…)`."""
    if not request.parts[1].startswith("("):
        raise malformed(_USERS)
    key = a_record(decode(request.parts[1]), _USERS)
    if set(key) != {"account", "user"}:
        raise malformed(_USERS)
    rows = (row for row in users(world) if all(row[name] == key[name] for name in key))
    found = next(filter(partial(_told, world), rows), None)
    if found is None or not role(world, request.token.member, number_of(found["account"])):
        raise not_found(_USERS)
    return found
