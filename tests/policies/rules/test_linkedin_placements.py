"""C6: all placements on LinkedIn are allowed, LinkedIn's own Audience Network too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Delivered, Placement, Platform
from policies.rules import CATALOGUE
from tests.policies.rules.made import (
    GUARD,
    NETWORK,
    NO_CONTROLS,
    NO_FIGURES,
    ORGANIZATION,
    a_campaign,
    a_showing,
    a_snapshot,
    an_account,
    an_ad,
    an_ad_set,
    organization,
    unread,
    verdicts,
    word,
)

LINKEDIN = Platform.LINKEDIN
PLACES = {rule.id for rule in CATALOGUE if rule.clause in ("C4", "C6")}
names = st.sampled_from([NETWORK, "linkedin", "OFFSITE", "linkedin_audience_network", "ctv"])
several = st.none() | st.lists(names, max_size=3).map(tuple)
positions = st.dictionaries(names, st.lists(names, max_size=2).map(tuple), max_size=2)
placements = st.builds(
    Placement,
    platforms=several,
    positions=positions,
    effective_platforms=several,
    soft_opt_out=positions,
    offsite=st.just(True),
) | st.just(unread("placement", LINKEDIN))
words = st.sampled_from(["ACTIVE", "PAUSED", "DRAFT", "ARCHIVED", "FROZEN"])


def offsite(placement, *, told=True):
    return placement if not isinstance(placement, Placement) else replace(placement, offsite=told)


@given(placements, words, words, st.sampled_from([None, GUARD, NO_CONTROLS]), st.booleans())
def test_c6_no_placement_on_linkedin_is_ever_a_finding_whatever_the_rest(
    placement, above, own, controls, told
):
    def said(placement):
        city = organization(ORGANIZATION)
        snapshot = a_snapshot(
            LINKEDIN,
            account=an_account(LINKEDIN, controls=controls),
            campaigns=(a_campaign(platform=LINKEDIN, intent=above),),
            ad_sets=(
                an_ad_set(platform=LINKEDIN, intent=own, placement=placement, senders=(city,)),
            ),
            ads=(an_ad(city, platform=LINKEDIN),),
        )
        return verdicts(snapshot)

    found = said(placement)
    assert not PLACES & {rule for rule, _ in found}
    assert {word(one) for one in found.values()} == {"pass"}
    assert found == said(offsite(placement, told=told))


@pytest.mark.parametrize("publisher", [NETWORK, "linkedin", "linkedin_audience_network", "ctv"])
def test_c6_what_was_shown_outside_linkedin_is_no_finding_either(publisher):
    figures = Delivered(
        platform=LINKEDIN,
        account_id="act_1",
        since=NO_FIGURES.since,
        until=NO_FIGURES.until,
        showings=(a_showing(publisher=publisher, position="OFFSITE"),),
        unread=(unread("delivered", LINKEDIN),),
    )
    found = verdicts(a_snapshot(LINKEDIN), delivered=figures)
    assert not PLACES & {rule for rule, _ in found}


def test_c6_the_same_on_meta_is_one():
    placement = Placement(
        platforms=(NETWORK,), positions={}, effective_platforms=None, soft_opt_out={}, offsite=True
    )
    found = verdicts(a_snapshot(ad_sets=(an_ad_set(placement=placement),)))
    assert "fail" in {word(one) for (rule, _), one in found.items() if rule in PLACES}
