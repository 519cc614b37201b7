"""Ads under which comments would be passed over: said, or found on their Page however old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.errors import Unavailable
from connectors.meta.pages import Gathered
from connectors.meta.parted import unshown
from connectors.recall import Recall
from policies.model import Platform, Words
from tests.connectors.meta.city_ads import NOON

PAGE, PARTNER_PAGE = "1001", "1009"
LONG_AGO = NOON - timedelta(days=70)


def nodes(ads, kind):
    return [one for one in ads.world.meta.values() if one.kind == kind]


def began(ads, when):
    """Let everything have been made then, the posts ten days before the campaigns begin."""
    for campaign in nodes(ads, "Campaign"):
        campaign.fields["start_time"] = when and when.strftime("%Y-%m-%dT%H:%M:%S%z")
    for post in nodes(ads, "PagePost"):
        made = (when or LONG_AGO) - timedelta(days=10)
        post.fields["created_time"] = made.strftime("%Y-%m-%dT%H:%M:%S%z")


def nameless(ads, count):
    for creative in nodes(ads, "AdCreative")[:count]:
        for name in ("effective_object_story_id", "effective_instagram_media_id"):
            creative.fields.pop(name)


def uncovered(snapshot, what="comments"):
    told = [one for one in snapshot.unread if one.what.startswith(what)]
    return [one.because.english() for one in told]


def there(snapshot):
    """What is said of Instagram alone."""
    return uncovered(snapshot, "comments.instagram")


def names_its_first(ads):
    """Let the creative name one of its posts; the answer is all of them."""
    posts = [one.fields["id"] for one in nodes(ads, "PagePost")]
    [creative] = nodes(ads, "AdCreative")
    creative.fields["effective_object_story_id"] = posts[0]
    return posts


def test_ads_that_name_their_posts_are_covered_and_no_older_posts_are_listed(ads):
    ads.campaign()
    began(ads, LONG_AGO)
    reader = ads.reader()
    assert reader.snapshot("act_1").unread == ()
    assert reader.own_posts() == ((), ())


def test_posts_of_ads_put_together_from_parts_are_found_on_their_page_however_old(ads):
    ads.campaign(sender="dynamic", placement="facebook")
    began(ads, LONG_AGO)
    reader = ads.reader()
    [ad] = reader.snapshot("act_1").ads
    assert ad.creative.posts == ()
    posts, unread = reader.own_posts()
    assert ({post.owner_id for post in posts}, len(posts), unread) == ({PAGE}, 3, ())


def test_where_no_ad_names_a_post_a_list_without_any_such_holds_none_of_theirs(ads):
    """Whether a Page lists all posts of such ads is not documented, nor whose each is."""
    ads.campaign()
    ads.campaign(sender="dynamic", placement="facebook")
    began(ads, LONG_AGO)
    reader = ads.reader()
    assert reader.snapshot("act_1").unread == ()
    assert reader.own_posts()[1] == ()
    ads.toggle(no_dynamic_posts=[PAGE])
    _, [unread] = reader.own_posts()
    assert unread.what == "own_posts"
    assert f"Meta lists none of Page {PAGE} either" in unread.because.english()


def test_where_the_list_of_all_other_posts_cannot_be_read_nobody_can_tell():
    failed = Unavailable(Words("Away."), platform=Platform.META)
    row = {"id": f"{PAGE}_1"}
    listed, nothing = Gathered(rows=(row,), error=None), Gathered(rows=(), error=None)
    told = [
        [*unshown(PAGE, pages, listed, whole)]
        for pages in ((), (PAGE,))
        for whole in (None, nothing, replace(nothing, error=failed))
    ]
    assert told == [[], [], [], [], [], [failed]]
    [error] = unshown(PAGE, (PAGE,), listed, listed)
    assert "lists none of Page" in error.words.english()


def test_one_that_names_one_of_its_posts_is_covered_as_long_as_that_is_listed(ads):
    ads.campaign(sender="dynamic", placement="facebook")
    posts = names_its_first(ads)
    began(ads, LONG_AGO)
    reader = ads.reader()
    assert reader.snapshot("act_1").unread == ()
    told, unread = reader.own_posts()
    assert ({post.id for post in told}, unread) == ({*posts}, ())
    ads.toggle(no_dynamic_posts=[PAGE])
    told, [unread] = reader.own_posts()
    assert (told, unread.what) == ((), "own_posts")
    assert f"1 posts of ads that are put together from parts ({posts[0]})" in (
        unread.because.english()
    )


def test_a_post_that_was_there_before_and_is_only_shown_is_not_missed_among_those_for_ads(ads):
    ads.campaign(sender="dynamic", placement="facebook")
    [creative] = nodes(ads, "AdCreative")
    creative.fields["object_story_id"] = names_its_first(ads)[0]
    ads.toggle(no_dynamic_posts=[PAGE])
    reader = ads.reader()
    reader.snapshot("act_1")
    assert reader.own_posts()[1] == ()


def test_where_the_list_itself_could_not_be_read_that_is_said_and_no_more(ads):
    ads.campaign(sender="dynamic", placement="facebook")
    names_its_first(ads)
    reader = ads.reader()
    reader.snapshot("act_1")
    ads.toggle(removed_fields=["permalink_url"], refuse_reads={PAGE: 200})
    assert not any("missing from" in one.because.english() for one in reader.own_posts()[1])


def test_an_ad_set_that_says_so_is_enough(ads):
    """The parts themselves may stand elsewhere."""
    ads.campaign(sender="dynamic", placement="facebook")
    [creative], [ad_set] = nodes(ads, "AdCreative"), nodes(ads, "AdSet")
    creative.fields.pop("asset_feed_spec")
    assert ads.snapshot().unread == ()
    ad_set.fields["is_dynamic_creative"] = False
    assert [one.what for one in ads.snapshot().unread] == ["comments"]


@pytest.mark.parametrize(
    ("platforms", "told"), [(["instagram"], 0), (["messenger"], 0), (["facebook"], 1), (None, 1)]
)
def test_one_that_cannot_show_on_facebook_has_no_posts_there(ads, platforms, told):
    ads.campaign(sender="dynamic")
    ad_sets(ads, publisher_platforms=platforms, effective_publisher_platforms=None)
    ads.toggle(no_dynamic_posts=[PAGE])
    reader = ads.reader()
    reader.snapshot("act_1")
    assert len(reader.own_posts()[1]) == told


@pytest.mark.parametrize("state", ["scheduled", "in_review"])
def test_one_put_together_from_parts_that_nobody_has_met_yet_is_not_told(ads, state):
    ads.campaign(sender="dynamic", placement="facebook", state=state)
    ads.toggle(no_dynamic_posts=[PAGE])
    reader = ads.reader()
    assert (reader.snapshot("act_1").unread, reader.own_posts()[1]) == ((), ())


def test_texts_that_meta_may_improve_are_no_parts(ads):
    ads.campaign()
    [creative] = nodes(ads, "AdCreative")
    features = creative.fields["degrees_of_freedom_spec"]["creative_features_spec"]
    features["text_generation"]["enroll_status"] = "OPT_IN"
    reader = ads.reader()
    assert (reader.snapshot("act_1").unread, reader._uncovered.since) == ((), None)


def test_one_that_names_one_of_its_posts_has_the_others_found_as_well(ads):
    ads.campaign(sender="dynamic")
    [first, *_] = posts = [one.fields["id"] for one in nodes(ads, "PagePost")]
    [creative] = nodes(ads, "AdCreative")
    creative.fields["effective_object_story_id"] = first
    began(ads, LONG_AGO)
    reader = ads.reader()
    [ad] = reader.snapshot("act_1").ads
    assert [post.id for post in ad.creative.posts] == [first]
    assert {post.id for post in reader.own_posts()[0]} == set(posts)


def test_where_no_beginning_is_told_a_years_posts_are_listed(ads):
    ads.campaign(sender="dynamic")
    began(ads, None)
    reader = ads.reader()
    reader.snapshot("act_1")
    assert len(reader.own_posts()[0]) == 3


def test_the_ad_that_began_first_tells_how_far_back(ads):
    for account in ("act_1", "act_2"):
        ads.campaign(sender="dynamic", account=account)
    old, young = nodes(ads, "Campaign")
    began(ads, LONG_AGO)
    young.fields["start_time"] = old.fields["start_time"].replace("2026", "2027")
    reader = ads.reader()
    for account in ("act_1", "act_2"):
        reader.snapshot(account)
    assert len(reader.own_posts()[0]) == 6


@pytest.mark.parametrize("changed", [{"sender": PARTNER_PAGE}, {"pages": ("1002",)}])
def test_parted_ads_of_a_page_that_is_not_read_are_told(ads, changed):
    ads.campaign(sender="dynamic")
    [creative] = nodes(ads, "AdCreative")
    creative.fields["object_story_spec"]["page_id"] = changed.pop("sender", PAGE)
    [said] = uncovered(ads.snapshot(**changed))
    [ad] = nodes(ads, "Ad")
    assert f"1 ads are put together from parts ({ad.fields['id']})" in said
    assert "not covered" in said


def test_ads_without_any_post_are_told_once_an_account(ads):
    ads.campaign(sets=3, ads=3)
    nameless(ads, 7)
    snapshot = ads.snapshot()
    [said] = uncovered(snapshot)
    assert "behind 7 ads (" in said
    assert ", …)" in said
    assert sum(ad.id in said for ad in snapshot.ads) == 5


def test_pages_are_asked_for_only_where_an_ad_makes_it_matter(ads):
    ads.campaign()
    ads.reader().snapshot("act_1")
    asked = [one.path for one in ads.sandbox.requests]
    assert not any("accounts" in path for path in asked)
    assert asked


def test_what_another_run_met_counts_in_one_that_reads_no_ads(ads):
    """Ads and posts may be read by different programs: the doubt must not get lost between them."""
    ads.campaign(sender="dynamic")
    began(ads, LONG_AGO)
    recall = Recall()
    ads.reader(recall=recall).snapshot("act_1")
    later = ads.reader(recall=Recall(recall.changed()))
    posts, unread = later.own_posts()
    assert (len(posts), unread) == (3, ())


def test_an_account_without_such_ads_any_more_is_in_doubt_no_longer(ads):
    ads.campaign(sender="dynamic")
    recall = Recall()
    ads.reader(recall=recall).snapshot("act_1")
    for creative in nodes(ads, "AdCreative"):
        creative.fields.pop("asset_feed_spec")
    for ad_set in nodes(ads, "AdSet"):
        ad_set.fields["is_dynamic_creative"] = False
    reader = ads.reader(recall=recall)
    reader.snapshot("act_1")
    assert reader._uncovered.since is None


def nowhere(ads):
    """Let no creative tell its post on Instagram."""
    for creative in nodes(ads, "AdCreative"):
        creative.fields.pop("effective_instagram_media_id", None)


def ad_sets(ads, **targeting):
    """Change where ad sets show; None: their `targeting` does not say."""
    for ad_set in nodes(ads, "AdSet"):
        told = ad_set.fields["targeting"] | targeting
        ad_set.fields["targeting"] = {k: v for k, v in told.items() if v is not None}


FACEBOOK = {"publisher_platforms": ["facebook"], "instagram_positions": None}
STORIES = {"instagram_positions": ["story"]}


@pytest.mark.parametrize("placement", ["automatic", "manual"])
@pytest.mark.parametrize("names_one", [False, True])
def test_parted_ads_that_can_show_on_instagram_are_told_whatever_their_page_lists(
    ads, placement, names_one
):
    ads.campaign(sender="dynamic", placement=placement)
    [creative], [ad] = nodes(ads, "AdCreative"), nodes(ads, "Ad")
    if names_one:
        creative.fields["effective_instagram_media_id"] = "18100000000000077"
    began(ads, LONG_AGO)
    reader = ads.reader()
    [said] = there(snapshot := reader.snapshot("act_1"))
    assert [one.what for one in snapshot.unread] == ["comments.instagram"]
    assert f"1 ads are put together from parts ({ad.fields['id']}) and can be shown on" in said
    assert "not covered" in said
    assert len(reader.own_posts()[0]) == 3


@pytest.mark.parametrize(
    "changed",
    [{}, {"publisher_platforms": None, "instagram_positions": None},
     {"publisher_platforms": []}, {"instagram_positions": None},
     {"instagram_positions": ["story", "reels"]},
     {**FACEBOOK, "effective_publisher_platforms": ["facebook", "instagram"]}],
)  # fmt: skip
def test_an_ad_that_can_show_on_instagram_and_tells_no_post_there_is_told(ads, changed):
    ads.campaign()
    nowhere(ads)
    ad_sets(ads, **changed)
    [said] = uncovered(ads.snapshot())
    [ad] = nodes(ads, "Ad")
    assert f"which posts on Instagram are behind 1 ads ({ad.fields['id']})" in said
    assert "not covered" in said


@pytest.mark.parametrize("sender", ["city", "dynamic"])
@pytest.mark.parametrize("changed", [FACEBOOK | {"effective_publisher_platforms": None}, STORIES])
def test_one_that_cannot_show_there_where_people_comment_is_not(ads, sender, changed):
    ads.campaign(sender=sender)
    nowhere(ads)
    ad_sets(ads, **changed)
    assert there(ads.snapshot()) == []


def test_one_that_is_only_softly_kept_from_there_is_told(ads):
    ads.campaign()
    nowhere(ads)
    ad_sets(ads, **FACEBOOK, effective_publisher_platforms=None)
    [ad_set] = nodes(ads, "AdSet")
    for positions, told in ((["story"], 0), (["stream"], 1)):
        ad_set.fields["placement_soft_opt_out"] = {"instagram_positions": positions}
        assert len(uncovered(ads.snapshot())) == told


def made(ads, ago):
    """Let every ad have been made so long ago; None: Meta does not tell when."""
    for ad in nodes(ads, "Ad"):
        when = ago and (NOON - ago).strftime("%Y-%m-%dT%H:%M:%S%z")
        ad.fields["created_time"] = when


@pytest.mark.parametrize("state", ["scheduled", "in_review", "disapproved"])
@pytest.mark.parametrize("sender", ["city", "dynamic"])
def test_one_that_nobody_has_met_yet_is_not(ads, sender, state):
    ads.campaign(sender=sender, state=state)
    made(ads, timedelta(hours=20))
    nowhere(ads)
    assert uncovered(ads.snapshot()) == []


@pytest.mark.parametrize("when", [timedelta(weeks=3), None])
@pytest.mark.parametrize(
    "review", ["PENDING_REVIEW", "DISAPPROVED", "PREAPPROVED", "PENDING_BILLING_INFO", "IN_PROCESS"]
)
def test_one_that_ran_and_was_changed_or_rejected_since_is_told_all_the_same(ads, review, when):
    ads.campaign(state="delivering")
    made(ads, when)
    nowhere(ads)
    [ad] = nodes(ads, "Ad")
    ad.hidden["review"] = review
    snapshot = ads.snapshot()
    assert [one.delivery for one in snapshot.ads] == [(review,)]
    [said] = uncovered(snapshot)
    assert ad.fields["id"] in said


def test_a_review_counts_as_the_first_for_a_day_after_what_began_last(ads):
    ads.campaign(state="in_review")
    made(ads, timedelta(days=40))
    nowhere(ads)
    assert uncovered(ads.snapshot()) == []
    for kind in ("Campaign", "AdSet"):
        for one in nodes(ads, kind):
            one.fields["start_time"] = (NOON - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S%z")
    assert len(uncovered(ads.snapshot())) == 1


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_one_that_may_have_run_is_told_also_where_it_does_not_any_more(ads, state):
    ads.campaign(state=state)
    nowhere(ads)
    assert len(uncovered(ads.snapshot())) == 1


@pytest.mark.parametrize(
    ("sender", "told"), [("none", 0), ("override", 1), ("ad_set_instagram", 1), ("unresolved", 1)]
)
def test_only_one_that_somebody_sends_on_instagram_can_show_there(ads, sender, told):
    ads.campaign(sender=sender)
    nowhere(ads)
    assert len(uncovered(ads.snapshot())) == told


def test_an_account_on_the_ad_set_is_enough(ads):
    ads.campaign(sender="ad_set_instagram")
    nowhere(ads)
    [creative] = nodes(ads, "AdCreative")
    creative.fields.pop("instagram_user_id")
    creative.fields["object_story_spec"].pop("instagram_user_id")
    assert len(uncovered(ads.snapshot())) == 1


def test_where_an_ad_shows_that_was_not_read_is_no_reason_to_be_silent(ads):
    ads.campaign()
    nowhere(ads)
    ads.toggle(omit_fields=["targeting"])
    assert len(uncovered(ads.snapshot())) == 1
