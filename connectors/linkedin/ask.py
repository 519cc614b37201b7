"""Requests to LinkedIn as values: what is asked for, not how it is sent.

Resources, finders and ids as in "Create and Manage Accounts, Account Users, Campaign Groups,
Campaigns, Creatives", "Ads Reporting", "Posts API", "Comments API" and "Social Metadata API"
(checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from connectors.linkedin.restli import Value, key
from policies.model import AccountId, Level

BATCH = 50
"""Most ids in one request: no maximum is documented, and the address must stay short."""
PAGE = 100
"""Rows of a page of creatives, posts and comments; creatives allow no more."""
SEARCH_PAGE = 500
"""Rows of a page of accounts, groups and campaigns, where 1,000 are allowed."""
STATUSES = (
    "ACTIVE", "ARCHIVED", "CANCELED", "COMPLETED", "DRAFT", "PAUSED", "PENDING_DELETION", "REMOVED",
)  # fmt: skip
"""Every status of a campaign: a search must name those that it wants."""
GROUP_STATUSES = tuple(status for status in STATUSES if status != "COMPLETED")
"""Every status of a campaign group."""
GROUPS, CAMPAIGNS, CREATIVES = "adCampaignGroups", "adCampaigns", "creatives"
"""The resources under an account."""
AD_TYPES = ("STANDARD", "VIDEO", "CAROUSEL", "JOB_POSTING", "NATIVE_DOCUMENT", "EVENT")
"""Every kind of post that is made for ads: no request that leaves them out was found documented
(Posts API, as several clients quote it, checked 2026-11-30)."""
TURNED_AT = {Level.CAMPAIGN: CAMPAIGNS, Level.CAMPAIGN_GROUP: GROUPS}
"""The resource whose `status` is the switch of each level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request."""

    resource: str
    """As quotas count it and errors name it."""
    method: str
    """The Rest.li method, which LinkedIn cannot always tell from the verb."""
    path: str
    """Below `/rest/`, its keys encoded."""
    query: Mapping[str, Value] = field(default_factory=dict)
    fields: Sequence[str] = ()
    """The fields wanted, at most 20; none: those that come unasked."""
    body: Mapping[str, object] | None = None
    account_id: AccountId | None = None

    @property
    def endpoint(self) -> str:
        """What a quota belongs to."""
        return f"{self.resource}.{self.method}"

    @property
    def counted(self) -> int:
        """How many operations LinkedIn charges: each id of a batch is one."""
        ids = self.query.get("ids")
        return len(ids) if isinstance(ids, list) else 1

    def with_query(self, **more: Value) -> Ask:
        """The same request with more parameters."""
        return replace(self, query={**self.query, **more})


def accounts() -> Ask:
    """All ad accounts that the token sees."""
    return Ask(
        resource="adAccounts",
        method="FINDER",
        path="adAccounts",
        query={"q": "search", "pageSize": SEARCH_PAGE},
    )


def account(account_id: AccountId) -> Ask:
    """One ad account."""
    return Ask(
        resource="adAccounts",
        method="GET",
        path=f"adAccounts/{key(account_id)}",
        account_id=account_id,
    )


def roles() -> Ask:
    """The roles of the token's member, one row an account; rows of deleted accounts included."""
    return Ask(
        resource="adAccountUsers",
        method="FINDER",
        path="adAccountUsers",
        query={"q": "authenticatedUser", "count": PAGE},
    )


def _under(account_id: AccountId, resource: str, method: str, query: Mapping[str, Value]) -> Ask:
    """A request below an account, where all of them must be since version 202401."""
    return Ask(
        resource=resource,
        method=method,
        path=f"adAccounts/{key(account_id)}/{resource}",
        query=query,
        account_id=account_id,
    )


def _search(account_id: AccountId, resource: str, statuses: Sequence[str]) -> Ask:
    """All objects of an account, in every status."""
    search: Value = {"status": {"values": list(statuses)}}
    return _under(
        account_id, resource, "FINDER", {"q": "search", "search": search, "pageSize": SEARCH_PAGE}
    )


def groups(account_id: AccountId) -> Ask:
    """All campaign groups of an account."""
    return _search(account_id, GROUPS, GROUP_STATUSES)


def campaigns(account_id: AccountId) -> Ask:
    """All campaigns of an account."""
    return _search(account_id, CAMPAIGNS, STATUSES)


def creatives(account_id: AccountId) -> Ask:
    """All creatives of an account; `q=search` does not exist here."""
    return _under(
        account_id,
        CREATIVES,
        "FINDER",
        {"q": "criteria", "isTestAccount": False, "sortOrder": "ASCENDING", "pageSize": PAGE},
    )


