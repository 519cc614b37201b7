"""The city's ad objects on Meta: campaigns with their ad sets and ads, from the table."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from connectors.sandbox import city_meta_shapes as shapes
from connectors.sandbox.city_meta_campaigns import CAMPAIGN_WITH_ERROR, Story
from connectors.sandbox.city_meta_creatives import Ground, creative
from connectors.sandbox.meta.status import effective
from connectors.sandbox.world import Node, World

_ZONE = ZoneInfo("Europe/Stockholm")
_SHOWN = "effective_object_story_id"
"""Where a creative names the post that it shows."""
_PAUSED = -2
"""When what stands paused was paused, in days from now."""
_DISAPPROVED = {"global": {"POLICY": "Annonsen bryter mot våra regler."}}
_ISSUE = {
    "level": "AD",
    "error_code": 1815869,
    "error_summary": "Länken svarar långsamt",
    "error_message": "Sidan som annonsen leder till svarar långsamt.",
    "error_type": "SOFT_ERROR",
}


class Builder:
    """Lays down campaigns one after the other, with numbers nobody else has."""

    def __init__(self, world: World, dice: Random, *, first: int = 1) -> None:
        self._world = world
        self._dice = dice
        self._numbers = count(first)
        self._now = world.clock()

    def campaign(self, story: Story) -> str:
        """Make a campaign with all that is below it; the answer is its id."""
        state = shapes.state_of(story.state)
        start, stop = self._day(state.begins), self._day(state.ends)
        shared = self._dice.random() < 0.5  # noqa: PLR2004 (every second one)
        fields = {
            **self._common(story, story.name, state.campaign),
            "objective": "OUTCOME_AWARENESS" if story.talk else "OUTCOME_TRAFFIC",
            "buying_type": "AUCTION",
            "special_ad_categories": [],
            "start_time": _text(start),
            "stop_time": _text(stop),
            **({"daily_budget": self._budget()} if shared else {}),
        }
        if state.review == "WITH_ISSUES":
            fields["issues_info"] = [_ISSUE]
        node = self._put("Campaign", fields, story.account, review=state.review)
        for place in range(story.sets):
            self._ad_set(story, node, place, budget=not shared)
        return str(fields["id"])

    def _ad_set(self, story: Story, campaign: Node, place: int, *, budget: bool) -> None:
        state = shapes.state_of(story.state)
        name = f"{story.name} – grupp {place + 1}"
        fields: dict[str, Any] = {
            **self._common(story, name, state.ad_set),
            "campaign": {"id": campaign.fields["id"]},
            "campaign_id": campaign.fields["id"],
            "start_time": campaign.fields["start_time"],
            "end_time": campaign.fields["stop_time"],
            "targeting": shapes.targeting(story.placement, story.reach),
            "billing_event": "IMPRESSIONS",
            "optimization_goal": "REACH",
            "is_dynamic_creative": story.sender == "dynamic",
            "dsa_beneficiary": "Stockholms stad",
            "dsa_payor": "Stockholms stad",
            **({"daily_budget": self._budget()} if budget else {}),
        }
        if story.placement == "soft_opt_out":
            fields["placement_soft_opt_out"] = shapes.SOFT_OPT_OUT
        if story.sender == "ad_set_instagram":
            fields["instagram_user_id"] = shapes.OTHER_INSTAGRAM
        node = self._put("AdSet", fields, story.account)
        campaign.edges.setdefault("adsets", []).append(fields["id"])
        for _ in range(story.ads or (1 if story.sets > 1 else 2)):
            self._ad(story, campaign, node)

    def _ad(self, story: Story, campaign: Node, ad_set: Node) -> None:
        state = shapes.state_of(story.state)
        made = self._now + timedelta(days=state.begins if state.begins < 0 else -1)
        ground = Ground(next(self._numbers), story.name, made)
        shown = creative(self._world, ground, story.sender, story.account)
        fields: dict[str, Any] = {
            **self._common(story, f"{story.name} – bild {ground.number}", "ACTIVE"),
            "campaign": {"id": campaign.fields["id"]},
            "campaign_id": campaign.fields["id"],
            "adset": {"id": ad_set.fields["id"]},
            "adset_id": ad_set.fields["id"],
            "creative": {"id": shown},
            "last_updated_by_app_id": "0",
        }
        if state.ad_review == "DISAPPROVED":
            fields["ad_review_feedback"] = _DISAPPROVED
        node = self._put("Ad", fields, story.account, review=state.ad_review)
        node.edges["adcreatives"] = [shown]
        for above in (campaign, ad_set):
            above.edges.setdefault("ads", []).append(fields["id"])
        if state.delivered:
            node.hidden["delivery"] = self._delivery(story, state)
        node.hidden["talk"] = story.talk if state.begins < 0 else 0
        post = self._world.meta.get(self._world.meta[shown].fields.get(_SHOWN, ""))
        if post is not None:
            runs = effective(self._world, node) == "ACTIVE" and state.ends > 0
            post.fields["promotion_status"] = "active" if runs else "inactive"

    def _delivery(self, story: Story, state: shapes.State) -> dict[str, Any]:
        controls = self._world.meta[story.account].hidden.get("controls") or {}
        excluded = controls.get("placement_controls", {}).get("placement_exclusions")
        guarded = bool(excluded) and (
            controls["status"] == "ACTIVE"
            or (controls["status"] == "WITH_CAMPAIGN_ERROR" and story.name != CAMPAIGN_WITH_ERROR)
        )
        paused = "PAUSED" in (state.campaign, state.ad_set)
        return {
            "from": self._day(state.begins).isoformat(),
            "to": self._day(_PAUSED if paused else state.ends).isoformat(),
            "places": shapes.places(story.placement, guarded=guarded),
        }

    def _common(self, story: Story, name: str, status: str) -> dict[str, Any]:
        state = shapes.state_of(story.state)
        made = self._day(min(state.begins, 0) - 3)
        return {
            "id": f"1202{next(self._numbers):014d}",
            "account_id": story.account.removeprefix("act_"),
            "name": name,
            "status": status,
            "created_time": _text(made),
            "updated_time": _text(made + timedelta(hours=20)),
        }

    def _put(
        self, kind: str, fields: dict[str, Any], account: str, *, review: str | None = None
    ) -> Node:
        hidden = {"account": account, **({"review": review} if review else {})}
        node = self._world.meta[fields["id"]] = Node(kind, fields, {}, hidden)
        edge = {"Campaign": "campaigns", "AdSet": "adsets", "Ad": "ads"}[kind]
        self._world.meta[account].edges.setdefault(edge, []).append(fields["id"])
        return node

    def _budget(self) -> str:
        """A budget in öre, as a string."""
        return str(self._dice.randrange(200, 3000, 50) * 100)

    def _day(self, days: float) -> datetime:
        return (self._now + timedelta(days=days)).astimezone(_ZONE).replace(microsecond=0)


def _text(when: datetime) -> str:
    """An instant as ad objects have it: the account's zone, offset without colon."""
    return when.strftime("%Y-%m-%dT%H:%M:%S%z")
