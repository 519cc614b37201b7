"""How others read an ad account: the published client as its documentation shows it, and patterns.

Each reads campaigns, ad sets, ads and creatives of one account, with the published client, and
gives how many of each it got. Patterns of programs that cannot be pointed at a sandbox are made
anew from what their published sources do: which calls, which page sizes.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from connectors.sandbox.meta.tokens import APP_ID, APP_SECRET, SYSTEM_TOKEN

COMMON = ["id", "name", "status", "effective_status", "updated_time"]
CAMPAIGN = [*COMMON, "start_time", "stop_time", "daily_budget", "lifetime_budget"]
AD_SET = [*COMMON, "campaign_id", "start_time", "end_time", "daily_budget", "targeting"]
AD = [*COMMON, "adset_id", "campaign_id", "creative"]
CREATIVE = ["id", "name", "object_story_spec", "effective_object_story_id", "instagram_user_id"]
"""What we read too, as far as all of them read it."""
Peer = Callable[[AdAccount, FacebookAdsApi], Counter[str]]


def client(base_url: str) -> FacebookAdsApi:
    """The published client, pointed at a sandbox."""
    warnings.simplefilter("ignore")  # of every field that it does not know
    session = FacebookSession(APP_ID, APP_SECRET, SYSTEM_TOKEN, timeout=(5, 60))
    session.GRAPH = base_url
    session.requests.trust_env = False
    return FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False)


def read(name: str, base_url: str) -> dict[str, int]:
    """What one of them gets."""
    api = client(base_url)
    (account,) = User("me", api=api).get_ad_accounts(fields=["id"])
    return dict(PEERS[name](AdAccount(account["id"], api=api), api))


def _naive(account: AdAccount, api: FacebookAdsApi) -> Counter[str]:
    """From each object to those below it, and each creative by itself."""
    got: Counter[str] = Counter()
    for campaign in account.get_campaigns(fields=CAMPAIGN):
        got["campaigns"] += 1
        for ad_set in campaign.get_ad_sets(fields=AD_SET):
            got["ad_sets"] += 1
            for ad in ad_set.get_ads(fields=AD):
                got["ads"] += 1
                AdCreative(ad["creative"]["id"], api=api).api_get(fields=CREATIVE)
                got["creatives"] += 1
    return got


def _edges(account: AdAccount, api: FacebookAdsApi) -> Counter[str]:
    """The four edges of the account, 500 rows a page."""
    return _counted(_lists(account, 500, fields=True))


def _dlt(account: AdAccount, api: FacebookAdsApi) -> Counter[str]:
    """The four edges of the account, 50 rows a page: the default of dlt's source facebook_ads."""
    return _counted(_lists(account, 50, fields=True))


def _airbyte(account: AdAccount, api: FacebookAdsApi) -> Counter[str]:
    """Ids by the edges, 100 rows a page, then each object by itself in batches of 50."""
    got: Counter[str] = Counter()
    for kind, (rows, fields) in _lists(account, 100, fields=False).items():
        batch = api.new_batch()
        for row in rows:
            row.api_get(fields=fields, batch=batch, failure=_raise)
            got[kind] += 1
            if len(batch) == 50:
                batch.execute()
                batch = api.new_batch()
        batch.execute()
    return got


def _raise(response: object) -> None:
    raise RuntimeError(f"an item of a batch failed: {response}")


Rows = Mapping[str, tuple[Iterable[AdCreative], list[str]]]


def _lists(account: AdAccount, rows: int, *, fields: bool) -> Rows:
    """The account's four edges, and the fields that are wanted of each."""
    edges = {
        "campaigns": (account.get_campaigns, CAMPAIGN),
        "ad_sets": (account.get_ad_sets, AD_SET),
        "ads": (account.get_ads, AD),
        "creatives": (account.get_ad_creatives, CREATIVE),
    }
    return {
        kind: (edge(fields=wanted if fields else ["id"], params={"limit": rows}), wanted)
        for kind, (edge, wanted) in edges.items()
    }


def _counted(lists: Rows) -> Counter[str]:
    return Counter({kind: sum(1 for _ in rows) for kind, (rows, _) in lists.items()})


PEERS: Mapping[str, Peer] = {"naive": _naive, "edges": _edges, "dlt": _dlt, "airbyte": _airbyte}
