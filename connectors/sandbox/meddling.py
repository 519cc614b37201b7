"""Somebody else at work in the same world, between two requests: what a stop may meet with.

    meddler = Meddler(sandbox, seed=7, rate=0.2)

Which deed falls on which request depends on the seed and on the order in which requests arrive.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_plus

from connectors.sandbox.linkedin.rights import number_of
from connectors.sandbox.meta.writes import later
from connectors.sandbox.world import Node, World

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from connectors.sandbox import Sandbox

_READ_META = re.compile(r"(act_\d+)/campaigns")
_READ_LINKEDIN = re.compile(r"/adAccounts/(\d+)/adCampaigns$")
_CAMPAIGNS, _GROUPS = "adCampaigns", "adCampaignGroups"


class Place(NamedTuple):
    """One campaign, or one LinkedIn group, and the account that it is in."""

    platform: str
    account: str
    number: str
    table: str = _CAMPAIGNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was done; `touched`: the campaigns that may be on, or off, by it."""

    what: str
    at: int
    """After how many requests."""
    account: str
    touched: frozenset[str] = frozenset()


class Meddler:
    """Does something now and then, and remembers it."""

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        seed: int,
        rate: float,
        deeds: Sequence[str] = (),
        quiet: int = 0,
    ) -> None:
        """`rate`: the share of requests before which something is done.

        `deeds`: of which sorts, all by default; `quiet`: how many requests are let pass first.
        """
        self.done: list[Deed] = []
        self._world = sandbox.world
        self._dice = Random(f"{seed}:meddler")  # noqa: S311 (reproducible on purpose)
        self._rate = rate
        self._quiet = quiet
        self._deeds = {name: DEEDS[name] for name in deeds or DEEDS}
        self._lock = threading.Lock()
        self._asked = 0
        self._read: dict[str, int] = {}
        sandbox.app.watching.append(self._look)

    def unseen(self) -> frozenset[str]:
        """Campaigns touched after the last request for their account's list: no one can know."""
        with self._lock:
            late = (one for one in self.done if one.at >= self._read.get(one.account, 0))
            return frozenset(number for one in late for number in one.touched)

    def shown(self) -> frozenset[str]:
        """The accounts whose list of campaigns was asked for."""
        with self._lock:
            return frozenset(self._read)

    def _look(self, environ: WSGIEnvironment) -> None:
        with self._lock:
            if self._asked >= self._quiet and self._dice.random() < self._rate:
                self.meddle()
            self._asked += 1
            for account in _accounts_read(environ):
                self._read[account] = self._asked

    def meddle(self, place: Place | None = None, what: str | None = None) -> str:
        """Do one thing, to this campaign or to any; the answer is what."""
        with self._world.lock:
            chosen = place or self._dice.choice(sorted(campaigns(self._world)))
            name = what or self._dice.choice(sorted(self._deeds))
            touched = frozenset(DEEDS[name](self._world, chosen))
            self.done.append(
                Deed(what=name, at=self._asked, account=chosen.account, touched=touched)
            )
        return name


def _accounts_read(environ: WSGIEnvironment) -> Iterator[str]:
    """The accounts whose list of campaigns a request asks for."""
    path = str(environ["PATH_INFO"])
    found = _READ_LINKEDIN.search(path)
    if found and environ["REQUEST_METHOD"] == "GET":
        yield found[1]
    elif not path.startswith("/rest"):
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = BytesIO(body)
        yield from _READ_META.findall(path + unquote_plus(unquote_plus(body.decode())))


def campaigns(world: World) -> Iterator[Place]:
    """Every campaign of both platforms."""
    for number, node in world.meta.items():
        if node.kind == "Campaign":
            yield Place("meta", f"act_{node.fields['account_id']}", number)
    for number, record in world.linkedin[_CAMPAIGNS].items():
        yield Place("linkedin", number_of(record["account"]), number)


def change(world: World, place: Place, *, stamp: bool = True, **fields: Any) -> None:
    """Set fields of one object; `stamp`: as the platform notes that something changed."""
    if place.platform == "meta":
        node = world.meta[place.number]
        node.fields |= fields
        if stamp:
            node.fields["updated_time"] = later(world, node)
        return
    record = world.linkedin[place.table][place.number]
    record |= fields
    tag = int(record.get("version", {}).get("versionTag", 0))
    record["version"] = {"versionTag": str(tag + 1)}


def _set(status: Mapping[str, str]) -> Callable[[World, Place], set[str]]:
    def deed(world: World, place: Place) -> set[str]:
        change(world, place, status=status[place.platform])
        return {place.number}

    return deed


def _rename(world: World, place: Place) -> set[str]:
    change(world, place, name=f"{place.number} ändrad")
    return set()


def _spend(world: World, place: Place) -> set[str]:
    """Another budget: on Meta that leaves the time of change where it was."""
    if place.platform == "meta":
        change(world, place, stamp=False, daily_budget="123400")
    else:
        change(world, place, dailyBudget={"amount": "1234", "currencyCode": "SEK"})
    return set()


def _appear(world: World, place: Place) -> set[str]:
    """A new campaign beside this one, on."""
    if place.platform == "meta":
        old = world.meta[place.number]
        number = str(max(int(one) for one in world.meta if one.isdecimal()) + 1)
        world.meta[number] = Node("Campaign", {**deepcopy(old.fields), "id": number})
        change(world, place._replace(number=number), status="ACTIVE", name="Ny")
        world.meta[place.account].edges["campaigns"].append(number)
        return {number}
    table = world.linkedin[_CAMPAIGNS]
    number = str(max(map(int, table)) + 1)
    table[number] = {**deepcopy(table[place.number]), "id": int(number), "status": "ACTIVE"}
    return {number}


def _group(status: str) -> Callable[[World, Place], set[str]]:
    """LinkedIn's group above turned; on Meta the campaign itself."""

    def deed(world: World, place: Place) -> set[str]:
        if place.platform == "meta":
            return _set({"meta": status})(world, place)
        group = number_of(world.linkedin[_CAMPAIGNS][place.number]["campaignGroup"])
        change(world, Place("linkedin", place.account, group, _GROUPS), status=status)
        beneath = (
            number
            for number, one in world.linkedin[_CAMPAIGNS].items()
            if number_of(one["campaignGroup"]) == group and one["status"] == "ACTIVE"
        )
        return set(beneath)

    return deed


def _take(toggle: str) -> Callable[[World, Place], set[str]]:
    """A right of the token's in the account."""

    def deed(world: World, place: Place) -> set[str]:
        name = f"{place.platform}.{toggle}"
        had = world.faults.toggle(name) or []
        world.faults.set_toggles({name: [*had, place.account]}, (name,))
        return set()

    return deed


DEEDS: Mapping[str, Callable[[World, Place], set[str]]] = {
    "on": _set({"meta": "ACTIVE", "linkedin": "ACTIVE"}),
    "off": _set({"meta": "PAUSED", "linkedin": "PAUSED"}),
    "archived": _set({"meta": "ARCHIVED", "linkedin": "ARCHIVED"}),
    "deleted": _set({"meta": "DELETED", "linkedin": "PENDING_DELETION"}),
    "renamed": _rename,
    "spending": _spend,
    "appeared": _appear,
    "group-on": _group("ACTIVE"),
    "group-off": _group("PAUSED"),
    "right-lost": _take("read_only"),
    "sight-lost": _take("no_permission"),
}
"""What may happen to a campaign; each gives the campaigns that are on, or off, by it."""
