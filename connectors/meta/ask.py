"""Requests as values: what is asked of Meta's graph, and with which fields.

Names of fields and edges: Marketing API v26.0, checked 2026-11-22.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote, urlencode

from connectors.meta.fields import Fields, written
from connectors.meta.wanted import (
    ACCOUNT,
    AD,
    AD_SET,
    AUDIENCE,
    CAMPAIGN,
    COMMENT,
    CONTROLS,
    CONVERSATION,
    ENDS,
    IG_COMMENT,
    LISTED,
    REPLIES,
    REPLY,
)
from policies.model import AccountId

Param = str | int | bool
"""The value of a parameter."""
BATCH = 50
"""Most calls in one batch (Batch Requests, checked 2026-11-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One call; `token` None: the configured one, else a Page's."""

    parts: tuple[str, ...]
    fields: Fields = ()
    params: Mapping[str, Param] = field(default_factory=dict, repr=False)
    method: str = "GET"
    account_id: AccountId | None = None
    token: str | None = field(default=None, repr=False)

    @property
    def path(self) -> str:
        """The parts as one path; what does not belong in an id is encoded."""
        return "/".join(quote(part, safe="") for part in self.parts)

    @property
    def endpoint(self) -> str:
        """What an error names; a batch has no path of its own."""
        return self.path or "batch"

    def form(self, refused: Collection[str] = (), **more: Param) -> dict[str, str]:
        """All parameters as Meta reads them, without the refused fields."""
        told: dict[str, Param] = {**self.params, **more}
        if self.fields:
            told["fields"] = written(self.fields, refused)
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in told.items()}


def address(path: str, form: Mapping[str, str]) -> str:
    """A path with its parameters, as an item of a batch writes it."""
    return f"{path}?{urlencode(form)}" if form else path


def accounts(*, business: bool = True) -> Ask:
    """The ad accounts in which the token's user has a role, by default with their owners."""
    owner: Fields = (("business", ("id", "name")),) if business else ()
    return Ask(parts=("me", "adaccounts"), fields=(*LISTED, *owner))


def accounts_of(business_id: str) -> tuple[Ask, Ask]:
    """The ad accounts that a business owns, and those that others share with it."""
    edges = ("owned_ad_accounts", "client_ad_accounts")
    owned, client = (Ask(parts=(business_id, edge), fields=LISTED) for edge in edges)
    return owned, client


def account(account_id: AccountId, *, controls: bool) -> Ask:
    """One ad account with our tasks in it, and where wanted its controls in the same call."""
    more: Fields = (("account_controls", (*CONTROLS, AUDIENCE)),) if controls else ()
    return Ask(parts=(account_id,), fields=(*ACCOUNT, *more), account_id=account_id)


def controls(account_id: AccountId) -> Ask:
    """The controls of an ad account, by themselves."""
    fields = (*CONTROLS, AUDIENCE)
    return Ask(parts=(account_id, "account_controls"), fields=fields, account_id=account_id)


def all_controls(account_id: AccountId) -> Ask:
    """The controls of an ad account with all that setting them takes."""
    fields = (*CONTROLS, "audience_controls", "placement_controls_per_objective")
    return Ask(parts=(account_id, "account_controls"), fields=fields, account_id=account_id)


def set_controls(account_id: AccountId, parts: Mapping[str, str]) -> Ask:
    """Put controls, as JSON by name, in place of those that stand."""
    edge = (account_id, "account_controls")
    return Ask(parts=edge, params=dict(parts), method="POST", account_id=account_id)


def campaigns(account_id: AccountId) -> Ask:
    """The campaigns of an account; archived and deleted ones are not listed, nor below."""
    return _edge(account_id, "campaigns", CAMPAIGN)


def ad_sets(account_id: AccountId, campaign_ids: Sequence[str] = ()) -> Ask:
    """The ad sets of an account, or of so many campaigns of it."""
    return _below(_edge(account_id, "adsets", AD_SET), campaign_ids)


def ads(account_id: AccountId, campaign_ids: Sequence[str] = ()) -> Ask:
    """The ads of an account, or of so many campaigns of it, with their creatives."""
    return _below(_edge(account_id, "ads", AD), campaign_ids)


def _below(edge: Ask, campaign_ids: Sequence[str]) -> Ask:
    """An edge narrowed to what belongs to these campaigns; none: to nothing.

    Names of filters: published connectors use them against the live platform, checked 2026-11-22.
    """
    if not campaign_ids:
        return edge
    wanted = {"field": "campaign.id", "operator": "IN", "value": list(campaign_ids)}
    return replace(edge, params={**edge.params, "filtering": json.dumps([wanted])})


def _edge(account_id: AccountId, name: str, fields: Fields) -> Ask:
    return Ask(parts=(account_id, name), fields=fields, account_id=account_id)


def node(object_id: str, *fields: str, token: str | None = None) -> Ask:
    """One object by its id."""
    return Ask(parts=(object_id,), fields=fields, token=token)


def campaign(campaign_id: str, account_id: AccountId) -> Ask:
    """One campaign by its id, which archived and deleted ones answer to as well."""
    return Ask(parts=(campaign_id,), fields=CAMPAIGN, account_id=account_id)


