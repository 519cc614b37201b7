"""Pictures and films of ads read over HTTP: what is told, with how many calls, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.http import Patience
from connectors.meta import MetaReader
from connectors.meta.learnt import learnt_of
from connectors.recall import Recall
from connectors.sandbox import city_meta_looks as looks
from connectors.sandbox.city_meta_campaigns import Story
from connectors.sandbox.city_meta_crowd import crowd
from policies.model import Film, Unread
from tests.connectors.meta.city_ads import NOON

DAY = timedelta(days=1)
LATER = NOON + timedelta(minutes=30)


class Rounds:
    """Rounds one after the other, each in a process of its own, with what is kept between them."""

    def __init__(self, ads):
        self.ads = ads
        self.kept = {}
        self.http = 0
        self.counted = 0

    def round(self, at=NOON, account="act_1", **changed):
        """The account's creatives by id, with their pictures and films."""
        learnt_of.cache_clear()
        recall = Recall(self.kept.values())
        reader = MetaReader(
            self.ads.access(**changed), patience=Patience(0), clock=lambda: at, recall=recall
        )
        creatives = [ad.creative for ad in reader.snapshot(account).ads]
        before = reader.meter.http, reader.meter.counted
        told = reader.accessible(creatives)
        self.http = reader.meter.http - before[0]
        self.counted = reader.meter.counted - before[1]
        self.kept |= {(one.topic, one.key): one for one in recall.changed()}
        assert [one.id for one in told] == [one.id for one in creatives]
        return told

    def one(self, at=NOON, **more):
        [creative] = self.round(at, **more)
        return creative


@pytest.fixture
def rounds(ads):
    return Rounds(ads)


def texts(creative):
    return [
        "unread" if isinstance(one.alt_text, Unread) else one.alt_text for one in creative.pictures
    ]


def campaign(ads, name, sender="city", placement="manual"):
    """A campaign of this name, by which the sandbox knows what its post shows."""
    if "act_1" not in ads.world.meta:
        ads.account()
    return ads._builder.campaign(Story("act_1", name, "delivering", placement, sender, ads=1))


def nodes(ads, kind):
    return [node for node in ads.world.meta.values() if node.kind == kind]


def describe(ads, photo, twin):
    """Set the texts of the one photo, if there is one, and of its twin on Instagram."""
    for node in nodes(ads, "Photo"):
        node.fields |= {"alt_text": photo, "alt_text_custom": photo}
    for node in nodes(ads, "IGMedia"):
        node.fields["alt_text"] = twin


def test_a_picture_is_read_where_each_platform_shows_it(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, "En bro", None)
    creative = rounds.one()
    assert texts(creative) == ["En bro", None]
    assert [one.post for one in creative.pictures] == [one.id for one in creative.posts]
    assert creative.films == ()


def test_an_ad_that_is_not_on_instagram_shows_its_pictures_on_facebook_alone(ads, rounds):
    campaign(ads, "Kampanj", sender="none")
    describe(ads, "En bro", None)
    assert texts(rounds.one()) == ["En bro"]


def test_a_text_that_facebook_made_by_itself_is_none(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, None, "En bro")
    nodes(ads, "Photo")[0].fields["alt_text"] = "Kan vara en bild av träd"
    assert texts(rounds.one()) == [None, "En bro"]


def test_of_a_boosted_post_the_one_in_effect_counts(ads, rounds):
    campaign(ads, "Kampanj", sender="boosted")
    creative = rounds.one()
    assert len(creative.posts) == 3
    twin = next(one for one in creative.posts if one.kind == "instagram")
    assert [one.post for one in creative.pictures] == [creative.posts[0].id, twin.id]


@pytest.mark.parametrize(
    ("name", "captions"),
    [("Simskola för alla", True), ("Vinterväghållning", False), ("Trygghetsvandring", Unread),
     ("Drick kranvatten", Unread)],
)  # fmt: skip
def test_a_film_is_read_once_for_both_platforms(ads, rounds, name, captions):
    campaign(ads, name)
    creative = rounds.one()
    assert creative.pictures == ()
    [film] = creative.films
    told = type(film.captions) if isinstance(film.captions, Unread) else film.captions
    assert told == captions
    assert film.media in creative.media


