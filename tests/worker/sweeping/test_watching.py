"""The posts that briefs list are watched, whatever becomes of their campaigns (C9, C10)."""

from __future__ import annotations

import pytest

from policies.model import Platform, Post
from policies.model.briefs import Brief
from tests.worker.made import DAY, NOON, City, a_comment, a_discussion, a_post, some_means
from worker.store import briefs, posts
from worker.sweeping.means import Scope, Talk
from worker.sweeping.talk import read_talk
from worker.sweeping.watching import watched_posts

FACEBOOK, INSTAGRAM = "1001_77", "17900000000000077"
LINKEDIN = "urn:li:share:77"


def order(store, *ids, brief_id="b1"):
    with store.writing() as connection:
        told = Brief(posts=ids)
        briefs.save(connection, brief_id, told, source="x", by=None, at=NOON)


def watched(store, *, platform=Platform.META, scope=None, city=None):
    talk = Talk()
    found = watched_posts(some_means(store), city or City(platform), scope or Scope(), talk)
    with store.reading() as connection:
        known = posts.told(connection, platform, found)
    assert sorted(known) == sorted(found)
    return known, [one.what for one in talk.unread]


def test_without_briefs_nothing_is_listed(lite):
    assert watched(lite) == ({}, [])


def test_each_platform_is_asked_about_its_own(lite):
    order(lite, FACEBOOK, LINKEDIN, INSTAGRAM)
    assert watched(lite)[0].keys() == {FACEBOOK, INSTAGRAM}
    assert watched(lite, platform=Platform.LINKEDIN)[0].keys() == {LINKEDIN}


def test_what_is_known_of_a_post_stays_known(lite):
    known = Post(platform=Platform.META, id=INSTAGRAM, kind="instagram", owner_id="178", link="x")
    with lite.writing() as connection:
        posts.remember(connection, [known], NOON)
    order(lite, INSTAGRAM)
    assert watched(lite)[0] == {INSTAGRAM: known}


def test_a_post_of_the_city_s_own_that_a_brief_lists_is_read_once(lite):
    order(lite, a_post().id)
    city = City(Platform.META)
    city.own = (a_post(),)
    city.talk = {a_post().id: a_discussion(a_comment("1"))}
    read_talk(some_means(lite), city, Scope(), Talk())
    assert [ids for what, ids in city.asked if what == "discussions"] == [(a_post().id,)]


def test_what_is_asked_under_it_waits_long_after_the_brief_s_end(lite):
    order(lite, FACEBOOK)
    with lite.writing() as connection:
        ended = Brief(posts=(FACEBOOK,), ends=(NOON - 300 * DAY).date())
        briefs.save(connection, "b1", ended, source="x", by=None, at=NOON)
    city = City(Platform.META)
    post = a_post(77)
    city.talk = {FACEBOOK: a_discussion(a_comment("1", post=post), post=post)}
    talk = Talk()
    read_talk(some_means(lite), city, Scope(), talk)
    assert (talk.comments, talk.unread) == (1, [])


def test_one_account_is_asked_about_nothing_but_its_own_ads(lite):
    order(lite, FACEBOOK)
    assert watched(lite, scope=Scope(account_id="act_1")) == ({}, [])


@pytest.mark.parametrize("platform", Platform)
def test_what_is_no_post_s_id_is_told_as_unread(lite, platform):
    order(lite, "https://example.org/posts/1")
    assert watched(lite, platform=platform) == ({}, ["comments:https://example.org/posts/1"])
