"""Whatever is taken away from what was read: no fail and no unknown ever turns into a pass.

Taken away means: as a connector tells what it did not get. A row is missing, a value is None where
None means "not told", a part is an `Unread`. What a platform leaves out when it is not so (a
partner, an override, soft exclusions, effective placements, an account set on an ad set) may be
absent for either reason: there a new pass lacks what the earlier verdict rested on, and the finding
stays as it was.

Of delivery figures no row is no delivery; a row that did not come whole is told beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policies.model import AccountControls, Delivered, Platform, Snapshot
from policies.rule import Breach, Pass
from tests.policies.rules.made import (
    ALL_THREE,
    CITY,
    DAY,
    LEGACY,
    NETWORK,
    NOBODY,
    NOON,
    ORGANIZATION,
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
    figures,
    instagram,
    organization,
    page,
    partner,
    unread,
    verdicts,
)

INTENTS = st.sampled_from(["ACTIVE", "ACTIVE", "PAUSED", "A_NEW_WORD", None])
ENDS = st.sampled_from([None, NOON - DAY, NOON + DAY])
WORDS = st.sampled_from(["facebook", "instagram", NETWORK, "oculus"])
LISTED = st.lists(WORDS, max_size=3, unique=True).map(tuple)
SOFT = st.sampled_from(
    [{}, {"audience_network_positions": ("classic",)}, {"instagram_positions": ("story",)}]
)


@st.composite
def controls(draw):
    return AccountControls(
        placement_exclusions=draw(st.sampled_from([(), ALL_THREE[:2], ALL_THREE])),
        status=draw(
            st.sampled_from(["", "ACTIVE", "APPLICATION_IN_PROGRESS", "WITH_CAMPAIGN_ERROR"])
        ),
        campaigns_with_error=draw(st.sampled_from([(), ("c1",), ("c2",)])),
    )


@st.composite
def placements(draw):
    effective = draw(st.none() | LISTED)
    return a_placement(*draw(LISTED), effective=effective, soft=draw(SOFT))


SENDERS = {
    Platform.META: st.lists(
        st.one_of(
            st.sampled_from([PAGE, "1002"]).map(page),
            st.sampled_from([CITY, LEGACY, OTHER, STAND_IN, NOBODY]).map(instagram),
            st.just(partner()),
        ),
        max_size=3,
    ),
    Platform.LINKEDIN: st.lists(
        st.sampled_from([ORGANIZATION, "urn:li:organization:66"]).map(organization), max_size=2
    ),
}


@st.composite
def snapshots(draw):
    """An account with one campaign, ad set and ad, right and wrong in every way."""
    platform = draw(st.sampled_from([Platform.META, Platform.META, Platform.LINKEDIN]))
    senders = SENDERS[platform]
    creative = a_creative(*draw(senders), page_actor_override=draw(st.booleans()))
    meta = platform is Platform.META
    return a_snapshot(
        platform,
        account=an_account(platform, controls=draw(controls()) if meta else None),
        campaigns=(a_campaign(platform=platform, intent=draw(INTENTS), end=draw(ENDS)),),
        ad_sets=(
            an_ad_set(
                platform=platform,
                intent=draw(INTENTS),
                end=draw(ENDS),
                placement=draw(placements()) if meta else a_placement(),
                senders=tuple(draw(senders)),
            ),
        ),
        ads=(an_ad(platform=platform, intent=draw(INTENTS), creative=creative),),
    )


SHOWINGS = st.builds(
    a_showing,
    ad_set_id=st.sampled_from(["s1", "s9"]),
    day=st.sampled_from([TODAY, TODAY - 3 * DAY]),
    publisher=st.sampled_from([NETWORK, "facebook", "unknown"]),
    impressions=st.integers(0, 2),
    spend=st.sampled_from(["0", "0.01"]),
)
FIGURES = st.one_of(
    st.none(),
    st.just(unread("delivered")),
    st.builds(
        lambda rows, lost: figures(*rows, unread=(unread("delivered"),) if lost else ()),
        st.lists(SHOWINGS, max_size=3),
        st.booleans(),
    ),
)


def poorer_figures(delivered):
    """The same figures with one thing not told."""
    yield None
    yield unread("delivered")
    if isinstance(delivered, Delivered):
        for place in range(len(delivered.showings)):
            left = delivered.showings[:place] + delivered.showings[place + 1 :]
            yield replace(delivered, showings=left, unread=(unread("delivered"),))
        for field, nothing in (("name", ""), ("campaign_id", ""), ("position", ""), ("link", None)):
            told = tuple(replace(one, **{field: nothing}) for one in delivered.showings)
            yield replace(delivered, showings=told)


def poorer(snapshot: Snapshot) -> Iterator[Snapshot]:
    """The same account with one thing not told."""
    [campaign], [ad_set], [ad] = snapshot.campaigns, snapshot.ad_sets, snapshot.ads
    platform = snapshot.account.platform
    yield replace(snapshot, campaigns=())
    yield replace(snapshot, ad_sets=(), unread=(unread("ad_sets", platform),))
    yield replace(snapshot, identities=())
    for place in range(len(snapshot.identities)):
        rest = snapshot.identities[:place] + snapshot.identities[place + 1 :]
        yield replace(snapshot, identities=rest)
    for field in ("intent", "end", "start", "daily_budget", "updated"):
        yield replace(snapshot, campaigns=(replace(campaign, **{field: None}),))
        yield replace(snapshot, ad_sets=(replace(ad_set, **{field: None}),))
    yield replace(snapshot, campaigns=(replace(campaign, delivery=()),))
    yield replace(snapshot, ad_sets=(replace(ad_set, delivery=()),))
    yield replace(snapshot, ad_sets=(replace(ad_set, campaign_id=""),))
    yield replace(snapshot, ad_sets=(replace(ad_set, placement=unread("ad_sets.targeting")),))
    yield replace(snapshot, ads=(replace(ad, intent=None),))
    yield replace(snapshot, ads=(replace(ad, delivery=()),))
    yield replace(snapshot, ads=(replace(ad, creative=unread("ads.creative", platform)),))
    yield replace(snapshot, ads=(replace(ad, ad_set_id=""),))
    yield from _poorer_creative(snapshot)
    if platform is Platform.META:
        yield from _poorer_on_meta(snapshot)


def _poorer_creative(snapshot: Snapshot) -> Iterator[Snapshot]:
    [ad] = snapshot.ads
    lost = (unread("senders", snapshot.account.platform),)
    for place in range(len(ad.creative.senders) + 1):
        left = replace(ad.creative, senders=ad.creative.senders[:place], unread=lost)
        yield replace(snapshot, ads=(replace(ad, creative=left),))


def _poorer_on_meta(snapshot: Snapshot) -> Iterator[Snapshot]:
    [ad_set], account = snapshot.ad_sets, snapshot.account
    place = ad_set.placement
    less = replace(place, soft_opt_out=unread())
    yield replace(snapshot, ad_sets=(replace(ad_set, placement=less),))
    yield replace(snapshot, account=replace(account, controls=unread("controls")))
    yield replace(snapshot, account=replace(account, controls=None))
    for field, nothing in (
        ("placement_exclusions", ()),
        ("status", ""),
        ("campaigns_with_error", ()),
    ):
        less = replace(account.controls, **{field: nothing})
        yield replace(snapshot, account=replace(account, controls=less))


def placed(snapshot: Snapshot, **changed) -> Snapshot:
    [ad_set] = snapshot.ad_sets
    placement = replace(ad_set.placement, **changed)
    return replace(snapshot, ad_sets=(replace(ad_set, placement=placement),))


@given(snapshots(), FIGURES)
def test_nothing_that_is_taken_away_turns_a_fail_or_an_unknown_into_a_pass(snapshot, delivered):
    before = verdicts(snapshot, delivered=delivered)
    for less in poorer(snapshot):
        _never_a_pass(before, verdicts(less, delivered=delivered))
    for told in poorer_figures(delivered):
        _never_a_pass(before, verdicts(snapshot, delivered=told))


def _never_a_pass(before, after):
    for key, said in before.items():
        if not isinstance(said, Pass):
            assert not isinstance(after.get(key), Pass), (key, said)


def silenter(snapshot: Snapshot) -> Iterator[Snapshot]:
    """The same account with one thing left out that need not be told."""
    [ad_set], [ad] = snapshot.ad_sets, snapshot.ads
    for nothing in ({"platforms": None}, {"platforms": ()}, {"soft_opt_out": {}}):
        yield placed(snapshot, **nothing)
    yield placed(snapshot, effective_platforms=None)
    yield replace(snapshot, ad_sets=(replace(ad_set, senders=()),))
    for place in {one.where for one in ad.creative.senders}:
        left = tuple(one for one in ad.creative.senders if one.where != place)
        yield replace(snapshot, ads=(replace(ad, creative=replace(ad.creative, senders=left)),))
    blind = replace(ad.creative, page_actor_override=False)
    yield replace(snapshot, ads=(replace(ad, creative=blind),))


@given(snapshots())
def test_whatever_is_left_out_in_silence_no_pass_puts_right_what_rested_on_it(snapshot):
    before = verdicts(snapshot)
    for less in silenter(snapshot):
        after = verdicts(less)
        for key, said in before.items():
            if not isinstance(said, Pass) and isinstance(after[key], Pass):
                assert after[key].told.lacks(said.told.facts), (key, said)


@given(snapshots())
def test_what_is_told_again_as_it_was_is_never_lacking(snapshot):
    for said in verdicts(snapshot).values():
        assert said.told.lacks(said.told.facts) == []


@given(snapshots())
def test_a_rule_never_fails_what_cannot_run_and_never_raises(snapshot):
    found = verdicts(snapshot)
    account = ("account", "act_1")
    assert all(isinstance(said, Pass) for (_, key), said in found.items() if key == account)
    stopped = replace(snapshot, campaigns=(replace(snapshot.campaigns[0], intent="PAUSED"),))
    assert not any(isinstance(said, Breach) for said in verdicts(stopped).values())