def test_a_film_that_its_page_may_not_see_says_so(ads, rounds):
    campaign(ads, "Drick kranvatten")
    [film] = rounds.one().films
    assert film.captions.because.values == {"id": film.media, "page": "1001"}


def test_the_picture_of_a_link_is_told_by_nobody_and_its_twin_is(ads, rounds):
    campaign(ads, "Energirådgivning för villaägare")
    describe(ads, None, "En bro")
    creative = rounds.one()
    assert texts(creative) == ["unread", "En bro"]
    assert creative.films == ()


def test_several_pictures_are_told_on_facebook_and_not_on_instagram(ads, rounds):
    campaign(ads, "Cykla i vinter")
    creative = rounds.one()
    assert len(creative.pictures) == 3
    assert texts(creative)[2] == "unread"
    assert creative.pictures[2].media == f"{creative.pictures[2].post} carousel_album"
    assert creative.films == ()


def test_an_ad_put_together_from_parts_tells_no_pictures(ads, rounds):
    campaign(ads, "Kampanj", sender="dynamic")
    creative = rounds.one()
    assert isinstance(creative.pictures, Unread)
    assert creative.films == ()


def test_films_of_an_ad_put_together_from_parts_are_known_by_their_ids(ads, rounds):
    campaign(ads, "Kampanj", sender="dynamic")
    [node] = nodes(ads, "AdCreative")
    film = looks._film(ads.world, "1001", 5, "Simskola för alla")
    node.fields["asset_feed_spec"] = {"videos": [{"video_id": film}]}
    assert rounds.one().films == (Film(media=film, captions=True),)


def put_together(ads, **feed):
    """Let Meta put the one ad together from these parts; its named post stays what it is."""
    [node] = nodes(ads, "AdCreative")
    node.fields["asset_feed_spec"] = {
        name: [{"images": {"hash": one}, "videos": {"video_id": one}}[name] for one in told]
        for name, told in feed.items()
    }


@pytest.mark.parametrize("sender", ["city", "none"])
def test_pictures_that_the_named_post_does_not_show_are_unread(ads, rounds, sender):
    """Each picture has a post of its own, of which one at most is named."""
    campaign(ads, "Kampanj", sender=sender)
    describe(ads, "En bro", "En bro")
    before = rounds.one().pictures
    put_together(ads, images=["aaaa", "bbbb", "cccc"])
    creative = rounds.one()
    assert creative.pictures[:-1] == before
    others = creative.pictures[-1]
    assert (others.media, others.post) == ("aaaa bbbb cccc", None)
    assert "several pictures" in others.alt_text.because.english()


def test_the_one_picture_of_the_parts_is_the_one_in_the_post_and_counts_once(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, "En bro", "En bro")
    put_together(ads, images=["aaaa"])
    assert texts(rounds.one()) == ["En bro", "En bro"]


def test_of_as_many_pictures_as_the_post_shows_none_is_another(ads, rounds):
    campaign(ads, "Cykla i vinter")
    before = rounds.one().pictures
    put_together(ads, images=["aaaa", "bbbb"])
    assert rounds.one().pictures == before


def test_cards_that_are_no_variants_are_all_in_the_post(ads, rounds):
    campaign(ads, "Cykla i vinter")
    before = rounds.one().pictures
    [node] = nodes(ads, "AdCreative")
    cards = [{"image_hash": one} for one in ("aaaa", "bbbb", "cccc", "dddd")]
    node.fields["object_story_spec"] = {
        "page_id": "1001", "link_data": {"child_attachments": cards},
    }  # fmt: skip
    creative = rounds.one()
    assert len(creative.media) == 4
    assert creative.pictures == before


def test_pictures_beside_a_film_in_the_named_post_are_unread(ads, rounds):
    campaign(ads, "Simskola för alla")
    put_together(ads, images=["aaaa"])
    creative = rounds.one()
    assert [one.media for one in creative.pictures] == ["aaaa"]
    assert [film.captions for film in creative.films] == [True]


