"""What an ad shows as one value."""

from __future__ import annotations

from policies.delivery import families
from policies.proofs import begins, doubt, shown_by, told_of
from policies.told import NOTHING
from tests.policies.proofs.made import SHOWN, piece
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


def told(creative, apart="", **ad_set):
    """What was told of an ad with this creative."""
    ads = (an_ad(creative=creative),)
    return told_of(family(ads=ads, ad_sets=(an_ad_set(**ad_set),)), apart)


def test_each_piece_that_was_told_has_a_name_which_is_kept_with_findings():
    found = told(a_creative(page(), shows=SHOWN[:-1]), " against proof p1", updated="7")
    always = "creative creative-1 against proof p1"
    assert found.objects == (always, f"{always} None", "ad_set s1 against proof p1 7")
    assert [name for carrier, name in found.facts if carrier == f"{always} None"] == [
        "text", "title", "description", "link", "button",
        "title 1", "media 1", "title 2", "media 2", "sender",
    ]  # fmt: skip
    assert len(found.facts) == len(SHOWN)


def test_several_pieces_of_one_kind_and_card_each_have_a_name():
    shows = (piece("text", "A"), piece("text", "B"), piece("text", "C"), piece("text", "D", 1))
    found = told(a_creative(page(), page(), shows=shows, page_actor_override=True))
    assert [name for _, name in found.facts] == [
        "text", "text (2)", "text (3)", "text 1", "sender", "sender (2)", "sender (3)",
    ]  # fmt: skip


def test_senders_of_the_ad_set_stand_in_its_own_state():
    found = told(a_creative(page()), senders=(page(), page()), updated="7")
    assert found.facts == (
        ("creative creative-1 None", "sender"),
        ("ad_set s1 7", "sender"),
        ("ad_set s1 7", "sender (2)"),
    )


def test_a_creative_that_may_change_says_so():
    found = told(a_creative(page(), version="3"))
    assert found.facts == (
        ("creative creative-1 3", "sender"),
        ("creative creative-1", "last change"),
    )


def test_without_an_ad_set_only_the_creative_was_told_and_of_an_unread_one_nothing():
    alone = told_of(family(ads=(an_ad(creative=a_creative(page())),), ad_sets=()))
    assert alone.objects == ("creative creative-1", "creative creative-1 None")
    assert alone.facts == (("creative creative-1 None", "sender"),)
    assert told_of(family(ads=(an_ad(creative=unread("ads.creative")),))) == NOTHING
