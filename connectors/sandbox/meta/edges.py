"""Which edges each type of object has, and what stands on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from connectors.sandbox.meta import account, comments, controls, pages
from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.errors import no_account_right, page_token_needed
from connectors.sandbox.meta.filters import matching
from connectors.sandbox.meta.insights import insights
from connectors.sandbox.world import Node

Source = Callable[[Asking, Node, Params], Sequence[Node]]


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge: the type of its rows, and where they come from."""

    kind: str
    rows: Source
    total: Callable[[Asking, Node, Params], int] | None = None
    """How many rows `summary` tells of, where that differs from the rows shown."""
    page_only: bool = False
    """Whether only the Page's own token may read it."""
    most: int | None = None
    """Rows in one answer at most, whatever the limit."""
    highest: int | None = None
    """The highest limit that is not refused."""


def linked(name: str) -> Source:
    """The connected objects, newest first."""

    def rows(asking: Asking, node: Node, _: Params) -> list[Node]:
        return [asking.world.meta[one] for one in reversed(node.edges.get(name, ()))]

    return rows


def _ads(name: str, kind: str) -> Edge:
    """An edge of campaigns, ad sets or ads, which parameters narrow."""
    connected = linked(name)

    def rows(asking: Asking, node: Node, params: Params) -> list[Node]:
        if asking.lists(f"no_{name}", str(node.hidden.get("account", node.fields["id"]))):
            raise no_account_right()
        return matching(asking, connected(asking, node, params), kind, params)

    return Edge(kind, rows)


def _plain(name: str, kind: str, *, page_only: bool = False) -> Edge:
    return Edge(kind, linked(name), page_only=page_only)


_COMMENTS = Edge("Comment", comments.on_facebook, comments.total_on_facebook)
_ADSETS, _ADS = _ads("adsets", "AdSet"), _ads("ads", "Ad")
_INSIGHTS = Edge("AdsInsights", insights)
_WALL = Edge("PagePost", pages.own_posts, page_only=True, highest=100)
"""Source: Page Feed, *Limitations* (checked 2026-11-29); the wording as clients have met it."""
_BUSINESS = "Business"

EDGES: Mapping[tuple[str, str], Edge] = {
    ("AdAccount", "campaigns"): _ads("campaigns", "Campaign"),
    ("AdAccount", "adsets"): _ADSETS,
    ("AdAccount", "ads"): _ADS,
    ("AdAccount", "adcreatives"): _plain("adcreatives", "AdCreative"),
    ("AdAccount", "insights"): _INSIGHTS,
    ("AdAccount", "account_controls"): Edge("AdAccountBusinessConstraints", controls.controls),
    ("AdAccount", "activities"): Edge("AdActivity", account.activities),
    ("AdAccount", "assigned_users"): Edge("AssignedUser", account.assigned_users),
    ("AdAccount", "instagram_accounts"): _plain("instagram_accounts", "IGUser"),
    ("AdAccount", "connected_instagram_accounts"): _plain("instagram_accounts", "IGUser"),
    ("AdAccount", "promote_pages"): _plain("promote_pages", "Page"),
    ("Campaign", "adsets"): _ADSETS,
    ("Campaign", "ads"): _ADS,
    ("Campaign", "insights"): _INSIGHTS,
    ("AdSet", "ads"): _ADS,
    ("AdSet", "insights"): _INSIGHTS,
    ("Ad", "adcreatives"): _plain("adcreatives", "AdCreative"),
    ("Ad", "insights"): _INSIGHTS,
    ("User", "adaccounts"): Edge("AdAccount", account.of_user),
    ("User", "assigned_ad_accounts"): Edge("AssignedAdAccount", account.assigned),
    ("User", "accounts"): Edge("Page", pages.of_user),
    ("User", "assigned_pages"): Edge("Page", pages.of_user),
    ("User", "businesses"): _plain("businesses", "Business"),
    ("User", "permissions"): Edge("Permission", account.permissions),
    (_BUSINESS, "owned_ad_accounts"): Edge("AdAccount", account.owned),
    (_BUSINESS, "client_ad_accounts"): Edge("AssignedAdAccount", account.of_client),
    (_BUSINESS, "owned_pages"): _plain("owned_pages", "Page"),
    (_BUSINESS, "owned_instagram_accounts"): _plain("owned_instagram_accounts", "IGUser"),
    (_BUSINESS, "instagram_business_accounts"): _plain("owned_instagram_accounts", "IGUser"),
    ("Page", "ads_posts"): Edge("PagePost", pages.ads_posts, page_only=True),
    ("Page", "feed"): _WALL,
    ("Page", "posts"): _WALL,
    ("Page", "published_posts"): _WALL,
    ("Page", "rtb_dynamic_posts"): _plain("rtb_dynamic_posts", "PagePost", page_only=True),
    ("Page", "conversations"): Edge("UnifiedThread", pages.conversations, page_only=True),
    ("Page", "page_backed_instagram_accounts"): _plain(
        "page_backed_instagram_accounts", "IGUser", page_only=True
    ),
    ("Page", "instagram_accounts"): _plain("instagram_accounts", "IGUser"),
    ("PagePost", "comments"): _COMMENTS,
    ("PagePost", "attachments"): Edge("Attachment", pages.attachments, page_only=True),
    ("Comment", "comments"): _COMMENTS,
    ("UnifiedThread", "messages"): _plain("messages", "Message"),
    ("IGUser", "media"): _plain("media", "IGMedia"),
    ("IGMedia", "comments"): Edge(
        "IGComment", comments.on_instagram, most=comments.MOST_ON_INSTAGRAM
    ),
    ("IGComment", "replies"): Edge(
        "IGComment", comments.replies_on_instagram, most=comments.MOST_ON_INSTAGRAM
    ),
    ("AdVideo", "captions"): Edge("Caption", pages.captions),
}
"""Edges by type of object and name."""


_READ_BY_ADS = ("AdAccount", "AssignedAdAccount", "Campaign", "AdSet", "Ad", "AdsInsights")
"""What is read with `ads_read` alone. Source: Permissions, checked 2026-11-22."""


def rows_of(asking: Asking, node: Node, edge: Edge, params: Params) -> list[Node]:
    """What stands on an edge for this reader.

    Raises:
        GraphError: this reader may not see it, or the parameters are refused.
    """
    page = node.hidden.get("page", node.fields["id"])
    if edge.page_only and not (asking.token.kind == "PAGE" and asking.token.holder == page):
        raise page_token_needed()
    if node.kind in ("AdAccount", "Campaign", "AdSet", "Ad") and not asking.account_tasks(node):
        raise no_account_right()
    if edge.kind in _READ_BY_ADS and not asking.may("ads_read"):
        raise no_account_right()
    return list(edge.rows(asking, node, params))
