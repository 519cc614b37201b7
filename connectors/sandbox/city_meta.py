"""The invented city on Meta: accounts, Pages and Instagram accounts, then all that is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox.city_meta_ads import Builder
from connectors.sandbox.city_meta_campaigns import CAMPAIGN_WITH_ERROR, STORIES
from connectors.sandbox.city_meta_creatives import Ground, post
from connectors.sandbox.city_meta_messages import converse
from connectors.sandbox.city_meta_talk import talk
from connectors.sandbox.meta.tokens import PRIVATE_USER, SYSTEM_USER
from connectors.sandbox.world import Node, World

BUSINESS = "5000000000000001"
ALL_TASKS = ("DRAFT", "ANALYZE", "ADVERTISE", "MANAGE")
PAGE_TASKS = ("ADVERTISE", "ANALYZE", "MODERATE", "MESSAGING", "CREATE_CONTENT", "MANAGE")
_EXCLUSIONS = (
    "AUDIENCE_NETWORK_CLASSIC", "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO",
)  # fmt: skip

ACCOUNTS: tuple[tuple[str, str, str | None], ...] = (
    ("act_1", "SLK – stadsgemensamt", None),
    ("act_2", "Trafikkontoret", "ACTIVE"),
    ("act_3", "Kulturförvaltningen", "APPLICATION_IN_PROGRESS"),
    ("act_4", "Idrottsförvaltningen", "WITH_CAMPAIGN_ERROR"),
    ("act_5", "Byrån Granhage – vattenkampanjer", None),
    ("act_6", "Äldreförvaltningen, gammalt konto", None),
)
"""Id, name, and the state of the controls that keep Audience Network out."""
READ_ONLY, DISABLED = "act_5", "act_6"
_OF_AGE = "act_1"
"""Has controls that exclude no placement."""


def build(world: World) -> None:
    """Build the whole city; the same seed and instant give the same city."""
    dice = Random(f"{world.seed}:meta")  # noqa: S311 (reproducible on purpose)
    found(world)
    for number, name, guard in ACCOUNTS:
        made = account(world, number, name, guard=guard)
        if number == _OF_AGE:
            made.hidden["controls"] = _controls("ACTIVE", placements=())
    builder = Builder(world, dice)
    for story in STORIES:
        campaign = builder.campaign(story)
        if story.name == CAMPAIGN_WITH_ERROR:
            world.meta[story.account].hidden["controls"]["campaigns_with_error"] = [campaign]
    talk(world, dice)
    converse(world, dice)
    elsewhere(world)


def elsewhere(world: World) -> None:
    """Put down a post of the city's that runs as an ad of an account that nobody here sees."""
    made = world.clock() - timedelta(days=4)
    post(world, Ground(9_001, "Rusta hemmet", made), shapes.CITY_PAGE, inline=True)


def account(world: World, number: str, name: str, *, guard: str | None = None) -> Node:
    """Make an ad account without campaigns."""
    disabled = number == DISABLED
    fields = {
        "id": number,
        "account_id": number.removeprefix("act_"),
        "name": name,
        "account_status": 2 if disabled else 1,
        "disable_reason": 3 if disabled else 0,
        "currency": "SEK",
        "timezone_name": "Europe/Stockholm",
        "timezone_offset_hours_utc": 1,
        "business": {"id": BUSINESS, "name": "Stockholms stad"},
        "owner": BUSINESS,
        "amount_spent": "123400",
        "balance": "0",
        "spend_cap": "0",
        "default_dsa_beneficiary": "Stockholms stad",
        "default_dsa_payor": "Stockholms stad",
    }
    tasks = ("ANALYZE",) if number == READ_ONLY else ALL_TASKS
    users = [{"id": SYSTEM_USER, "name": "Annonsvakt", "tasks": list(tasks)}]
    hidden = {"tasks": tasks, "controls": _controls(guard), "assigned_users": users}
    edges = {"instagram_accounts": [shapes.CITY_INSTAGRAM], "promote_pages": [shapes.CITY_PAGE]}
    node = world.meta[number] = Node("AdAccount", fields, edges, hidden)
    world.meta[BUSINESS].edges.setdefault("owned_ad_accounts", []).append(number)
    return node


def _controls(guard: str | None, placements: Sequence[str] = _EXCLUSIONS) -> dict[str, Any] | None:
    if guard is None:
        return None
    return {
        "audience_controls": {"age_min": 18},
        "placement_controls": {"placement_exclusions": list(placements)},
        "status": guard,
        "campaigns_with_error": [],
    }


def found(world: World) -> None:
    """Put down the business with its people, Pages and Instagram accounts."""
    world.meta[BUSINESS] = Node("Business", {"id": BUSINESS, "name": "Stockholms stad"})
    for number, name in ((SYSTEM_USER, "Annonsvakt"), (PRIVATE_USER, "Privat Person")):
        world.meta[number] = Node("User", {"id": number, "name": name}, {"businesses": [BUSINESS]})
    for number, username, name, legacy in (
        (shapes.CITY_INSTAGRAM, "stockholms.stad", "Stockholms stad", shapes.CITY_INSTAGRAM_LEGACY),
        (shapes.OTHER_INSTAGRAM, "kulturnatten.sthlm", "Kulturnatten", "2200000000000002"),
        (shapes.PAGE_BACKED, "stockholms_stad_1001", "Stockholms stad", "2200000000000090"),
        (shapes.PARTNER_INSTAGRAM, "museivannerna.sthlm", "Museivännerna", "2200000000000009"),
    ):
        fields = {
            "id": number,
            "username": username,
            "name": name,
            "legacy_instagram_user_id": legacy,
            "ig_id": legacy,
            "is_published": True,
        }
        world.meta[number] = Node("IGUser", fields)
    world.meta[BUSINESS].edges["owned_instagram_accounts"] = [shapes.CITY_INSTAGRAM]
    for number, name, tasks in (
        (shapes.CITY_PAGE, "Stockholms stad", PAGE_TASKS),
        (shapes.OTHER_PAGE, "Kulturnatten", PAGE_TASKS),
        (shapes.PARTNER_PAGE, "Museivännerna", ()),
    ):
        world.meta[number] = Node("Page", _page(number, name), {}, {"tasks": tasks})
    world.meta[shapes.CITY_PAGE].edges |= {
        "instagram_accounts": [shapes.CITY_INSTAGRAM],
        "page_backed_instagram_accounts": [shapes.PAGE_BACKED],
    }


def _page(number: str, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": number,
        "name": name,
        "category": "Government organization",
        "link": f"https://www.facebook.com/{number}",
        "is_published": True,
        "fan_count": 4321,
    }
    if number == shapes.CITY_PAGE:
        fields["instagram_business_account"] = {"id": shapes.CITY_INSTAGRAM}
        fields["connected_instagram_account"] = {"id": shapes.CITY_INSTAGRAM}
        fields["connected_page_backed_instagram_account"] = {"id": shapes.PAGE_BACKED}
    return fields