def several(account_id: AccountId, resource: str, ids: Sequence[str]) -> Ask:
    """Some objects of an account by id: numbers, but URNs for creatives."""
    return _under(account_id, resource, "BATCH_GET", {"ids": list(ids)})


def one(account_id: AccountId, resource: str, object_id: str) -> Ask:
    """One object of an account by id."""
    ask = _under(account_id, resource, "GET", {})
    return replace(ask, path=f"{ask.path}/{key(object_id)}")


def turn(account_id: AccountId, level: Level, ids: Sequence[str], status: str) -> Ask:
    """Give the switches of these objects this status, in one write."""
    ask = _under(account_id, TURNED_AT[level], "BATCH_PARTIAL_UPDATE", {"ids": list(ids)})
    patch = {"patch": {"$set": {"status": status}}}
    return replace(ask, body={"entities": {key(each): patch for each in ids}})


def _report(account_id: AccountId, first: date, last: date, query: Mapping[str, Value]) -> Ask:
    """A report on an account; the last day is included, and there is no second page."""
    days: Value = {"start": _parts(first), "end": _parts(last)}
    facet: Value = [f"urn:li:sponsoredAccount:{account_id}"]
    return Ask(
        resource="adAnalytics",
        method="FINDER",
        path="adAnalytics",
        query={**query, "dateRange": days, "accounts": facet},
        account_id=account_id,
    )


def _parts(day: date) -> Value:
    return {"year": day.year, "month": day.month, "day": day.day}


def shown(account_id: AccountId, first: date, last: date) -> Ask:
    """What each campaign had on each day, by where it was shown."""
    pivots = ["CAMPAIGN_GROUP", "CAMPAIGN", "SERVING_LOCATION"]
    query: Mapping[str, Value] = {
        "q": "statistics",
        "pivots": pivots,
        "timeGranularity": "DAILY",
    }
    ask = _report(account_id, first, last, query)
    return replace(ask, fields=("impressions", "costInLocalCurrency", "dateRange", "pivotValues"))


def ever_shown(account_id: AccountId, first: date, last: date) -> Ask:
    """What the account had on all these days together."""
    query = {"q": "analytics", "pivot": "ACCOUNT", "timeGranularity": "ALL"}
    return replace(_report(account_id, first, last, query), fields=("impressions",))


def spent(account_id: AccountId, first: date, last: date) -> Ask:
    """What each campaign group cost on all these days together."""
    query = {"q": "analytics", "pivot": "CAMPAIGN_GROUP", "timeGranularity": "ALL"}
    ask = _report(account_id, first, last, query)
    return replace(ask, fields=("costInLocalCurrency", "pivotValues"))


def posts(urns: Sequence[str]) -> Ask:
    """Some posts by URN."""
    return Ask(resource="posts", method="BATCH_GET", path="posts", query={"ids": list(urns)})


def post(urn: str) -> Ask:
    """One post by URN."""
    return Ask(resource="posts", method="GET", path=f"posts/{key(urn)}")


def posts_of(organization: str) -> Ask:
    """The posts of an organisation, last changed first; posts that are only ads are not there.

    The order is asked for, as in the sample of LinkedIn's page, for none was found to be promised
    to who does not (Posts API, as several clients quote it, checked 2026-11-30).
    """
    return Ask(
        resource="posts",
        method="FINDER",
        path="posts",
        query={"q": "author", "author": organization, "sortBy": "LAST_MODIFIED", "count": PAGE},
    )


def ads_of(organization: str) -> Ask:
    """The posts of an organisation that were made for ads alone, whoever runs these."""
    return posts_of(organization).with_query(isDsc=True)


def made_for(account_id: AccountId) -> Ask:
    """The posts that were made for the ads of an account; it takes a right on the account."""
    query: Mapping[str, Value] = {
        "q": "dscAdAccount",
        "dscAdAccount": f"urn:li:sponsoredAccount:{account_id}",
        "dscAdTypes": list(AD_TYPES),
        "count": PAGE,
    }
    return Ask(resource="posts", method="FINDER", path="posts", query=query, account_id=account_id)


def social_metadata(urns: Sequence[str]) -> Ask:
    """How many comments some posts have."""
    return Ask(
        resource="socialMetadata",
        method="BATCH_GET",
        path="socialMetadata",
        query={"ids": list(urns)},
    )


def comments(urn: str) -> Ask:
    """The comments of a post, or the replies to a comment, by its URN."""
    return Ask(
        resource="socialActions/comments",
        method="GET_ALL",
        path=f"socialActions/{key(urn)}/comments",
        query={"count": PAGE},
    )


def comment(urn: str, comment_id: str) -> Ask:
    """One comment of a post by its number."""
    return Ask(
        resource="socialActions/comments",
        method="GET",
        path=f"socialActions/{key(urn)}/comments/{key(comment_id)}",
    )
