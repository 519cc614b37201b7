"""Posts, their campaigns, and which are watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.model import Platform
from policies.retention.clock import AHEAD
from tests.worker.made import DAY, NOON, a_post
from worker.store.posts import (
    Shown,
    caught_up,
    link,
    read_in_doubt,
    read_in_full,
    read_in_part,
    read_lately,
    remember,
    shown_by,
    told,
    watched,
)  # fmt: skip

LATELY = NOON - 90 * DAY


def shown(post, ran_until, *, campaign="c1", account="act_1"):
    return Shown(post=post, campaign_id=campaign, account_id=account, ran_until=ran_until)


def watched_ids(store, **options):
    with store.reading() as connection:
        return list(watched(connection, Platform.META, since=LATELY, **options))


def write(store, *shown_posts, at=NOON):
    with store.writing() as connection:
        link(connection, shown_posts, at)


def test_a_post_that_no_campaign_shows_is_not_watched_by_itself(store):
    with store.writing() as connection:
        remember(connection, [a_post()], NOON)
    assert watched_ids(store) == []


@pytest.mark.parametrize(
    ("ran_until", "is_watched"),
    [(NOON, True), (LATELY, True), (LATELY - DAY, False), (None, True)],
)
def test_a_post_is_watched_until_long_after_its_campaign(store, ran_until, is_watched):
    write(store, shown(a_post(), ran_until))
    assert bool(watched_ids(store)) is is_watched


def test_the_end_of_a_campaign_never_moves_back(store):
    write(store, shown(a_post(), NOON))
    write(store, shown(a_post(), LATELY - DAY))
    assert watched_ids(store) == [a_post().id]


def test_a_campaign_of_unknown_end_does_not_stay_watched_for_ever(store):
    write(store, shown(a_post(), None), at=LATELY - DAY)
    write(store, shown(a_post(), None), at=NOON)
    assert watched_ids(store) == []


def test_one_running_campaign_is_enough(store):
    write(
        store,
        shown(a_post(), LATELY - DAY, campaign="old"),
        shown(a_post(), NOON, campaign="new"),
    )
    assert watched_ids(store) == [a_post().id]


def test_an_account_has_its_own_posts(store):
    write(store, shown(a_post(1), NOON), shown(a_post(2), NOON, account="act_2"))
    assert watched_ids(store, account_id="act_2") == [a_post(2).id]


def test_the_accounts_whose_ads_ever_showed_a_post_stay_known_with_when_they_last_could(store):
    write(store, shown(a_post(1), LATELY - DAY), shown(a_post(1), NOON, campaign="c2"))
    write(store, shown(a_post(1), NOON, campaign="c3", account="act_2"))
    wanted = [a_post(1).id, a_post(2).id]
    with store.reading() as connection:
        assert dict(shown_by(connection, Platform.META, wanted)) == {
            a_post(1).id: {"act_1": NOON, "act_2": NOON}
        }
        assert dict(shown_by(connection, Platform.LINKEDIN, wanted)) == {}


def test_platforms_are_kept_apart(store):
    write(store, shown(a_post(1, Platform.LINKEDIN), NOON))
    assert watched_ids(store) == []


def as_told(store):
    with store.reading() as connection:
        return told(connection, Platform.META, [a_post().id])


def test_a_post_whose_link_changed_is_told_with_the_new_one(store):
    write(store, shown(a_post(), NOON))
    changed = replace(a_post(), link="https://example.org/new")
    write(store, shown(changed, NOON))
    assert as_told(store) == {changed.id: changed}


def test_a_link_and_an_owner_that_are_not_told_this_time_stay_known(store):
    write(store, shown(a_post(), NOON))
    write(store, shown(replace(a_post(), link=None, owner_id=None), NOON))
    assert as_told(store) == {a_post().id: a_post()}


def test_the_end_of_a_campaign_that_goes_on_moves_forward(store):
    write(store, shown(a_post(), LATELY - DAY), at=LATELY - DAY)
    assert watched_ids(store) == []
    write(store, shown(a_post(), NOON))
    assert watched_ids(store) == [a_post().id]


def test_a_post_was_read_lately_if_it_was_read_in_full_since(store):
    full, other, never = a_post(1), a_post(2), a_post(3)
    ids = [post.id for post in (full, other, never)]
    with store.writing() as connection:
        remember(connection, [full, other, never], LATELY)
        read_in_full(connection, full, NOON)
        caught_up(connection, full, NOON + DAY)
        caught_up(connection, other, NOON)
    with store.reading() as connection:
        assert read_lately(connection, Platform.META, ids, NOON - DAY, at=NOON) == {full.id}
        assert read_lately(connection, Platform.META, ids, NOON, at=NOON) == set()
        assert read_lately(connection, Platform.LINKEDIN, ids, NOON - DAY, at=NOON) == set()


@pytest.mark.parametrize(
    "note", [lambda *told: read_in_doubt(*told, NOON + DAY), read_in_part], ids=["doubt", "part"]
)
def test_a_reading_that_leaves_something_open_undoes_the_full_one(store, note):
    post, other = a_post(1), a_post(2)
    with store.writing() as connection:
        remember(connection, [post, other], LATELY)
        read_in_full(connection, post, NOON)
        read_in_full(connection, other, NOON)
        note(connection, post)
    with store.reading() as connection:
        ids = [post.id, other.id]
        assert read_lately(connection, Platform.META, ids, NOON - DAY, at=NOON) == {other.id}


@pytest.mark.parametrize(
    ("ahead", "lately"), [(AHEAD, True), (AHEAD + timedelta(seconds=1), False)]
)
def test_a_post_that_was_read_at_a_time_to_come_was_not_read_lately(store, ahead, lately):
    with store.writing() as connection:
        remember(connection, [a_post()], NOON)
        read_in_full(connection, a_post(), NOON + ahead)
    with store.reading() as connection:
        found = read_lately(connection, Platform.META, [a_post().id], NOON - DAY, at=NOON)
    assert bool(found) is lately