def status(object_id: str, account_id: AccountId, kind: str = "campaign") -> Ask:
    """The switch of a `campaign`, `ad_set` or `ad`, what comes of it, and the ends that bind it."""
    fields = ("id", "status", "effective_status", *ENDS[kind])
    return Ask(parts=(object_id,), fields=fields, account_id=account_id)


def instagram_account(user_id: str) -> Ask:
    """An Instagram account, and the id under which old records know it."""
    return Ask(parts=(user_id,), fields=("id", "username", "legacy_instagram_user_id"))


def media_owner(media_id: str) -> Ask:
    """Whose an Instagram post is."""
    return Ask(parts=(media_id,), fields=("id", "username", ("owner", ("id",))))


def pages() -> Ask:
    """The Pages on which the token has a role, with a token for each."""
    fields: Fields = (
        "id",
        "name",
        "access_token",
        "tasks",
        ("instagram_business_account", ("id", "username")),
    )
    return Ask(parts=("me", "accounts"), fields=fields)


def stand_in(page_id: str, token: str) -> Ask:
    """The Instagram account that Meta made from a Page."""
    parts = (page_id, "page_backed_instagram_accounts")
    return Ask(parts=parts, fields=("id", "username"), token=token)


def facebook_comments(post_id: str, token: str) -> Ask:
    """All comments and replies under a Facebook post, latest first.

    Without `filter=stream` replies are missing, without `order` the order means nothing, and with
    any but the Page's own token the answer may be empty (`/{object-id}/comments`, checked
    2026-11-22).
    """
    params: dict[str, Param] = {
        "limit": 100,
        "filter": "stream",
        "order": "reverse_chronological",
        "summary": True,
    }
    return Ask(parts=(post_id, "comments"), fields=COMMENT, params=params, token=token)


def instagram_comments(media_id: str) -> Ask:
    """The comments under an Instagram post with their first replies, latest first.

    No query gives more than 50 (IG Media Comments, checked 2026-11-22).
    """
    return Ask(parts=(media_id, "comments"), fields=IG_COMMENT, params={"limit": 50})


def instagram_replies(comment_id: str) -> Ask:
    """The replies to an Instagram comment, as many at once as of comments."""
    return Ask(parts=(comment_id, "replies"), fields=REPLY, params={"limit": REPLIES})


def page_posts(page_id: str, token: str, since: datetime) -> Ask:
    """What a Page has published since then; Meta refuses to be asked for more than 100 at once.

    Page Feed, *Limitations*: checked 2026-11-29.
    """
    fields: Fields = ("id", "created_time", "permalink_url")
    params: dict[str, Param] = {"limit": 100, "since": int(since.timestamp())}
    return Ask(parts=(page_id, "posts"), fields=fields, params=params, token=token)


def ad_posts(page_id: str, token: str, since: datetime) -> Ask:
    """What a Page has published for its ads since then, off its wall.

    A dynamic ad has several posts and names at most one of them, so that the others are found here
    alone (`/{page-id}/ads_posts`, checked 2026-11-22).
    """
    posts = page_posts(page_id, token, since)
    params: dict[str, Param] = {"since": posts.params["since"], "include_inline_create": True}
    fields: Fields = (*posts.fields, "promotion_status")
    return replace(posts, parts=(page_id, "ads_posts"), fields=fields, params=params)


def whole_ad_posts(page_id: str, token: str, since: datetime) -> Ask:
    """Those of them that no ad put together from parts has made."""
    posts = ad_posts(page_id, token, since)
    return replace(posts, params={**posts.params, "exclude_dynamic_ads": True})


def ad_post(post_id: str, token: str) -> Ask:
    """One post that was made for an ad, by its Page's own token."""
    fields: Fields = ("id", "created_time", "permalink_url", "promotion_status")
    return Ask(parts=(post_id,), fields=fields, token=token)


def instagram_media(user_id: str, since: datetime) -> Ask:
    """What an Instagram account has published, latest first.

    `since` is a parameter of the published client's (26.0.3); one that ignores it gives more.
    """
    params: dict[str, Param] = {"since": int(since.timestamp())}
    return Ask(parts=(user_id, "media"), fields=("id", "timestamp", "permalink"), params=params)


def conversations(page_id: str, token: str, channel: str, since: datetime) -> Ask:
    """Conversations that changed since then; `channel`: messenger or instagram."""
    params: dict[str, Param] = {
        "limit": 50,
        "platform": channel,
        "updated_after_ms": int(since.timestamp() * 1000),
    }
    return Ask(parts=(page_id, "conversations"), fields=CONVERSATION, params=params, token=token)


def inspect(token: str, app_token: str) -> Ask:
    """What a token is worth: its scopes, and whether it is valid."""
    return Ask(parts=("debug_token",), params={"input_token": token}, token=app_token)


def turn(campaign_id: str, status: str, account_id: AccountId) -> Ask:
    """Set a campaign's own switch."""
    return Ask(
        parts=(campaign_id,), params={"status": status}, method="POST", account_id=account_id
    )
