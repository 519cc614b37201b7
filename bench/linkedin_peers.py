"""How LinkedIn's own published client reads an ad account, as its documentation shows it.

What it gives of a list drops `metadata`, where the token of the next page stands: only who takes
the raw answer apart can go on. As documented, then, groups and campaigns are one page of 1,000, and
the creatives are asked for one campaign after the other. This runs in the client's own
environment and so imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import linkedin_api.common.constants as where
from linkedin_api.clients.restli.client import RestliClient

GROUP_STATUSES = (
    "ACTIVE", "ARCHIVED", "CANCELED", "DRAFT", "PAUSED", "PENDING_DELETION", "REMOVED",
)  # fmt: skip
PAGE, CREATIVES_PAGE = 1000, 100
"""Most rows that LinkedIn gives of campaigns and of creatives."""


class Peer:
    """The client, pointed at a sandbox, with a token."""

    def __init__(self, base_url: str, token: str, version: str) -> None:
        where.VERSIONED_BASE_URL = f"{base_url}/rest"
        self._client = RestliClient()
        self._client.session.trust_env = False
        self._always = {"access_token": token, "version_string": version}

    def account(self, number: str) -> dict[str, int]:
        """What it gets of one account."""
        statuses = list(GROUP_STATUSES)
        self._client.get(resource_path="/adAccounts/{id}", path_keys={"id": number}, **self._always)
        groups = self._find(number, "adCampaignGroups", "search", _search(statuses))
        campaigns = self._find(number, "adCampaigns", "search", _search([*statuses, "COMPLETED"]))
        creatives = 0
        for campaign in campaigns:
            wanted = {
                "campaigns": [f"urn:li:sponsoredCampaign:{campaign['id']}"],
                "pageSize": CREATIVES_PAGE,
            }
            creatives += len(self._find(number, "creatives", "criteria", wanted))
        return {"campaigns": len(groups), "ad_sets": len(campaigns), "ads": creatives}

    def comments(self, posts: list[str], *, replies: bool) -> dict[str, int]:
        """The comments of each post, and with `replies` those of each comment that has some."""
        found = 0
        for post in posts:
            for comment in self._comments(post):
                found += 1
                if replies and comment["commentsSummary"]["totalFirstLevelComments"]:
                    found += len(self._comments(comment["commentUrn"]))
        return {"posts": len(posts), "comments": found}

    def _comments(self, urn: str) -> list[dict[str, Any]]:
        told = self._client.get_all(
            resource_path="/socialActions/{urn}/comments",
            path_keys={"urn": urn},
            query_params={"count": CREATIVES_PAGE},
            **self._always,
        )
        return told.elements

    def _find(self, number: str, resource: str, finder: str, wanted: Any) -> list[dict[str, Any]]:
        told = self._client.finder(
            resource_path="/adAccounts/{id}/" + resource,
            path_keys={"id": number},
            finder_name=finder,
            query_params=wanted,
            **self._always,
        )
        if told.status_code != 200:
            raise SystemExit(f"{resource}: {told.status_code} {told.response.text[:200]}")
        return told.elements


def _search(statuses: list[str]) -> dict[str, Any]:
    return {"search": {"status": {"values": statuses}}, "pageSize": PAGE}


def main() -> None:
    """Read what standard input asks for, and tell how much came."""
    asked = json.load(sys.stdin)
    peer = Peer(asked["base_url"], asked["token"], asked["version"])
    began = time.perf_counter()
    if "account" in asked:
        found = peer.account(asked["account"])
    else:
        found = peer.comments(asked["posts"], replies=asked["replies"])
    print(json.dumps({"seconds": time.perf_counter() - began, **found}))


if __name__ == "__main__":
    main()
