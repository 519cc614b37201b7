"""The invented city on LinkedIn: accounts, roles and posts, then all that is in them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from connectors.sandbox.city_linkedin_ads import Builder
from connectors.sandbox.city_linkedin_campaigns import (
    ACCOUNTS,
    DELETED_ACCOUNTS,
    GROUPS,
    OWN_POSTS,
    STORIES,
)
from connectors.sandbox.city_linkedin_posts import SHARED, Ground, picture_post
from connectors.sandbox.city_linkedin_shapes import CITY, CURRENCY, NIGHT, PARTNER, stamps
from connectors.sandbox.city_linkedin_talk import talk
from connectors.sandbox.linkedin.tokens import MEMBER
from connectors.sandbox.world import World

_SHARED_AGE = 23
"""Days since the post that several creatives show was published."""
UNSEEN_ACCOUNT = "5099"
"""An agency's account that it has never opened to the city."""
_PAGE_ROLES = ((CITY, "ADMINISTRATOR"), (NIGHT, "DIRECT_SPONSORED_CONTENT_POSTER"))


def build(world: World) -> None:
    """Build the whole city; the same seed and instant give the same city."""
    dice = Random(f"{world.seed}:linkedin")  # noqa: S311 (reproducible on purpose)
    for number, name, kind, role in ACCOUNTS:
        account(world, number, name, kind=kind)
        appoint(world, number, role)
    for number in DELETED_ACCOUNTS:
        appoint(world, number, "CAMPAIGN_MANAGER")
    found(world)
    own = _own_posts(world)
    builder = Builder(world, dice, first=101)
    for group in GROUPS:
        builder.group(group)
    for story in STORIES:
        builder.campaign(story)
    talk(world, dice, own)
    _elsewhere(world)


def account(world: World, number: str, name: str, *, kind: str = "BUSINESS") -> None:
    """Make an ad account without campaigns."""
    made = world.clock() - timedelta(days=900)
    world.linkedin["adAccounts"][number] = {
        "id": int(number),
        "name": name,
        "currency": CURRENCY,
        "type": kind,
        "status": "ACTIVE",
        "servingStatuses": [],
        "reference": CITY,
        "test": False,
        "notifiedOnCampaignOptimization": True,
        "notifiedOnCreativeApproval": False,
        "notifiedOnCreativeRejection": True,
        "notifiedOnEndOfCampaign": True,
        "notifiedOnNewFeaturesEnabled": False,
        "changeAuditStamps": stamps(MEMBER, made),
        "version": {"versionTag": "10"},
    }


def appoint(world: World, number: str, role: str) -> None:
    """Give the token's member a role in an ad account, whether it exists or not."""
    urn = f"urn:li:sponsoredAccount:{number}"
    world.linkedin["adAccountUsers"][f"(account:{urn},user:{MEMBER})"] = {
        "account": urn,
        "user": MEMBER,
        "role": role,
        "changeAuditStamps": stamps(MEMBER, world.clock() - timedelta(days=400)),
        "version": {"versionTag": "3"},
    }


def found(world: World) -> None:
    """Give the token's member the roles on organisations, without which no comment is read."""
    for organization, role in _PAGE_ROLES:
        world.linkedin["organizationAcls"][f"{organization},{role}"] = {
            "organization": organization,
            "roleAssignee": MEMBER,
            "role": role,
            "state": "APPROVED",
        }


def _elsewhere(world: World) -> None:
    """Put down a post of the city's that is an ad of an account in which nobody here has a role."""
    made = world.clock() - timedelta(days=6)
    picture_post(world, Ground(52, "Rekryteringsmässan", CITY, made, UNSEEN_ACCOUNT))


def _own_posts(world: World) -> list[str]:
    """Put down the city's posts that no ad made, and one of somebody else's."""
    now = world.clock()
    posts = [
        picture_post(world, Ground(place, name, CITY, now - timedelta(days=age)))
        for place, (name, age, _) in enumerate(OWN_POSTS, 1)
    ]
    shared = now - timedelta(days=_SHARED_AGE)
    picture_post(world, Ground(50, SHARED, CITY, shared))
    picture_post(world, Ground(51, "Vi museivänner", PARTNER, shared))
    return posts
