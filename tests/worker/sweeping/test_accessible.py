"""C8 in a sweep: what is read apart from the ads, what is remembered, what makes no gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.http import Patience
from connectors.meta import MetaReader
from connectors.meta.learnt import learnt_of
from connectors.sandbox.city_meta_campaigns import Story
from policies.model import Film, Picture, Platform, Unread
from policies.rules import ON_ACCOUNTS
from policies.rules.alt_text import ALT_TEXT
from policies.rules.captions import CAPTIONS
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import (
    City,
    a_post,
    a_snapshot,
    an_ad,
    an_ad_set,
    not_read,
    some_means,
    unreachable,
)
from worker.store import findings, snapshots
from worker.store.recalled import recalling
from worker.sweeping.ads import read_account
from worker.sweeping.means import leaves_a_gap

META = Platform.META
BOTH = (ALT_TEXT, CAPTIONS)


@pytest.fixture
def ads():
    with ad_city() as city:
        city.account()
        yield city


class Rounds:
    """Sweeps of one account over HTTP, each by a process of its own."""

    def __init__(self, ads, store):
        self.ads = ads
        self.store = store
        self.at = NOON
        self.http = 0
        self.rules = BOTH

    def sweep(self, *, days=0.0, **access):
        """What the account gave; the requests of the reading are in `http`."""
        self.at += timedelta(days=days)
        learnt_of.cache_clear()
        with recalling(self.store, [META]) as recalls:
            reader = MetaReader(
                self.ads.access(**access),
                patience=Patience(0),
                clock=lambda: self.at,
                recall=recalls[META],
            )
            means = some_means(self.store, clock=lambda: self.at, rules=self.rules)
            read = read_account(means, reader, "act_1")
            self.http = reader.meter.http
        return read

    def without(self):
        """How many requests a sweep without these rules takes, once all else is learnt."""
        self.rules = ()
        self.sweep()
        self.sweep()
        self.rules = BOTH
        return self.http

    def states(self):
        """Rule's last word and outcome → state, of each finding."""
        with self.store.reading() as connection:
            found = findings.of_account(connection, META, "act_1")
        return {(one.rule.partition(".")[2], one.outcome): one.state for one in found}


@pytest.fixture
def rounds(ads, lite):
    return Rounds(ads, lite)


def campaign(ads, name):
    """A campaign of this name, by which the sandbox knows what its post shows; one ad."""
    return ads._builder.campaign(Story("act_1", name, "delivering", "manual", "city", ads=1))


def every(ads, kind):
    return [node for node in ads.world.meta.values() if node.kind == kind]


def describe(ads, text):
    for node in every(ads, "Photo"):
        node.fields |= {"alt_text": text, "alt_text_custom": text}
    for node in every(ads, "IGMedia"):
        node.fields["alt_text"] = text


def test_a_picture_without_a_text_is_a_finding_until_somebody_writes_one(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, None)
    assert rounds.sweep().opened == 1
    assert rounds.states() == {("alt-text", "fail"): "open"}
    describe(ads, "En bro över ett vatten")
    assert rounds.sweep(days=0.5).resolved == 0
    assert rounds.sweep(days=0.5).resolved == 1


def test_a_film_without_captions_is_one_too(ads, rounds):
    campaign(ads, "Vinterväghållning")
    assert rounds.sweep().opened == 1
    assert rounds.states() == {("captions", "fail"): "open"}
    every(ads, "AdVideo")[0].hidden["captions"] = ({"locale": "sv_SE", "is_auto_generated": False},)
    assert rounds.sweep(days=1).resolved == 1


def test_what_the_named_post_of_an_ad_put_together_does_not_show_is_no_pass(ads, rounds):
    """A photo with a text, and three pictures to choose from: two of them nobody has read."""
    campaign(ads, "Kampanj")
    describe(ads, "En bro över ett vatten")
    [node] = every(ads, "AdCreative")
    images = [{"hash": one * 32} for one in "abc"]
    node.fields["asset_feed_spec"] = {"images": images}
    assert {one.what for one in rounds.sweep().unread} == {"comments.instagram"}
    assert rounds.states() == {("alt-text", "unknown"): "open"}
    node.fields["asset_feed_spec"] = {"images": images[:1]}
    rounds.sweep(days=1)
    assert rounds.states() == {("alt-text", "unknown"): "open"}  # a creative never changes


