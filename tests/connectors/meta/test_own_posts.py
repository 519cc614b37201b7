"""The city's own posts of the last 30 days, on walls, in ads and on Instagram."""

from tests.connectors.meta.city_talk import (
    INSTAGRAM,
    OTHER_PAGE,
    PAGE,
    PARTNER_PAGE,
    reasons,
)

OTHER_INSTAGRAM = "17841400000000002"


def test_walls_ads_and_instagram_of_every_page_that_is_seen(city):
    expected = [
        city.a_post(),
        city.a_post(OTHER_PAGE),
        city.a_post(inline=True),
        city.a_post(inline=True, dynamic=True),
        city.a_picture(organic=True),
    ]
    city.a_post(PARTNER_PAGE)
    city.a_picture(OTHER_INSTAGRAM, organic=True)
    posts, unread = city.own_posts()
    assert {one.id: (one.kind, one.owner_id) for one in posts} == {
        one.id: (one.kind, one.owner_id) for one in expected
    }
    assert all(one.link for one in posts)
    assert unread == ()


def test_a_wall_of_more_than_a_hundred_posts_is_read_whole(city):
    """Meta refuses to show more than 100 at once."""
    ours = {city.a_post().id for _ in range(101)}
    posts, unread = city.own_posts()
    assert ({one.id for one in posts}, unread) == (ours, ())


def test_posts_are_watched_for_thirty_days(city):
    young = [city.a_post(days_ago=29), city.a_picture(organic=True, days_ago=29)]
    for days in (31, 400):
        city.a_post(days_ago=days)
        city.a_picture(organic=True, days_ago=days)
    assert {one.id for one in city.own_posts()[0]} == {one.id for one in young}


def test_configured_pages_narrow_and_configured_instagram_accounts_widen(city):
    ours, theirs = city.a_post(), city.a_post(OTHER_PAGE)
    picture = city.a_picture(OTHER_INSTAGRAM, organic=True)
    posts, _ = city.own_posts(pages=(PAGE,), instagram=(OTHER_INSTAGRAM, INSTAGRAM))
    assert {one.id for one in posts} == {ours.id, picture.id}
    assert theirs.id not in {one.id for one in posts}


def test_a_configured_page_that_is_not_seen_is_unread(city):
    ours = city.a_post()
    posts, unread = city.own_posts(pages=(PAGE, PARTNER_PAGE))
    assert [one.id for one in posts] == [ours.id]
    assert "does not see Page 1009" in reasons(unread)["own_posts"]


def test_an_instagram_account_that_cannot_be_read_is_unread(city):
    ours = city.a_post()
    posts, unread = city.own_posts(instagram=("17841400000000666",))
    assert [one.id for one in posts] == [ours.id]
    assert "own_posts" in reasons(unread)


def test_a_token_that_is_refused_is_told_once(city):
    city.a_post()
    city.toggle(token_expired=True)
    posts, unread = city.own_posts()
    assert (posts, len(unread)) == ((), 1)


def test_a_post_that_cannot_be_read_leaves_the_others(city):
    good, bad = city.a_post(), city.a_picture(organic=True)
    city.world.meta[bad.id].fields["timestamp"] = "soon"
    posts, unread = city.own_posts()
    assert [one.id for one in posts] == [good.id]
    assert "timestamp" in reasons(unread)["own_posts"]


def test_all_of_it_travels_in_two_requests(city):
    city.a_post()
    city.own_posts()
    assert city.asked() == ["me/accounts", ""]
