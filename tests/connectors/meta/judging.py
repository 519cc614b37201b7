"""One ad with such senders as a test puts there: served over HTTP, read and judged by C5."""

from __future__ import annotations

import pytest

from connectors.sandbox.world import Node
from policies.rule import Approved, Facts, evaluate
from policies.rules.instagram import INSTAGRAM as RULE
from tests.connectors.meta.city_ads import INSTAGRAM, LEGACY, NOON, OTHER, PARTNER, STAND_IN

CITY_PAGE, PARTNER_PAGE = "1001", "1009"
APPROVED = Approved(pages=frozenset((CITY_PAGE,)), instagram={INSTAGRAM: "stockholms.stad"})
NAMES = {
    INSTAGRAM: "stockholms.stad",
    LEGACY: "stockholms.stad",
    OTHER: "kulturnatten.sthlm",
    STAND_IN: "stockholms_stad_1001",
    PARTNER: "museivannerna.sthlm",
}
"""What Meta tells of the accounts behind these ids."""
POST = f"{CITY_PAGE}_1"
WITH_CITY = {"instagram_user_id": INSTAGRAM}


def row(name, *told):
    return pytest.param(*told, id=name)


def judge(ads, creative, *, on_ad_set=None, owners=(), approved=APPROVED):
    """Serves one ad with such fields in its creative, reads it and judges it."""
    campaign = ads.campaign(state="scheduled")
    node = ads.world.meta[campaign]
    [ad_set], [ad] = node.edges["adsets"], node.edges["ads"]
    ads.world.meta[ad_set].fields |= {"instagram_user_id": on_ad_set} if on_ad_set else {}
    shown = ads.world.meta[ads.world.meta[ad].fields["creative"]["id"]]
    shown.fields = {
        "id": shown.fields["id"], "effective_object_story_id": POST, **creative,
    }  # fmt: skip
    for media, owner in dict(owners).items():
        told = {"id": media, "username": NAMES[owner], "owner": {"id": owner}}
        ads.world.meta[media] = Node("IGMedia", told)
    snapshot = ads.snapshot()
    facts = Facts(snapshot=snapshot, approved=approved, as_of=NOON)
    [said] = [one.said for one in evaluate((RULE,), facts) if one.said.subject.key[0] == "ad"]
    return said, snapshot