@pytest.mark.parametrize(
    ("name", "unread", "wanted"),
    [
        ("Drick kranvatten", ["films"], {("captions", "unknown"): "open"}),
        ("Trygghetsvandring", [], {("captions", "unknown"): "open"}),
        ("Simskola för alla", [], {}),
    ],
)
def test_what_nobody_can_tell_of_a_film_is_unknown_and_no_gap(ads, rounds, name, unread, wanted):
    campaign(ads, name)
    told = rounds.sweep().unread
    assert [one.what.partition(":")[0] for one in told] == unread
    assert not any(map(leaves_a_gap, told))
    assert {one.account_id for one in told} <= {"act_1"}
    assert rounds.states() == wanted


def test_the_second_sweep_asks_for_nothing_more_than_one_without_these_rules(ads, rounds):
    for name in ("Kampanj", "Vinterväghållning", "Simskola för alla", "Cykla i vinter"):
        campaign(ads, name)
    alone = rounds.without()
    rounds.sweep()
    assert rounds.http == alone + 3
    rounds.sweep()
    assert rounds.http == alone


def test_nothing_is_asked_of_ads_that_cannot_run(ads, rounds):
    number = campaign(ads, "Kampanj")
    ads.world.meta[number].fields["status"] = "PAUSED"
    alone = rounds.without()
    rounds.sweep()
    assert (rounds.http, rounds.states()) == (alone, {})


def test_a_fail_that_can_no_longer_be_read_stays_one(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, None)
    rounds.sweep()
    describe(ads, "En bro")
    for kind in ("Photo", "PagePost"):
        for node in every(ads, kind):
            node.hidden["unseen"] = True
    rounds.sweep(days=8)
    assert rounds.states() == {("alt-text", "fail"): "open", ("captions", "unknown"): "open"}


def test_what_was_read_stands_in_the_snapshot_that_is_kept(ads, rounds):
    campaign(ads, "Kampanj")
    rounds.sweep()
    with rounds.store.reading() as connection:
        [ad] = snapshots.latest(connection, META, "act_1").ads
    assert len(ad.creative.pictures) == 2
    assert ad.creative.films == ()


PICTURE = Picture(media="1", alt_text=None, post=a_post().id)
AN_AD = a_snapshot(ads=(an_ad(posts=[a_post()]),))


def swept(store, city, *, snapshot=AN_AD, rules=BOTH):
    city.snapshots = {"act_1": snapshot}
    return read_account(some_means(store, rules=rules), city, "act_1")


def outcomes(store):
    with store.reading() as connection:
        found = findings.of_account(connection, META, "act_1")
    return sorted((one.rule, one.outcome) for one in found)


def test_where_nothing_could_be_read_both_are_unknown_and_that_is_a_gap(lite):
    city = City()
    city.shows = unreachable()
    [unread] = swept(lite, city).unread
    assert (unread.what, leaves_a_gap(unread)) == ("pictures", True)
    assert outcomes(lite) == [(ALT_TEXT.id, "unknown"), (CAPTIONS.id, "unknown")]


def test_with_these_rules_off_nothing_is_asked(lite):
    city = City()
    city.shows = unreachable()
    others = tuple(rule for rule in ON_ACCOUNTS if rule not in BOTH)
    assert swept(lite, city, rules=others).unread == ()


def test_an_ad_whose_content_was_not_read_asks_for_nothing_and_is_unknown(lite):
    lost = replace(an_ad(), creative=not_read("ads.creative"))
    assert swept(lite, City(), snapshot=a_snapshot(ads=(lost,))).unread == ()
    assert outcomes(lite) == [(ALT_TEXT.id, "unknown"), (CAPTIONS.id, "unknown")]


def test_an_ad_set_that_is_over_hides_what_its_ads_lack(lite):
    city = City()
    city.shows = {"pictures": (PICTURE,), "films": (Film(media="9", captions=False),)}
    over = a_snapshot(ad_sets=(an_ad_set(end=NOON),), ads=AN_AD.ads)
    swept(lite, city, snapshot=over)
    assert outcomes(lite) == []
    swept(lite, city)
    assert outcomes(lite) == [(ALT_TEXT.id, "fail"), (CAPTIONS.id, "fail")]
    assert not isinstance(PICTURE.alt_text, Unread)
