"""From facts on which rules fail, pass or cannot tell everything is taken away, one by one.

What is taken away is found by the types, not chosen: whoever adds a field has it taken away here.
No finding is ever resolved by it, and no unknown is told after all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from policies.briefs.matching import Registered
from policies.findings import reconcile
from policies.model import AccountControls, Area, Film, Money, Picture, Platform, Post, Reach
from policies.model.briefs import Audience, Brief, Editor
from policies.model.spent import Spent
from policies.register import Register
from policies.rule import Breach, Facts, Pass, evaluate
from policies.rules import ON_ACCOUNTS
from tests.policies.proofs.made import SHOWN, a_proof, piece
from tests.policies.rules.made import (
    AUTOMATIC,
    CITY,
    DAY,
    FACEBOOK,
    GUARD,
    NETWORK,
    NOON,
    OTHER,
    PAGE,
    STAND_IN,
    TODAY,
    a_campaign,
    a_creative,
    a_placement,
    a_showing,
    a_snapshot,
    an_account,
    an_ad,
    an_ad_set,
    facts,
    figures,
    instagram,
    organization,
    page,
    partner,
    unread,
)
from tests.policies.rules.taking import taken_away

SPARE = frozenset(
    (
        # How we know that something is not told is not told by a platform.
        "Snapshot.unread",
        "Creative.unread",
        "Delivered.unread",
        "Spent.unread",
        # Our own configuration: who is approved no longer is not what a platform left out.
        "Facts.approved",
        "Facts.stops_apart",
        # What was told of our own token last is our own record, of that very token.
        "Facts.permitted",
        "Permitted.scopes",
        "Permitted.within",
        "Permitted.editable",
        # People's register holds all that it ever held; fields of its rows are taken away.
        "Facts.register",
        "Register.since",
        "Register.zone",
        # What other accounts told is our own record, in which nothing is left out.
        "Register.elsewhere",
        # The account is the one that was asked for.
        "AdAccount.id",
    )
)
"""Fields that no platform tells, or that are the question and not the answer."""


def on_meta(**changed):
    return facts(a_snapshot(**changed))


def on_linkedin(*senders, **changed):
    ad = an_ad(*senders, platform=Platform.LINKEDIN)
    return facts(a_snapshot(Platform.LINKEDIN, ads=(ad,), **changed))


def showing(*creatives):
    return on_meta(
        ads=tuple(replace(an_ad(), id=f"a{n}", creative=c) for n, c in enumerate(creatives))
    )


def proved(*more, seen=(), **changed):
    """An ad that shows what was seen and `more` than that, or less: what was `seen` besides."""
    creative = a_creative(page(), instagram(CITY), shows=(*SHOWN[:-1], *more), version="1")
    city = (*SHOWN, *seen, piece("sender", f"instagram {CITY}"))
    snapshot = a_snapshot(ads=(an_ad(creative=creative),))
    return facts(snapshot, register=Register(proofs=(a_proof(city, **changed),)))


def reaching(**changed):
    """An ad set that reaches the audience of its brief, but for what is changed."""
    city = Area(kind="city", id="2448", name="Stockholm", region="Stockholm County", country="SE")
    reach = Reach(youngest=18, oldest=45, areas=(city,), languages=("sv",), expanded=False)
    agreed = Audience(text="", youngest=18, places=("Stockholm",), languages=("sv",))
    brief = Registered(id="B-1", brief=Brief(audience=agreed, patterns=("Simskola",)))
    ad_set = an_ad_set(reach=replace(reach, **changed), updated="2026-11-20T10:00:00+0100")
    return facts(a_snapshot(ad_sets=(ad_set,)), register=Register(briefs=(brief,)))


A_POST = Post(platform=Platform.META, id="1001_1", kind="facebook", owner_id=PAGE)
A_TWIN = Post(platform=Platform.META, id="181", kind="instagram", owner_id=CITY)


def budgeted(*budgets, cost=100, ad_set=None):
    """Campaigns with these total budgets, for all of which a brief agreed 1,000 kronor."""
    brief = Brief(
        patterns=("Sim*",),
        starts=TODAY,
        ends=TODAY + 9 * DAY,
        budget=Money(amount=Decimal(1000), currency="SEK"),
    )
    campaigns = tuple(
        a_campaign(
            f"c{place}",
            total_budget=None if one is None else Money(amount=Decimal(one), currency="SEK"),
        )
        for place, one in enumerate(budgets)
    )
    costs = Spent(
        platform=Platform.META,
        account_id="act_1",
        since=TODAY - 1000 * DAY,
        until=TODAY - DAY,
        sums={"c0": Money(amount=Decimal(cost), currency="SEK")},
    )
    told = on_meta(
        campaigns=campaigns,
        ad_sets=tuple(
            ad_set or an_ad_set(f"s{n}", campaign_id=f"c{n}") for n in range(len(budgets))
        ),
        ads=(),
    )
    register = Register(briefs=(Registered(id="b1", brief=brief),))
    return replace(told, register=register, spent=costs)


def ordered(*briefs, **changed):
    """A campaign held against these briefs."""
    return facts(a_snapshot(**changed), register=Register(briefs=briefs))


WHOLE = Brief(
    topic="Simskola",
    starts=TODAY - DAY,
    ends=TODAY + DAY,
    budget=Money(amount=Decimal(1000), currency="SEK"),
    audience=Audience(text="Alla"),
    editors=(Editor(first_name="Tuva", mail="tuva@example.org"),),
    accessible=True,
    patterns=("Sim*",),
)


def a_day(amount):
    return an_ad_set(
        "s0", campaign_id="c0", daily_budget=Money(amount=Decimal(amount), currency="SEK")
    )


CONTROLS = AccountControls(
    placement_exclusions=GUARD.placement_exclusions,
    status="WITH_CAMPAIGN_ERROR",
    campaigns_with_error=("c1",),
)
SOFTLY = {"audience_network_positions": ("classic",)}

FACTS = {
    "as it should be": facts(),
    "on LinkedIn, as it should be": on_linkedin(organization()),
    "no right to pause": on_meta(account=an_account(rights=("ANALYZE",))),
    "no right on LinkedIn": on_linkedin(
        organization(), account=an_account(Platform.LINKEDIN, rights=("VIEWER",))
    ),
    "automatic": on_meta(ad_sets=(an_ad_set(placement=AUTOMATIC),)),
    "automatic, guarded": on_meta(
        ad_sets=(an_ad_set(placement=AUTOMATIC),), account=an_account(controls=GUARD)
    ),
    "automatic, the guard fails": on_meta(
        ad_sets=(an_ad_set(placement=AUTOMATIC),), account=an_account(controls=CONTROLS)
    ),
    "chosen": on_meta(ad_sets=(an_ad_set(placement=a_placement("facebook", NETWORK)),)),
    "by its positions": on_meta(
        ad_sets=(an_ad_set(placement=a_placement(audience_network_positions=("classic",))),),
        account=an_account(controls=GUARD),
    ),
    "softly excluded": on_meta(
        ad_sets=(an_ad_set(placement=a_placement("facebook", soft=SOFTLY)),)
    ),
    "in effect": on_meta(
        ad_sets=(an_ad_set(placement=a_placement("facebook", effective=("facebook", NETWORK))),)
    ),
    "a new word": on_meta(ad_sets=(an_ad_set(placement=a_placement("facebook", "oculus")),)),
    "manual": on_meta(ad_sets=(an_ad_set(placement=FACEBOOK, end=NOON + DAY),)),
    "delivered there": facts(a_snapshot(), delivered=figures(a_showing())),
    "delivered in a new place": facts(
        a_snapshot(), delivered=figures(a_showing(publisher="unknown"))
    ),
    "delivered elsewhere": facts(a_snapshot(), delivered=figures(a_showing(publisher="facebook"))),
    "another account": showing(a_creative(page(), instagram(OTHER))),
    "a stand-in": showing(a_creative(page(), instagram(STAND_IN))),
    "in the Page's name": showing(a_creative(page(), instagram(CITY), page_actor_override=True)),
    "a partner": showing(a_creative(page(), instagram(CITY), partner())),
    "no sender": showing(a_creative()),
    "another Page": showing(a_creative(page("1002"), instagram(CITY))),
    "another organisation": on_linkedin(organization("urn:li:organization:66")),
    "another one on the ad set": on_linkedin(
        organization(),
        ad_sets=(
            an_ad_set(
                platform=Platform.LINKEDIN,
                senders=(organization("urn:li:organization:66", "associatedEntity"),),
            ),
        ),
    ),
    "pictures, described and not": showing(
        a_creative(
            page(),
            instagram(CITY),
            posts=(A_POST, A_TWIN),
            pictures=(
                Picture(media="1", alt_text="En bro", post=A_POST.id),
                Picture(media="2", alt_text=None, post=A_POST.id),
                Picture(media="3", alt_text=unread("pictures"), post=A_TWIN.id),
            ),
            films=(Film(media="4", captions=True), Film(media="5", captions=False)),
        ),
        a_creative(
            page(),
            instagram(CITY),
            posts=(A_POST, A_TWIN),
            pictures=(Picture(media="3", alt_text=unread("pictures"), post=A_TWIN.id),),
            films=(Film(media="4", captions=True), Film(media="6", captions=None)),
            id="creative-2",
        ),
    ),
    "pictures on Instagram": on_meta(
        ad_sets=(
            an_ad_set(placement=a_placement("facebook", effective=("facebook", "instagram"))),
        ),
        ads=(
            an_ad(
                creative=a_creative(
                    page(),
                    instagram(CITY),
                    posts=(A_POST, A_TWIN),
                    pictures=(
                        Picture(media="1", alt_text="En bro", post=A_POST.id),
                        Picture(media="3", alt_text=None, post=A_TWIN.id),
                    ),
                )
            ),
        ),
    ),
    "as it was seen": proved(),
    "as another ad was seen": proved(ad_id="a9", creative_id="creative-9"),
    "as nobody saw it": proved(piece("text", "Mer"), ad_id="a9", creative_id="creative-9"),
    "not as it was seen": proved(piece("text", "Mer"), piece("title", "Mer", 2)),
    "not as its creative was seen": proved(piece("text", "Mer"), ad_id=None),
    "less than was seen": proved(seen=(piece("text", "Mer"),)),
    "within the budget": budgeted(1000),
    "more planned than agreed": budgeted(600, 600),
    "more spent than agreed": budgeted(900, cost=1001),
    "more planned a day than agreed": budgeted(None, ad_set=a_day(500)),
    "no budget told": budgeted(None),
    "under a whole brief": ordered(Registered(id="b1", brief=WHOLE)),
    "under a brief that lacks much": ordered(
        Registered(id="b1", brief=Brief(patterns=("Sim*",), editors=(Editor(first_name="Bo"),)))
    ),
    "outside the dates": ordered(
        Registered(id="b1", brief=replace(WHOLE, ends=TODAY)),
        account=an_account(time_zone="Asia/Tokyo"),
        ad_sets=(an_ad_set("s0", start=NOON - 9 * DAY), an_ad_set()),
    ),
    "under several briefs": ordered(
        Registered(id="b1", brief=WHOLE), Registered(id="b2", brief=WHOLE)
    ),
    "under no brief": ordered(Registered(id="b1", brief=replace(WHOLE, accounts=("2",)))),
    "unread figures": facts(a_snapshot(), delivered=unread("delivered")),
    "as far as was agreed": reaching(),
    "further than was agreed": reaching(
        youngest=13,
        areas=(Area(kind="region", id="3207", name="Skåne County", country="SE"),),
        languages=("sv", "en"),
        unknown_ages=True,
    ),
    "perhaps further": reaching(expanded=True, languages=("18",)),
}
"""Of each rule some on which it fails, some on which it passes, some on which it cannot tell."""


def found(told: Facts, known=()):
    """The findings that an evaluation makes of those that are known, by id."""
    account = (told.snapshot.account.platform, told.snapshot.account.id)
    verdicts = tuple(evaluate(ON_ACCOUNTS, told))
    turned = reconcile(known, verdicts, account=account, as_of=told.as_of).turned
    return {one.id: one for one in known} | {one.finding.id: one.finding for one in turned}


@pytest.mark.parametrize("name", FACTS)
def test_whatever_is_taken_away_nothing_is_put_right_by_it(name):
    before = found(FACTS[name])
    for where, less in taken_away(FACTS[name], spare=SPARE):
        after = found(less, before.values())
        for one in before.values():
            assert after[one.id].state == "open", (where, one.rule, one.message)
            still = after[one.id].outcome
            assert (one.outcome, still) != ("fail", "unknown"), (where, one.rule)


def test_each_rule_fails_somewhere_here_and_passes_somewhere():
    said = Counter(
        (rule.id, type(one)) for told in FACTS.values() for rule, one in evaluate(ON_ACCOUNTS, told)
    )
    for rule in ON_ACCOUNTS:
        assert said[rule.id, Breach], rule.id
        assert said[rule.id, Pass], rule.id


def test_a_lot_is_taken_away():
    """That what takes away finds something to take: a few hundred things in one ad's facts."""
    taken = [where for where, _ in taken_away(FACTS["as it should be"], spare=SPARE)]
    assert len(taken) == len(set(taken)) > 60
    assert "snapshot.ads[0].creative.senders[1]" in taken
    assert "snapshot.ads[0].creative unread" in taken
    assert (
        "snapshot.account.controls.status empty" in taken
        or "snapshot.account.controls none" in taken
    )