def test_films_that_the_named_post_does_not_show_are_read_beside_it(ads, rounds):
    campaign(ads, "Simskola för alla")
    [shown] = rounds.one().films
    own = [
        looks._film(ads.world, "1001", number, name)
        for number, name in ((5, "Simskola för alla"), (6, "Vinterväghållning"))
    ]
    put_together(ads, videos=own)
    films = rounds.one().films
    assert [one.media for one in films] == [shown.media, *own]
    assert [one.captions for one in films] == [True, True, False]
    put_together(ads, videos=[own[1], shown.media])
    films = rounds.one().films
    assert [one.media for one in films] == [shown.media, own[1]]


def test_the_one_film_of_the_parts_is_the_one_in_the_post(ads, rounds):
    campaign(ads, "Simskola för alla")
    before = rounds.one().films
    put_together(ads, videos=[looks._film(ads.world, "1001", 6, "Vinterväghållning")])
    assert rounds.one().films == before


def test_posts_that_meta_no_longer_tells_of_leave_both_unread(ads, rounds):
    campaign(ads, "Kampanj")
    ads.toggle(removed_fields=["effective_object_story_id"])
    creative = rounds.one()
    assert isinstance(creative.pictures, Unread)
    assert isinstance(creative.films, Unread)


def test_a_page_that_the_token_does_not_see_leaves_its_posts_unread(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, "En bro", "En bro")
    ads.world.meta["1001"].hidden["tasks"] = ()
    creative = rounds.one()
    assert texts(creative) == ["unread", "En bro"]
    assert "1001" in creative.pictures[0].alt_text.because.english()
    [film] = creative.films
    assert isinstance(film.captions, Unread)


def test_a_post_that_does_not_tell_what_it_shows_stands_for_its_pictures_and_films(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, "En bro", "En bro")
    [post] = nodes(ads, "PagePost")
    post.hidden["attachments"] = ()
    creative = rounds.one()
    assert texts(creative) == ["unread", "En bro"]
    assert creative.pictures[0].media == creative.films[0].media == post.fields["id"]


def test_a_film_that_the_ad_names_is_read_where_its_post_is_not(ads, rounds):
    campaign(ads, "Simskola för alla")
    [post] = nodes(ads, "PagePost")
    ads.toggle(refuse_reads={post.fields["id"]: 10})
    creative = rounds.one()
    assert texts(creative) == ["unread"]
    assert [film.captions for film in creative.films] == [True]


def test_where_facebook_refuses_the_text_no_picture_is_said_to_have_none(ads, rounds):
    campaign(ads, "Kampanj")
    ads.toggle(removed_fields=["alt_text_custom"])
    assert texts(rounds.one())[0] == "unread"


def test_an_ad_on_instagram_alone_tells_its_film_and_not_its_captions(ads, rounds):
    campaign(ads, "Vinterväghållning")
    [node] = nodes(ads, "AdCreative")
    del node.fields["effective_object_story_id"]
    del node.fields["object_story_spec"]
    creative = rounds.one()
    [twin] = creative.posts
    assert creative.films == (Film(media=f"{twin.id} video", captions=None),)
    assert creative.pictures == ()


@pytest.mark.parametrize("sort", ["CAROUSEL_ALBUM", "A_NEW_SORT", None])
def test_a_post_of_another_sort_on_instagram_alone_is_unread(ads, rounds, sort):
    campaign(ads, "Kampanj", sender="city")
    [node] = nodes(ads, "AdCreative")
    del node.fields["effective_object_story_id"]
    for media in nodes(ads, "IGMedia"):
        media.fields["media_type"] = sort
    creative = rounds.one()
    assert texts(creative) == ["unread"]
    assert isinstance(creative.films[0].captions, Unread)


def test_an_instagram_post_that_is_gone_is_unread(ads, rounds):
    campaign(ads, "Kampanj")
    [twin] = nodes(ads, "IGMedia")
    del ads.world.meta[twin.fields["id"]]
    assert texts(rounds.one())[1] == "unread"


