"""What is wanted of each kind of object: lists of fields, Marketing API v26.0.

Checked 2026-11-22. Only `id` comes unasked, and one unknown name fails a whole request.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.meta.fields import Fields

CONTROLS: Fields = ("placement_controls", "status", "campaigns_with_error")
AUDIENCE = "audience_controls"
"""Beside these: whom an account lets its ads reach. Where they show is known without it."""
ACCOUNT: Fields = (
    "id",
    "name",
    "account_status",
    "currency",
    "timezone_name",
    "user_tasks",
)
LISTED: Fields = ("id", "name", "account_status")
"""Of an ad account in a list of accounts."""
ENDS: Mapping[str, Fields] = {
    "campaign": ("stop_time",),
    "ad_set": ("end_time", ("campaign", ("stop_time",))),
    "ad": (("adset", ("end_time",)), ("campaign", ("stop_time",))),
}
"""When a campaign, ad set or ad ends: what is over keeps its status (Campaign, checked
2026-11-22)."""
CAMPAIGN: Fields = (
    "id",
    "name",
    "status",
    "effective_status",
    "start_time",
    "stop_time",
    "updated_time",
    "daily_budget",
    "lifetime_budget",
)
EFFECTIVE = ("effective_publisher_platforms", "effective_audience_network_positions")
"""Where an ad set really shows; not given by default, nor to every app (Placement Targeting)."""
TARGETING: Fields = (
    "age_min",
    "age_max",
    "user_age_unknown",
    "geo_locations",
    "locales",
    "targeting_automation",
    "publisher_platforms",
    "facebook_positions",
    "instagram_positions",
    "threads_positions",
    "messenger_positions",
    "whatsapp_positions",
    "audience_network_positions",
    "device_platforms",
    *EFFECTIVE,
)
"""With ages and places the object is never empty: a missing one is known from one without
`publisher_platforms`."""
AD_SET: Fields = (
    "id",
    "name",
    "campaign_id",
    "status",
    "effective_status",
    "start_time",
    "end_time",
    "updated_time",
    "daily_budget",
    "lifetime_budget",
    "is_dynamic_creative",
    "instagram_user_id",
    "placement_soft_opt_out",
    ("targeting", TARGETING),
)
SENDERS: Fields = (
    "actor_id",
    "object_story_spec",
    "instagram_user_id",
    "use_page_actor_override",
    "branded_content",
    "branded_content_sponsor_page_id",
    "facebook_branded_content",
    "instagram_branded_content",
)
"""Fields of a creative without which its senders are not known."""
POSTS: Fields = (
    "effective_object_story_id",
    "object_story_id",
    "effective_instagram_media_id",
    "source_instagram_media_id",
)
"""Fields of a creative without which the posts behind it are not known."""
CREATIVE: Fields = (
    "id",
    "title",
    "body",
    "link_url",
    "image_hash",
    "video_id",
    "instagram_permalink_url",
    "asset_feed_spec",
    *SENDERS,
    *POSTS,
)
AD: Fields = (
    "id",
    "name",
    "adset_id",
    "campaign_id",
    "status",
    "effective_status",
    "created_time",
    ("creative", CREATIVE),
)
FIGURES: Fields = (
    "campaign_id",
    "adset_id",
    "adset_name",
    "account_currency",
    "impressions",
    "spend",
)
"""Of delivery; days and places come unasked (Insights API Breakdowns, checked 2026-11-22)."""
SPENT: Fields = ("campaign_id", "account_currency", "spend")
"""Of cost; the days come unasked."""
COMMENT: Fields = (
    "id",
    "message",
    "created_time",
    ("from", ("id", "name")),
    ("parent", ("id",)),
    "is_hidden",
    "message_tags",
    ("attachment", ("type",)),
    "permalink_url",
)
REPLY: Fields = (
    "id",
    "text",
    "timestamp",
    "username",
    ("from", ("id", "username")),
    "hidden",
)
REPLIES = 50
"""Replies that are asked for with a comment on Instagram, where no query gives more (IG Media
Comments, checked 2026-11-22)."""
IG_COMMENT: Fields = (*REPLY, "parent_id", (f"replies.limit({REPLIES})", REPLY))
MESSAGE: Fields = (
    "id",
    "created_time",
    ("from", ("id", "name", "username")),
    "message",
    "sticker",
    ("attachments", ("mime_type",)),
)
CONVERSATION: Fields = ("id", "link", "message_count", ("messages.limit(20)", MESSAGE))
"""Meta gives details of the 20 latest messages only (Rate Limits, checked 2026-11-22)."""
