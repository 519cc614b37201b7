"""An invented account on each platform, and what its rules say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from policies.model import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Campaign,
    Creative,
    Delivered,
    Identity,
    Money,
    Placement,
    Platform,
    Sender,
    SenderKind,
    Showing,
    Snapshot,
    Unread,
    Words,
)
from policies.rule import Approved, Breach, Facts, Pass, Unknown, evaluate, graver
from policies.rules import ON_ACCOUNTS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday."""
DAY = timedelta(days=1)
TODAY = NOON.date()
PAGE, PARTNER = "1001", "1009"
CITY, LEGACY, OTHER, STAND_IN, NOBODY = "178401", "2201", "178402", "178490", "178466"
ORGANIZATION = "urn:li:organization:77"
APPROVED = Approved(
    pages=frozenset((PAGE,)),
    instagram={CITY: "stockholms.stad"},
    partners=frozenset(),
    organizations=frozenset((ORGANIZATION,)),
)
IDENTITIES = (
    Identity(id=CITY, username="stockholms.stad", legacy_id=LEGACY),
    Identity(id=OTHER, username="nagon.annan"),
    Identity(id=STAND_IN, username="stockholms.stad.sida", page_backed=True),
)
NETWORK = "audience_network"
ALL_THREE = (
    "AUDIENCE_NETWORK_CLASSIC",
    "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO",
)
NO_CONTROLS = AccountControls(placement_exclusions=(), status="", campaigns_with_error=())
GUARD = AccountControls(placement_exclusions=ALL_THREE, status="ACTIVE", campaigns_with_error=())


def unread(what="anything", platform=Platform.META):
    return Unread(what=what, because=Words("Not today."), platform=platform, account_id="act_1")


def a_placement(*platforms, effective=None, soft=None, **positions):
    """No platform: automatic placements."""
    return Placement(
        platforms=platforms or None,
        positions=positions,
        effective_platforms=effective,
        soft_opt_out={} if soft is None else soft,
    )


MANUAL = a_placement("facebook", "instagram")
FACEBOOK = a_placement("facebook", effective=("facebook",))
AUTOMATIC = a_placement()


def an_account(platform=Platform.META, **changed):
    account = AdAccount(
        platform=platform,
        id="act_1",
        name="Stadens annonser",
        currency="SEK",
        time_zone="Europe/Stockholm",
        status="1",
        rights=("MANAGE",) if platform is Platform.META else ("CAMPAIGN_MANAGER",),
        controls=NO_CONTROLS if platform is Platform.META else None,
    )
    return replace(account, **changed)


def a_campaign(number="c1", platform=Platform.META, **changed):
    campaign = Campaign(
        platform=platform,
        id=number,
        account_id="act_1",
        name="Simskola",
        intent="ACTIVE",
        delivery=("ACTIVE",),
        start=NOON - DAY,
        end=None,
        daily_budget=None,
        total_budget=None,
        updated=None,
    )
    return replace(campaign, **changed)


def an_ad_set(number="s1", platform=Platform.META, **changed):
    ad_set = AdSet(
        platform=platform,
        id=number,
        campaign_id="c1",
        account_id="act_1",
        name="Föräldrar",
        intent="ACTIVE",
        delivery=("ACTIVE",),
        start=NOON - DAY,
        end=NOON + DAY,
        daily_budget=None,
        total_budget=None,
        updated=None,
        placement=MANUAL,
        link=f"https://example.org/{number}",
    )
    return replace(ad_set, **changed)


def sender(kind, number, where="creative"):
    return Sender(kind=kind, id=number, where=where)


def page(number=PAGE):
    return sender(SenderKind.PAGE, number)


def instagram(number=CITY):
    return sender(SenderKind.INSTAGRAM, number, "creative.instagram_user_id")


def partner(number=PARTNER):
    return sender(SenderKind.PARTNER, number, "branded_content")


def organization(number=ORGANIZATION, where="post.author"):
    return sender(SenderKind.ORGANIZATION, number, where)


def a_creative(*senders, **changed):
    creative = Creative(
        id="creative-1",
        title="Simskola",
        text="Anmälan är öppen",
        landing=None,
        media=(),
        senders=senders,
        page_actor_override=False,
        posts=(),
        pictures=(),
        films=(),
    )
    return replace(creative, **changed)


def an_ad(*senders, number="a1", platform=Platform.META, **changed):
    """An ad; without senders, the city's own on Meta."""
    ad = Ad(
        platform=platform,
        id=number,
        ad_set_id="s1",
        campaign_id="c1",
        account_id="act_1",
        name="Anmäl dig",
        intent="ACTIVE",
        delivery=("ACTIVE",),
        creative=a_creative(*(senders or (page(), instagram()))),
        link=f"https://example.org/{number}",
    )
    return replace(ad, **changed)


def a_snapshot(platform=Platform.META, **changed):
    snapshot = Snapshot(
        account=an_account(platform),
        read_at=NOON,
        campaigns=(a_campaign(platform=platform),),
        ad_sets=(an_ad_set(platform=platform),),
        ads=(an_ad(platform=platform),),
        identities=IDENTITIES,
        unread=(),
    )
    return replace(snapshot, **changed)


def a_showing(*, publisher=NETWORK, spend="277.698927", currency="SEK", **changed):
    showing = Showing(
        ad_set_id="s1",
        campaign_id="c1",
        name="Föräldrar 2026",
        day=TODAY,
        publisher=publisher,
        position="an_classic" if publisher == NETWORK else "feed",
        impressions=1574,
        spend=Money(amount=Decimal(spend), currency=currency),
        link="https://example.org/of-the-row",
    )
    return replace(showing, **changed)


def figures(*showings, unread=(), since=date(2026, 11, 16), until=TODAY):
    """Delivery figures of last week and this one, up to Tuesday."""
    return Delivered(
        platform=Platform.META,
        account_id="act_1",
        since=since,
        until=until,
        showings=showings,
        unread=unread,
    )


NO_FIGURES = figures()
"""Nothing was shown anywhere."""


def facts(snapshot=None, *, approved=APPROVED, as_of=NOON, delivered=NO_FIGURES, **told):
    """`told`: such as the register."""
    return Facts(
        snapshot=snapshot or a_snapshot(),
        approved=approved,
        as_of=as_of,
        delivered=delivered,
        **told,
    )


def verdicts(snapshot, *, rules=ON_ACCOUNTS, **told):
    """(rule, subject's key) → what was said; of an event in several weeks, the gravest."""
    found = {}
    for rule, said in evaluate(rules, facts(snapshot, **told)):
        key = (rule.id, said.subject.key)
        found[key] = graver(found.get(key, said), said)
    return found


def verdict(rule, kind, snapshot, **told):
    """What one rule says of the one subject of its kind."""
    found = verdicts(snapshot, rules=(rule,), **told)
    [said] = [one for (_, (what, _)), one in found.items() if what == kind]
    return said


def word(said):
    return {Pass: "pass", Breach: "fail", Unknown: "unknown"}[type(said)]
