"""Every post behind an ad has its comments read, once, over real HTTP; what has none is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.sandbox.meta.talking import write
from policies.model import Platform
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import some_means
from worker.store.tables import threads
from worker.sweeping.means import Scope, leaves_a_gap
from worker.sweeping.sweep import sweep

ANNA = {"id": "24001", "name": "Anna Ek"}
BO = {"id": "5601", "username": "bo.lind"}


@pytest.fixture
def ads():
    with ad_city() as city:
        yield city


def nodes(ads, *kinds):
    return [one for one in ads.world.meta.values() if one.kind in kinds]


def asked_under_each(ads):
    """Somebody asks something under every post; the answer is which comment under which."""
    return {
        write(
            ads.world, post.fields["id"], "När öppnar det?", ANNA if post.kind == "PagePost" else BO
        ).fields["id"]: post.fields["id"]
        for post in nodes(ads, "PagePost", "IGMedia")
    }


def swept(ads, store, **changed):
    reader = ads.reader(**changed)
    told = sweep(some_means(store, clock=lambda: NOON), {Platform.META: reader}, Scope())
    return told, reader.meter


def waiting(store):
    with store.reading() as connection:
        query = select(threads.c.thread_id, threads.c.post_id).where(threads.c.state == "open")
        return {row.thread_id: row.post_id for row in connection.execute(query)}


def test_a_boosted_post_is_read_on_the_wall_on_instagram_and_where_it_is_the_ad(ads, lite):
    ads.campaign(sender="boosted")
    asked = asked_under_each(ads)
    told, _ = swept(ads, lite)
    assert len(asked) == 3
    assert (waiting(lite), told.unread) == (asked, ())


def test_the_several_posts_of_an_ad_that_names_none_are_all_read(ads, lite):
    ads.campaign(sender="dynamic", placement="facebook")
    asked = asked_under_each(ads)
    told, _ = swept(ads, lite)
    assert len(asked) == 3
    assert (waiting(lite), told.unread) == (asked, ())


def test_a_post_that_many_ads_show_is_read_once(ads, lite):
    ads.campaign(ads=10)
    first, *others = nodes(ads, "AdCreative")
    for name in ("effective_object_story_id", "effective_instagram_media_id"):
        for other in others:
            shown = other.fields[name]
            other.fields[name] = first.fields[name]
            del ads.world.meta[shown]
    ads.world.meta["1001"].edges["ads_posts"] = [first.fields["effective_object_story_id"]]
    asked = asked_under_each(ads)
    told, _ = swept(ads, lite)
    assert (waiting(lite), told.read["comments"], told.unread) == (asked, 2, ())


def test_an_ad_of_which_no_post_is_told_leaves_a_gap(ads, lite):
    ads.campaign()
    [creative] = nodes(ads, "AdCreative")
    for name in ("effective_object_story_id", "effective_instagram_media_id"):
        del creative.fields[name]
    told, _ = swept(ads, lite)
    [unread] = told.unread
    assert (unread.what, unread.account_id, leaves_a_gap(unread)) == ("comments", "act_1", True)
    assert "comments under them are not covered" in unread.because.english()


def test_a_second_sweep_a_while_later_costs_no_more_and_finds_the_same(ads, lite):
    ads.campaign(ads=3)
    asked = asked_under_each(ads)
    _, first = swept(ads, lite)
    _, second = swept(ads, lite)
    assert waiting(lite) == asked
    assert second.counted <= first.counted


def test_an_ad_of_which_no_post_on_instagram_is_told_leaves_a_gap_there_alone(ads, lite):
    ads.campaign()
    [creative] = nodes(ads, "AdCreative")
    del creative.fields["effective_instagram_media_id"]
    told, _ = swept(ads, lite)
    [unread] = told.unread
    assert (unread.what, leaves_a_gap(unread)) == ("comments.instagram", True)
