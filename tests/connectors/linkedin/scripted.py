"""A LinkedIn that says what a test tells it to, over real HTTP, and remembers what it was asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote

from werkzeug import Response

from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader, LinkedInStopper

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADS, COMMUNITY = "AQX-ads-Secret1", "AQX-community-Secret2"
ACCOUNT = "5001"
CITY = "urn:li:organization:77"
SHARE = "urn:li:share:7001"
ACTIVITY = "urn:li:activity:9001"


@dataclass(frozen=True, slots=True)
class Asked:
    verb: str
    address: str
    """As it came over the wire."""
    query: str
    headers: dict[str, str]
    body: str

    @property
    def path(self):
        return unquote(self.address.removeprefix("/rest/"))


@dataclass(slots=True)
class Route:
    path: str
    having: str
    verb: str | None
    answers: list

    def takes(self, asked):
        written = asked.query or asked.body
        return (
            asked.path == self.path
            and (not self.having or self.having in written)
            and self.verb in (None, asked.verb)
        )


@dataclass(slots=True)
class Script:
    base_url: str
    routes: list[Route] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    now: datetime = NOW

    def on(self, path, *answers, having="", verb=None):
        """Answer in this order, the last one again and again; later routes come first."""
        self.routes.insert(0, Route(path, having, verb, list(answers)))

    def __call__(self, request):
        raw, _, query = request.environ["REQUEST_URI"].partition("?")
        seen = Asked(
            request.method, raw, query, dict(request.headers), request.get_data(as_text=True)
        )
        self.asked.append(seen)
        for route in self.routes:
            if route.takes(seen):
                answer = route.answers.pop(0) if len(route.answers) > 1 else route.answers[0]
                return answer if isinstance(answer, Response) else says(answer)
        return refusal(404, code="NOT_FOUND", message=f"nothing scripted at {seen.path}")

    def paths(self):
        return [one.path for one in self.asked]

    def times(self, path):
        return self.paths().count(path)

    def clock(self):
        return self.now

    def access(self, **changed):
        settings = {
            "base_url": self.base_url,
            "version": "202608",
            "ads_token": ADS,
            "community_token": COMMUNITY,
            "ad_accounts": (),
            "organizations": (CITY,),
            "tier": "standard",
            "community_tier": "standard",
            "editable_accounts": (),
            "watch_after_days": 90,
        }
        return LinkedInAccess(**(settings | changed))

    def patience(self, seconds=1000.0):
        return Patience(seconds, sleep=self.waited.append)

    def reader(self, *, seconds=1000.0, **changed):
        patience = self.patience(seconds)
        return LinkedInReader(self.access(**changed), patience=patience, clock=self.clock)

    def stopper(self, *, seconds=1000.0, **changed):
        patience = self.patience(seconds)
        return LinkedInStopper(self.access(**changed), patience=patience, clock=self.clock)


def says(body, status=200, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps(body), status, named, content_type="application/json")


def bare(status, body=b"", content_type="text/html"):
    return Response(body, status, content_type=content_type)


def refusal(status, **told):
    headers = told.pop("headers", {})
    return says({"status": status, **told}, status, **headers)


DAY_LIMIT = {
    "serviceErrorCode": 101,
    "message": "Resource level throttle APPLICATION DAY limit for calls to this resource is "
    "reached.",
}
NO_SCOPE = {
    "serviceErrorCode": 100,
    "code": "ACCESS_DENIED",
    "message": "Not enough permissions to access: partnerApiPostsExternal.GET.20260801",
}


def page(*elements, token=None):
    body = {"elements": list(elements), "metadata": {}}
    if token:
        body["metadata"]["nextPageToken"] = token
    return body


def listed(*elements, total=None, start=0):
    paging = {"start": start, "count": 100, "links": []}
    if total is not None:
        paging["total"] = total
    return {"elements": list(elements), "paging": paging}


def batch(found=(), errors=()):
    found, errors = dict(found), dict(errors)
    return {"results": found, "statuses": dict.fromkeys(found, 200), "errors": errors}


def an_account(number=5001, **more):
    told = {
        "id": number,
        "name": "Stadens LinkedIn",
        "currency": "SEK",
        "type": "BUSINESS",
        "status": "ACTIVE",
        "test": False,
        "servingStatuses": ["RUNNABLE"],
        "version": {"versionTag": "10"},
    }
    return told | more


def a_role(number=5001, role="CAMPAIGN_MANAGER"):
    return {
        "account": f"urn:li:sponsoredAccount:{number}",
        "user": "urn:li:person:AbC",
        "role": role,
    }


def a_group(number=601, **more):
    told = {
        "id": number,
        "name": "Hösten",
        "account": f"urn:li:sponsoredAccount:{ACCOUNT}",
        "status": "ACTIVE",
        "servingStatuses": ["RUNNABLE"],
        "runSchedule": {"start": 1790800000000},
        "totalBudget": {"amount": "5000.50", "currencyCode": "SEK"},
        "test": False,
        "version": {"versionTag": "3"},
    }
    return told | more


def a_campaign(number=901, group=601, **more):
    told = {
        "id": number,
        "name": "Simskolan",
        "account": f"urn:li:sponsoredAccount:{ACCOUNT}",
        "campaignGroup": f"urn:li:sponsoredCampaignGroup:{group}",
        "associatedEntity": CITY,
        "status": "ACTIVE",
        "servingStatuses": ["RUNNABLE"],
        "dailyBudget": {"amount": "1800", "currencyCode": "SEK"},
        "runSchedule": {"start": 1790800000000, "end": 1793400000000},
        "offsiteDeliveryEnabled": True,
        "test": False,
        "version": {"versionTag": "7"},
    }
    return told | more


def a_creative(number=1, campaign=901, **more):
    told = {
        "id": f"urn:li:sponsoredCreative:{number}",
        "account": f"urn:li:sponsoredAccount:{ACCOUNT}",
        "campaign": f"urn:li:sponsoredCampaign:{campaign}",
        "content": {"reference": SHARE},
        "intendedStatus": "ACTIVE",
        "isServing": True,
        "isTest": False,
    }
    return told | more


def a_post(urn=SHARE, **more):
    told = {
        "id": urn,
        "author": CITY,
        "commentary": "Simskolan öppnar \\(snart\\)",
        "content": {"media": {"id": "urn:li:image:C1", "title": "Bassängen", "altText": "Blått"}},
        "contentLandingPage": "https://example.org/sim",
        "lifecycleState": "PUBLISHED",
        "createdAt": 1795000000000,
        "publishedAt": 1795000000000,
        "lastModifiedAt": 1795000000000,
    }
    return told | more


def a_comment(number, *, on=ACTIVITY, replies=0, **more):
    told = {
        "id": str(number),
        "commentUrn": f"urn:li:comment:({on},{number})",
        "object": on,
        "actor": f"urn:li:person:p{number}",
        "created": {"actor": f"urn:li:person:p{number}", "time": 1795100000000 + number},
        "message": {"attributes": [], "text": f"Fråga {number}?"},
        "commentsSummary": {"totalFirstLevelComments": replies, "commentsState": "OPEN"},
    }
    return told | more


def the_account(script, *, campaigns=None, groups=None, creatives=None, account=None):
    """An account with one of each, unless a test wants others."""
    below = f"adAccounts/{ACCOUNT}"
    script.on("adAccounts", page(account or an_account()))
    script.on(below, account or an_account())
    script.on("adAccountUsers", listed(a_role(), total=1))
    script.on(f"{below}/adCampaignGroups", page(*(groups or [a_group()])))
    script.on(f"{below}/adCampaigns", page(*(campaigns or [a_campaign()])))
    script.on(f"{below}/creatives", page(*(creatives if creatives is not None else [a_creative()])))
    script.on("posts", batch({"urn%3Ali%3Ashare%3A7001": a_post()}))
