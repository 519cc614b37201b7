"""What one run learnt of Meta over HTTP is not asked for by the next, for as long as it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.http import Patience
from connectors.meta import MetaReader
from connectors.meta.learnt import learnt_of
from connectors.recall import Recall
from connectors.sandbox.city_meta_crowd import crowd
from tests.connectors.meta.city_ads import INSTAGRAM, LOST, NOON, OTHER, STAND_IN

DAY = timedelta(days=1)
LATER = NOON + timedelta(minutes=1)
BARE = 4
"""Calls of an account with one page of each: itself with its controls, campaigns, ad sets, ads."""

PAGES = 1
"""The list of Pages, which a run needs for their tokens: those are never kept."""


class Runs:
    """Runs one after the other, each in a process of its own, with what is kept between them."""

    def __init__(self, ads):
        self.ads = ads
        self.kept = {}

    def run(self, at=NOON, account="act_1"):
        """Read an account; the answer is what came, and how many calls it took."""
        learnt_of.cache_clear()
        recall = Recall(self.kept.values())
        reader = MetaReader(
            self.ads.access(), patience=Patience(0), clock=lambda: at, recall=recall
        )
        snapshot = reader.snapshot(account)
        self.kept |= {(one.topic, one.key): one for one in recall.changed()}
        return snapshot, reader.meter.counted

    def topics(self):
        return {topic for topic, _ in self.kept}


@pytest.fixture
def runs(ads):
    return Runs(ads)


@pytest.fixture
def many(ads, runs):
    """Every kind of sender that is looked up, and a post whose owner is."""
    for kind in ("city", "legacy", "other_instagram", "page_backed", "unresolved", "partner",
                 "boosted"):  # fmt: skip
        ads.campaign(sender=kind)
    return runs


def test_a_sweep_right_after_another_asks_for_no_account_and_no_owner_again(many):
    first, calls = many.run()
    second, again = many.run(LATER)
    assert second.identities == first.identities
    assert second.ads == first.ads
    assert second.unread == first.unread
    assert calls > again == BARE + PAGES
    assert {"identity", "stand_ins", "media_owner"} <= many.topics()


def test_what_is_kept_holds_no_token(many):
    many.run()
    kept = str(many.kept)
    tokens = [one for one in ("sandbox-meta", "sandbox-secret", "sandbox-page") if one in kept]
    assert many.kept
    assert tokens == []


def test_names_are_believed_for_a_week(many, ads):
    many.run()
    ads.world.meta[OTHER].fields["username"] = "nytt.namn"

    def name(at):
        snapshot, _ = many.run(at)
        return {one.id: one.username for one in snapshot.identities}[OTHER]

    assert name(NOON + 7 * DAY - LATER.resolution) == "kulturnatten.sthlm"
    assert name(NOON + 7 * DAY) == "nytt.namn"


def test_an_account_that_meta_begins_to_show_is_seen_after_a_day(many, ads):
    many.run()
    ads.world.meta[LOST] = ads.world.meta[OTHER].__class__("IGUser", {"id": LOST, "username": "x"})
    assert LOST not in {one.id for one in many.run(LATER)[0].identities}
    assert LOST in {one.id for one in many.run(NOON + DAY)[0].identities}


def test_the_citys_own_account_is_asked_for_again_at_once(ads, runs):
    ads.campaign()
    account = ads.world.meta.pop(INSTAGRAM)
    assert runs.run()[0].identities == ()
    ads.world.meta[INSTAGRAM] = account
    assert [one.id for one in runs.run(LATER)[0].identities] == [INSTAGRAM]


def test_an_account_that_becomes_a_stand_in_is_known_as_one_the_next_day(many, ads):
    many.run()
    ads.world.meta["1001"].edges["page_backed_instagram_accounts"] = [STAND_IN, OTHER]

    def backed(at):
        return {one.id for one in many.run(at)[0].identities if one.page_backed}

    assert backed(LATER) == {STAND_IN}
    assert backed(NOON + DAY) == {STAND_IN, OTHER}


def test_what_could_not_be_asked_is_not_believed(ads, runs):
    ads.campaign(sender="other_instagram")
    ads.toggle(refuse_reads={OTHER: 2})
    assert f"identities:{OTHER}" in {one.what for one in runs.run()[0].unread}
    ads.toggle(refuse_reads={})
    assert runs.run(LATER)[0].unread == ()


def test_a_smaller_page_is_remembered_from_run_to_run_for_a_day(ads, runs):
    crowd(ads.world, campaigns=20, ad_sets=10)
    ads.toggle(max_rows=100)
    _, first = runs.run(account="act_100")
    _, second = runs.run(LATER, account="act_100")
    _, anew = runs.run(NOON + DAY, account="act_100")
    assert first > second
    assert anew > second
    assert "page_size" in runs.topics()


def test_a_refused_field_is_remembered_from_run_to_run_for_a_day(ads, runs):
    ads.campaign()
    ads.toggle(removed_fields=["updated_time"])
    first, calls = runs.run()
    ads.toggle(removed_fields=[])
    second, again = runs.run(LATER)
    anew, _ = runs.run(NOON + DAY)
    assert calls > again == BARE
    assert first.campaigns[0].updated is second.campaigns[0].updated is None
    assert anew.campaigns[0].updated is not None
