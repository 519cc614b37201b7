"""Our client at the sandbox's LinkedIn, and what the sandbox heard of it."""

from __future__ import annotations

from connectors.http import Meter, Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader
from connectors.linkedin.transport import Token, Wire
from tests.connectors.sandbox.linkedin_wire import CITY, NOON

OURS, AGENCY = "5001", "5002"


def means(linkedin, waits=None, **changed):
    access = LinkedInAccess(
        **{
            "base_url": linkedin.base_url,
            "version": "202608",
            "ads_token": "sandbox-ads",
            "community_token": "sandbox-community",
            "ad_accounts": (),
            "organizations": (CITY,),
            "tier": "standard",
            "community_tier": "standard",
            "editable_accounts": (),
            "watch_after_days": 90,
            **changed,
        }
    )
    sleep = ([] if waits is None else waits).append
    return access, {"patience": Patience(1000, sleep=sleep), "clock": lambda: NOON}


def reader(linkedin, waits=None, **changed):
    access, rest = means(linkedin, waits, **changed)
    return LinkedInReader(access, **rest)


def wire(linkedin, **changed):
    access, rest = means(linkedin, **changed)
    return Wire(access, Token(place="it", value="sandbox-ads"), meter=Meter(), **rest)


def asked(linkedin):
    """Path below `/rest/` and query of each request."""
    return [(one.path.removeprefix("/rest/"), one.query) for one in linkedin.sandbox.requests]


def posts_shown(ears, account=OURS):
    ads = ears.snapshot(account).ads
    return list({post.id: post for ad in ads for post in ad.creative.posts}.values())
