"""Deleted, still there, or nobody can tell: each comment by its own read."""

import pytest

from connectors.sandbox.meta.talking import remove
from tests.connectors.meta.city_talk import BO, PAGE, PARTNER_PAGE


def remove_from(city, comment_id):
    remove(city.world, city.world.meta[comment_id])


def test_what_is_there_is_not_gone(city):
    post = city.a_post()
    ids = city.many(post, 60)
    before = len(city.asked())
    assert city.gone(post, *ids) == dict.fromkeys(ids, False)
    assert len(city.asked()) - before == 3
    assert city.gone(post) == {}


def test_gone_is_what_its_own_read_does_not_find_and_a_whole_reading_does_not_show(city):
    post = city.a_post()
    kept, deleted = city.says(post), city.says(post)
    reply = city.says(deleted)
    remove_from(city, deleted)
    assert city.gone(post, kept, deleted, reply) == {kept: False, deleted: True, reply: True}


def test_so_it_is_on_instagram(city):
    post = city.a_picture()
    kept, deleted = city.says(post, author=BO), city.says(post, author=BO)
    remove_from(city, deleted)
    assert city.gone(post, kept, deleted) == {kept: False, deleted: True}


def test_where_the_reading_is_not_whole_nobody_can_tell(city):
    post = city.a_picture()
    city.many(post, 60, BO)
    deleted = city.says(post, author=BO, hours_ago=30)
    remove_from(city, deleted)
    city.toggle(ig_no_cursor=True)
    assert city.gone(post, deleted) == {deleted: None}


def test_a_comment_that_the_whole_reading_shows_is_there_whatever_its_own_read_says(
    city, httpserver
):
    post = city.a_post()
    pages = city.pages()
    gone = {"error": {"message": "Unsupported get request.", "code": 100, "error_subcode": 33}}
    row = {"id": "2_7", "created_time": "2026-11-20T09:31:16+0000"}
    httpserver.expect_request("/v26.0/2_7").respond_with_json(gone, status=400)
    httpserver.expect_request(f"/v26.0/{post.id}/comments").respond_with_json({"data": [row]})
    city.base_url = httpserver.url_for("").rstrip("/")
    assert city.gone(post, "2_7", pages=pages) == {"2_7": False}


def test_without_the_pages_token_nobody_can_tell(city):
    assert city.gone(city.a_post(PARTNER_PAGE), "2_7", "2_8") == {"2_7": None, "2_8": None}
    city.toggle(no_moderate=[PAGE])
    post = city.a_post()
    assert city.gone(post, city.says(post)) == {next(reversed(city.world.meta)): None}


@pytest.mark.parametrize("toggle", ["html_page", "token_expired", "error_in_200"])
def test_a_platform_that_refuses_everything_tells_nothing(city, toggle):
    pages = city.pages()
    posts = [city.a_post(), city.a_picture()]
    city.toggle(**{toggle: True})
    for post in posts:
        assert city.gone(post, "2_7", pages=pages) == {"2_7": None}
