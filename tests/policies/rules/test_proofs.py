"""C2: the proof was seen, and what runs is what was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from policies.finding import Finding, Place, begin, turn
from policies.model import Platform, SenderKind
from policies.model.proofs import Contact, ProofLevel
from policies.proofs import fingerprint
from policies.register import Register
from policies.rule import Pass
from policies.rules.proofs import CHANGED, MISSING
from tests.policies.proofs.made import SEEN_AT, SHOWN, a_proof, piece
from tests.policies.rules.made import (
    DAY,
    NOON,
    a_campaign,
    a_creative,
    a_snapshot,
    an_ad,
    an_ad_set,
    facts,
    instagram,
    page,
    sender,
    unread,
    verdict,
    verdicts,
    word,
)

OWN = tuple(one for one in SHOWN if one.kind != "sender")
"""What the creative shows; its sender stands by itself."""
HOUR = timedelta(hours=1)


def shown(*more, without=(), **changed):
    """The creative of the proof, with pieces more or less."""
    pieces = (*(one for one in OWN if one.kind not in without), *more)
    return a_creative(page(), **{"shows": pieces, **changed})


def the_ad(creative=None, **changed):
    return an_ad(creative=creative or shown(), **changed)


def said(rule, *proofs, ad=None, platform=Platform.META, since=None, **changed):
    """What the rule says of one ad, the register holding these proofs."""
    snapshot = a_snapshot(platform, ads=(ad or the_ad(platform=platform),), **changed)
    return verdict(rule, "ad", snapshot, register=Register(proofs=proofs, since=since))


def both(*proofs, **told):
    return word(said(MISSING, *proofs, **told)), word(said(CHANGED, *proofs, **told))


SEEN = a_proof()
CHANGED_TEXT = shown(piece("text", "Anmälan är stängd."), without=("text",))


def test_an_ad_that_shows_what_was_seen_passes_both():
    assert both(SEEN) == ("pass", "pass")
    assert both(replace(SEEN, level=ProofLevel.APPROVED)) == ("pass", "pass")


@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_an_ad_of_which_no_proof_was_seen_is_told_once(platform):
    told = said(MISSING, platform=platform)
    assert word(told) == "fail"
    assert told.link == "https://example.org/a1"
    assert "Nobody at SLK" in told.message.english()
    assert word(said(CHANGED, platform=platform)) == "pass"


def test_a_proof_of_another_ad_covers_what_shows_exactly_the_same_and_nothing_else():
    other = replace(SEEN, ad_id="a9", creative_id="creative-9")
    assert both(other) == ("pass", "pass")
    assert both(other, ad=the_ad(CHANGED_TEXT)) == ("fail", "pass")


def test_a_proof_of_the_creative_covers_every_ad_that_shows_it():
    of_creative = replace(SEEN, ad_id=None)
    assert both(of_creative, ad=the_ad(number="a7")) == ("pass", "pass")
    assert both(of_creative, ad=the_ad(CHANGED_TEXT, number="a7")) == ("pass", "fail")


def test_what_differs_from_the_proof_is_told_once_and_side_by_side():
    ad = the_ad(CHANGED_TEXT)
    assert word(said(MISSING, SEEN, ad=ad)) == "pass"
    told = said(CHANGED, SEEN, ad=ad)
    assert word(told) == "fail"
    assert told.message.english() == (
        "The ad does not show what was seen in its proof of 2026-11-20. Not as it was: text. Then: "
        "“Anmälan är öppen. Välkommen!” Now: “Anmälan är stängd.”"
    )
    assert told.evidence["differences"] == [
        {
            "what": "text",
            "card": None,
            "old": ["Anmälan är öppen.\nVälkommen!"],
            "new": ["Anmälan är stängd."],
        }
    ]
    assert (told.evidence["proof"], told.evidence["by"]) == ("p1", "Anna")
    assert told.link == "https://example.org/a1"


def test_long_texts_are_cut_in_the_message_and_whole_in_the_evidence():
    told = said(CHANGED, SEEN, ad=the_ad(shown(piece("title", "x" * 200), without=("text",))))
    assert f"“{'x' * 79}…”" in told.message.english()
    assert ["x" * 200] in [one["new"] for one in told.evidence["differences"]]


NEW_PIECES = (
    piece("text", "Till"), piece("title", "Ny"), piece("link", "https://example.org/"),
    piece("media", "ef56"), piece("media", "ef56", 2), piece("button", "SIGN_UP"),
    piece("description", "Ny"), piece("address", "example.org"), piece("title", "Tredje", 3),
)  # fmt: skip


@pytest.mark.parametrize("more", NEW_PIECES)
def test_whatever_is_new_is_a_change(more):
    assert word(said(CHANGED, SEEN, ad=the_ad(shown(more)))) == "fail"


def test_another_sender_is_a_change_wherever_it_stands():
    creative = a_creative(page("1002"), shows=OWN)
    assert word(said(CHANGED, SEEN, ad=the_ad(creative))) == "fail"
    override = shown(page_actor_override=True)
    assert word(said(CHANGED, SEEN, ad=the_ad(override))) == "fail"
    above = an_ad_set(senders=(sender(SenderKind.INSTAGRAM, "178402", "ad_set"),))
    assert word(said(CHANGED, SEEN, ad_sets=(above,))) == "fail"


def test_a_sender_that_stands_in_two_places_is_one():
    creative = a_creative(page(), sender(SenderKind.PAGE, "1001", "elsewhere"), shows=OWN)
    assert both(SEEN, ad=the_ad(creative)) == ("pass", "pass")


@pytest.mark.parametrize("kind", ["text", "title", "media", "link", "button", "description"])
def test_what_is_only_missing_in_the_same_creative_was_perhaps_not_told(kind):
    told = said(CHANGED, SEEN, ad=the_ad(shown(without=(kind,))))
    assert word(told) == "unknown"
    assert kind in told.because.english()
    assert told.evidence["differences"]


def test_another_creative_that_lacks_something_is_a_change():
    assert word(said(CHANGED, SEEN, ad=the_ad(shown(without=("link",), id="other")))) == "fail"


UNTOLD = {
    "its content": shown(unread=(unread("content"),)),
    "its senders": shown(unread=(unread("senders"),)),
    "nothing, by an older program": shown(shows=None),
    "nothing": shown(shows=()),
    "everything": unread("ads.creative"),
}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_was_not_read_is_unknown_never_seen(name):
    ad = the_ad(UNTOLD[name])
    other = replace(SEEN, ad_id="a9", creative_id="creative-9")
    assert word(said(MISSING, ad=ad)) == "unknown"
    assert word(said(MISSING, other, ad=ad)) == "unknown"
    assert both(SEEN, ad=ad) == ("pass", "unknown")


def test_an_unread_part_hides_no_change_that_is_told():
    creative = replace(CHANGED_TEXT, unread=(unread("content"),))
    assert word(said(CHANGED, SEEN, ad=the_ad(creative))) == "fail"
    same_as_another = replace(SEEN, id="p2", ad_id="a9", creative_id="k9", shown=())
    covered = (*CHANGED_TEXT.shows, piece("sender", "page 1001"))
    same_as_another = replace(same_as_another, shown=covered, fingerprint=fingerprint(covered))
    assert word(said(CHANGED, SEEN, same_as_another, ad=the_ad(creative))) == "unknown"


def test_where_the_creative_is_unread_no_proof_is_held_against_it_if_there_is_none():
    assert word(said(CHANGED, ad=the_ad(unread("ads.creative")))) == "pass"
    nameless = the_ad(shown(id=""), number="a7")
    assert word(said(CHANGED, replace(SEEN, ad_id=None), ad=nameless)) == "unknown"


def test_an_ad_whose_ad_set_was_not_read_may_have_another_sender():
    assert word(said(CHANGED, SEEN, ad_sets=())) == "unknown"
    other = replace(SEEN, ad_id="a9", creative_id="creative-9")
    assert word(said(MISSING, other, ad_sets=())) == "unknown"


def test_the_newest_proof_of_the_ad_counts_and_any_that_shows_the_same_will_do():
    pieces = (*CHANGED_TEXT.shows, piece("sender", "page 1001"))
    anew = a_proof(pieces, id="p2", at=SEEN_AT + HOUR)
    for proofs in ((SEEN, anew), (anew, SEEN)):
        assert both(*proofs, ad=the_ad(CHANGED_TEXT)) == ("pass", "pass")
        assert both(*proofs) == ("pass", "pass")
        third = said(CHANGED, *proofs, ad=the_ad(shown(piece("text", "Tredje"), without=("text",))))
        assert third.evidence["proof"] == "p2"


def test_a_proof_of_which_only_the_fingerprint_is_left_covers_the_same_and_tells_no_difference():
    erased = replace(SEEN, shown=())
    assert both(erased) == ("pass", "pass")
    told = said(CHANGED, erased, ad=the_ad(CHANGED_TEXT))
    assert word(told) == "unknown"
    assert "erased" in told.because.english()
    lost = the_ad(shown(unread=(unread("content"),)))
    assert (
        said(CHANGED, replace(erased, fingerprint="0:x"), ad=lost).because.english() == "Not today."
    )


def test_a_proof_of_the_ad_goes_before_one_of_its_creative():
    of_creative = replace(SEEN, id="p2", ad_id=None, at=SEEN_AT + HOUR)
    assert said(CHANGED, SEEN, of_creative, ad=the_ad(CHANGED_TEXT)).evidence["proof"] == "p1"


def test_what_passes_tells_the_proof_and_whether_it_reached_the_contacts_in_time():
    proof = replace(SEEN, reached={Contact.FIRST: SEEN_AT - HOUR})
    started = {"ad_sets": (an_ad_set(start=SEEN_AT - 2 * HOUR),)}
    begun = {**started, "campaigns": (a_campaign(start=None),)}
    for rule in (MISSING, CHANGED):
        told = said(rule, proof, **begun)
        assert isinstance(told, Pass)
        assert told.evidence["proof"] == "p1"
        assert told.evidence["contacts"] == {
            "first": {"at": (SEEN_AT - HOUR).isoformat(), "state": "late"},
            "editorial": {"at": None, "state": "missing"},
        }
    assert said(MISSING, proof).evidence["contacts"]["first"]["state"] == "in-time"


@pytest.mark.parametrize(
    "changed",
    [
        {"campaigns": (a_campaign(intent="PAUSED"),)},
        {"ad_sets": (an_ad_set(end=NOON - DAY),)},
        {"ad": the_ad(intent="PAUSED")},
    ],
)
def test_an_ad_that_can_no_longer_be_shown_is_against_nothing(changed):
    assert both(**changed) == ("pass", "pass")


def test_whether_it_can_be_shown_at_all_was_not_told():
    assert both(campaigns=()) == ("unknown", "pass")
    assert word(said(CHANGED, SEEN, ad=the_ad(CHANGED_TEXT), campaigns=())) == "unknown"


def test_nobody_is_asked_for_proofs_before_their_day_nor_without_a_register():
    rules = (MISSING, CHANGED)
    snapshot = a_snapshot(ads=(the_ad(),))
    assert verdicts(snapshot, rules=rules) == {}
    early = Register(since=date(2026, 11, 25))
    assert verdicts(snapshot, rules=rules, register=early) == {}
    due = Register(since=date(2026, 11, 24))
    assert len(verdicts(snapshot, rules=rules, register=due)) > 0
    assert next(iter(MISSING.check(facts(snapshot)))).message.english().startswith("Nobody")


def found(told) -> Finding:
    place = Place(Platform.META, "act_1", CHANGED.id, ("ad", "a1"))
    return begin(place, CHANGED, told, NOON).finding


def turned(finding, told):
    return turn(finding, CHANGED, told, NOON + DAY).finding


EXTRA = shown(piece("description", "Bara i dag"))


def test_a_change_is_not_put_right_because_it_is_left_out_later():
    finding = found(said(CHANGED, SEEN, ad=the_ad(EXTRA)))
    after = turned(finding, said(CHANGED, SEEN))
    assert (after.state, after.outcome) == ("open", "fail")
    assert "description" in after.because.english()


def test_the_creative_that_was_seen_shown_again_puts_it_right():
    finding = found(said(CHANGED, SEEN, ad=the_ad(replace(EXTRA, id="other"))))
    assert turned(finding, said(CHANGED, SEEN)).state == "resolved"


def test_a_new_proof_puts_it_right():
    finding = found(said(CHANGED, SEEN, ad=the_ad(EXTRA)))
    anew = a_proof((*EXTRA.shows, piece("sender", "page 1001")), id="p2", at=NOON)
    assert turned(finding, said(CHANGED, SEEN, anew, ad=the_ad(EXTRA))).state == "resolved"


def test_a_post_that_was_changed_back_puts_it_right_and_one_that_is_half_told_does_not():
    edited = replace(EXTRA, version="2026-11-24T09:00:00+00:00")
    finding = found(said(CHANGED, SEEN, ad=the_ad(edited)))
    back = replace(shown(), version="2026-11-24T11:00:00+00:00")
    assert turned(finding, said(CHANGED, SEEN, ad=the_ad(back))).state == "resolved"
    for version in (edited.version, None):
        half = said(CHANGED, SEEN, ad=the_ad(replace(shown(), version=version)))
        assert turned(finding, half).state == "open"


def test_a_missing_proof_is_not_put_right_by_what_is_left_out_until_it_looks_like_another():
    other = replace(SEEN, ad_id="a9", creative_id="creative-9")
    finding = found(said(MISSING, other, ad=the_ad(EXTRA)))
    assert turned(finding, said(MISSING, other)).state == "open"
    assert turned(finding, said(MISSING, other, SEEN)).state == "resolved"


def test_an_instagram_sender_of_the_ad_set_that_was_taken_off_puts_it_right():
    above = an_ad_set(senders=(instagram("178402"),), updated="1")
    finding = found(said(CHANGED, SEEN, ad_sets=(above,)))
    silent = said(CHANGED, SEEN, ad_sets=(an_ad_set(updated="1"),))
    assert turned(finding, silent).state == "open"
    changed = said(CHANGED, SEEN, ad_sets=(an_ad_set(updated="2"),))
    assert turned(finding, changed).state == "resolved"


LINK = "https://example.org/a1"


def test_what_nobody_can_tell_says_why_and_where_to_look():
    other = replace(SEEN, ad_id="a9", creative_id="creative-9")
    lost = the_ad(unread("ads.creative"))
    for told in (
        said(MISSING, ad=lost),
        said(CHANGED, other, ad=lost),
        said(CHANGED, SEEN, ad=the_ad(shown(unread=(unread("content"),)))),
    ):
        assert (word(told), told.because.english(), told.link) == ("unknown", "Not today.", LINK)


def test_what_nobody_can_tell_rests_on_what_was_told():
    creative = shown(unread=(unread("content"),))
    missing = said(MISSING, ad=the_ad(creative))
    assert ("creative creative-1 None", "text") in missing.told.facts
    changed = said(CHANGED, SEEN, ad=the_ad(creative))
    assert ("creative creative-1 against proof p1 None", "text") in changed.told.facts


def test_a_proof_that_covers_an_ad_is_named_though_it_is_of_another():
    other = replace(SEEN, id="p2", ad_id="a9", creative_id="creative-9")
    assert said(MISSING, other).evidence["proof"] == "p2"
