"""What an ad shows as one value."""

from __future__ import annotations

from policies.delivery import families
from policies.proofs import begins, doubt, shown_by
from tests.policies.proofs.made import SHOWN
from tests.policies.rules.made import (
    DAY,
    NOON,
    a_campaign,
    a_creative,
    a_snapshot,
    an_ad,
    an_ad_set,
    page,
    unread,
)


def family(**changed):
    (only,) = families(a_snapshot(**changed))
    return only


def test_pieces_and_every_sender_once():
    creative = a_creative(page(), page(), shows=SHOWN[:-1])
    assert shown_by(family(ads=(an_ad(creative=creative),))) == SHOWN


def test_an_unread_creative_shows_nothing_and_nobody_can_tell_that_this_is_all():
    lost = family(ads=(an_ad(creative=unread("ads.creative")),))
    assert (shown_by(lost), doubt(lost).english()) == ((), "Not today.")


def test_an_ad_begins_with_the_later_of_what_stands_above_it():
    late = family(campaigns=(a_campaign(start=NOON),), ad_sets=(an_ad_set(start=NOON - DAY),))
    assert begins(late) == NOON
    assert begins(family(campaigns=(a_campaign(start=None),))) == NOON - DAY
    assert begins(family(campaigns=(), ad_sets=())) is None