def test_what_was_told_is_not_asked_for_again(ads, rounds):
    for name in ("Kampanj", *looks.FILMS, *looks.LINKS, *looks.ALBUMS):
        campaign(ads, name)
    first = rounds.round()
    assert rounds.http == 3
    assert rounds.round(LATER) == first
    assert (rounds.http, rounds.counted) == (0, 0)


def test_what_is_kept_holds_no_token(ads, rounds):
    campaign(ads, "Kampanj")
    rounds.round()
    kept = str(rounds.kept)
    assert "shown_photo" in kept
    assert not [one for one in ("sandbox-meta", "sandbox-secret", "sandbox-page") if one in kept]


def test_a_text_that_is_set_is_seen_the_next_day(ads, rounds):
    campaign(ads, "Kampanj")
    describe(ads, None, "En bro")
    assert texts(rounds.one()) == [None, "En bro"]
    describe(ads, "En bro", None)
    assert texts(rounds.one(NOON + DAY - LATER.resolution)) == [None, "En bro"]
    assert texts(rounds.one(NOON + DAY)) == ["En bro", "En bro"]
    assert texts(rounds.one(NOON + 7 * DAY)) == ["En bro", None]


def test_what_is_not_shown_is_asked_for_again_the_next_day(ads, rounds):
    campaign(ads, "Drick kranvatten")
    rounds.round()
    [film] = nodes(ads, "AdVideo")
    film.hidden |= {"unseen": False}
    assert isinstance(rounds.one(LATER).films[0].captions, Unread)
    assert rounds.http == 0
    assert rounds.one(NOON + DAY).films[0].captions is False


def test_what_failed_is_asked_for_again_in_the_next_round(ads, rounds):
    campaign(ads, "Kampanj")
    [photo] = nodes(ads, "Photo")
    ads.toggle(refuse_reads={photo.fields["id"]: 2})
    assert texts(rounds.one())[0] == "unread"
    ads.toggle(refuse_reads={})
    assert texts(rounds.one(LATER))[0] != "unread"


def test_another_creative_is_asked_for_at_once(ads, rounds):
    campaign(ads, "Kampanj")
    rounds.round()
    campaign(ads, "Vinterväghållning")
    told = rounds.round(LATER)
    assert [film.captions for one in told for film in one.films] == [False]


def test_500_creatives_cost_a_handful_of_requests_a_round_and_none_when_all_is_told(ads, rounds):
    crowd(ads.world, campaigns=50, ad_sets=10)
    left, at = [], NOON
    while not left or left[-1]:
        told = rounds.round(at, account="act_100")
        assert rounds.http <= 6
        assert rounds.counted <= 251
        left.append(sum("unread" in texts(one) for one in told))
        at += timedelta(minutes=30)
    assert left == sorted(left, reverse=True)
    assert len(left) == 7
    rounds.round(at, account="act_100")
    assert rounds.http == 0


def test_those_to_ask_again_wait_for_those_never_asked_for_and_stay_known(ads, rounds):
    crowd(ads.world, campaigns=50, ad_sets=10)
    at = NOON
    for _ in range(7):
        rounds.round(at, account="act_100")
        at += timedelta(minutes=30)
    at += 8 * DAY
    told = rounds.round(at, account="act_100")
    assert 0 < rounds.http <= 6
    assert not any("unread" in texts(one) for one in told)


def test_no_page_is_asked_for_where_no_post_needs_its_token(ads, rounds):
    rounds.ads.account()
    assert rounds.round() == ()
    assert rounds.http == 0


def test_a_creative_whose_page_is_not_told_reads_no_film(ads, rounds):
    campaign(ads, "Kampanj", sender="dynamic")
    [node] = nodes(ads, "AdCreative")
    film = looks._film(ads.world, "1001", 5, "Simskola för alla")
    node.fields |= {"asset_feed_spec": {"videos": [{"video_id": film}]}, "object_story_spec": {}}
    [told] = rounds.one().films
    assert isinstance(told.captions, Unread)
