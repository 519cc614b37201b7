"""Somebody who asks the sandbox's LinkedIn with nothing but `requests`, and a small place to ask.

Addresses are written out as they must arrive: nothing here encodes anything.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.linkedin.tokens import ADS_TOKEN, COMMUNITY_TOKEN, MEMBER

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CITY, STRANGER = "urn:li:organization:77", "urn:li:organization:99"
HEADERS = {"LinkedIn-Version": "202608", "X-Restli-Protocol-Version": "2.0.0"}


class LinkedIn:
    """Asks as one token."""

    def __init__(self, sandbox, base_url, token=ADS_TOKEN):
        self.sandbox = sandbox
        self.base_url = base_url
        self.token = token

    @property
    def community(self):
        return LinkedIn(self.sandbox, self.base_url, COMMUNITY_TOKEN)

    @property
    def tables(self):
        return self.sandbox.world.linkedin

    def as_(self, token):
        return LinkedIn(self.sandbox, self.base_url, token)

    def ask(self, path, *, verb="GET", method=None, headers=None, **more):
        """`headers` replace the usual ones; None takes one away."""
        told = {**HEADERS, "Authorization": f"Bearer {self.token}", "X-RestLi-Method": method}
        told = {name: value for name, value in {**told, **(headers or {})}.items() if value}
        url = f"{self.base_url}/rest/{path}"
        with requests.request(verb, url, headers=told, timeout=5, **more) as answer:
            return answer

    def get(self, path, **more):
        answer = self.ask(path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path, **more):
        """Status and code of a refusal, whose body tells the same status."""
        answer = self.ask(path, **more)
        assert answer.status_code >= 400, answer.text
        body = answer.json()
        assert body["status"] == answer.status_code
        return answer.status_code, body.get("code")

    def find(self, path):
        return self.get(path, method="FINDER")

    def all(self, path):
        """Every row of a search, and how many rows each page had."""
        rows, sizes, token = [], [], ""
        while True:
            page = self.find(path + token)
            rows += page["elements"]
            sizes.append(len(page["elements"]))
            if "nextPageToken" not in page["metadata"]:
                return rows, sizes
            token = f"&pageToken={page['metadata']['nextPageToken']}"

    def patch(self, path, **fields):
        body = {"patch": {"$set": fields}}
        return self.ask(path, verb="POST", method="PARTIAL_UPDATE", json=body)

    def patch_batch(self, path, changes):
        """`changes`: fields by encoded id."""
        entities = {key: {"patch": {"$set": fields}} for key, fields in changes.items()}
        url = f"{path}?ids=List({','.join(changes)})"
        body = {"entities": entities}
        return self.ask(url, verb="POST", method="BATCH_PARTIAL_UPDATE", json=body)

    def form(self, name, **form):
        told = {"client_id": "1", "client_secret": "sandbox-secret", **form}
        url = f"{self.base_url}/oauth/v2/{name}"
        with requests.post(url, data=told, timeout=5) as answer:
            return answer

    def toggle(self, **toggles):
        known = {f"linkedin.{name}": value for name, value in toggles.items()}
        self.sandbox.world.faults.set_toggles(known, known)


def serving(*, city=False, clock=lambda: NOON, **options):
    sandbox = Sandbox(clock=clock, city=city, **options)
    if not city:
        furnish(sandbox.world.linkedin)
    return LinkedIn(sandbox, sandbox.start())


def furnish(tables):
    """Four accounts: one to work in, one to look at, one for its ads only, one of strangers."""
    roles = {
        501: "CAMPAIGN_MANAGER",
        502: "VIEWER",
        503: "CREATIVE_MANAGER",
        599: "ACCOUNT_MANAGER",
    }
    for number in (501, 502, 503, 504):
        tables["adAccounts"][str(number)] = {
            "id": number,
            "name": f"Konto {number}",
            "type": "BUSINESS",
            "status": "ACTIVE",
            "test": False,
            "currency": "SEK",
        }
    users = [(number, MEMBER, role) for number, role in roles.items()]
    users += [(501, "urn:li:person:other", "ACCOUNT_BILLING_ADMIN")]
    for place, (number, user, role) in enumerate(users):
        row = {"account": f"urn:li:sponsoredAccount:{number}", "user": user, "role": role}
        tables["adAccountUsers"][str(place)] = row
    for number, account, status, more in (
        (1, 501, "ACTIVE", {}),
        (2, 501, "PAUSED", {}),
        (3, 501, "ACTIVE", {"backfilled": True}),
        (4, 501, "DRAFT", {}),
        (5, 502, "ACTIVE", {}),
        (6, 503, "ACTIVE", {}),
    ):
        tables["adCampaignGroups"][str(number)] = _ad(number, account, status) | more
    for number, account, group, status, more in (
        (11, 501, 1, "ACTIVE", {}),
        (12, 501, 1, "PAUSED", {}),
        (13, 501, 2, "ACTIVE", {}),
        (14, 501, 1, "COMPLETED", {}),
        (15, 501, 1, "CANCELED", {}),
        (16, 501, 4, "DRAFT", {}),
        (17, 501, 1, "ACTIVE", {"runSchedule": {"start": at(1)}}),
        (18, 501, 1, "ACTIVE", {"runSchedule": {"start": at(-9), "end": at(0)}}),
        (19, 501, 1, "ACTIVE", {"servingStatuses": ["CAMPAIGN_TOTAL_BUDGET_HOLD"], "test": True}),
        (21, 502, 5, "ACTIVE", {}),
        (31, 503, 6, "ACTIVE", {}),
        (41, 504, 7, "ACTIVE", {}),
    ):
        above = {"campaignGroup": f"urn:li:sponsoredCampaignGroup:{group}", "type": "TEXT_AD"}
        tables["adCampaigns"][str(number)] = _ad(number, account, status) | above | more
    numbers = count(101)
    for campaign, account, status, review in (
        (11, 501, "ACTIVE", "APPROVED"),
        (11, 501, "PAUSED", "APPROVED"),
        (13, 501, "ACTIVE", "PENDING"),
        (12, 501, "ACTIVE", "REJECTED"),
        (31, 503, "ACTIVE", "APPROVED"),
    ):
        number = next(numbers)
        creative(tables, number, campaign, account=account, status=status, review=review)
    _posts(tables)


def _ad(number, account, status):
    return {
        "id": number,
        "name": f"Insats {number}",
        "account": f"urn:li:sponsoredAccount:{account}",
        "status": status,
        "test": False,
        "version": {"versionTag": "4"},
        "changeAuditStamps": {"lastModified": {"actor": "urn:li:unknown:0", "time": at(-3)}},
    }


def creative(tables, number, campaign, *, account=501, status="ACTIVE", review="APPROVED", **more):
    urn = f"urn:li:sponsoredCreative:{number}"
    tables["creatives"][urn] = {
        "id": urn,
        "account": f"urn:li:sponsoredAccount:{account}",
        "campaign": f"urn:li:sponsoredCampaign:{campaign}",
        "content": {"reference": f"urn:li:share:{7000 + number}"},
        "intendedStatus": status,
        "review": {"status": review},
        "isTest": False,
        "lastModifiedAt": at(-3),
        "lastModifiedBy": "urn:li:person:other",
        **more,
    }
    return urn


def _posts(tables):
    """Two in the city's feed, one draft, one that is only an ad, and one of a stranger."""
    rows = (
        (1, CITY, {"lastModifiedAt": at(-1), "createdAt": at(-9)}),
        (2, CITY, {"lastModifiedAt": at(-2), "createdAt": at(-2)}),
        (3, CITY, {"lifecycleState": "DRAFT"}),
        (7101, STRANGER, {"adContext": _dark(501)}),
        (7102, CITY, {"adContext": _dark(501)}),
        (9, STRANGER, {}),
    )
    for number, author, more in rows:
        urn = f"urn:li:share:{number}"
        tables["posts"][urn] = {"id": urn, "author": author, "commentary": "Hej", **more}
    for place, role in enumerate(("ADMINISTRATOR", "CONTENT_ADMIN")):
        tables["organizationAcls"][str(place)] = {
            "role": role,
            "state": "APPROVED",
            "roleAssignee": MEMBER,
            "organization": CITY,
        }


def _dark(account):
    return {
        "isDsc": True,
        "dscAdAccount": f"urn:li:sponsoredAccount:{account}",
        "dscAdType": "STANDARD",
    }


def at(days):
    """Milliseconds since the epoch, so many days from now."""
    return int((NOON + timedelta(days=days)).timestamp() * 1000)
