"""The reader joins both sides, waits where it must, and goes on where one side cannot be read."""

from __future__ import annotations

import pytest

from connectors import Reader, Stopper
from connectors.errors import TokenRejected
from connectors.http import Patience
from connectors.meta import MetaReader, MetaStopper
from connectors.sandbox import Sandbox
from policies.model import Platform
from tests.connectors.meta.city_talk import NOON


def reader(city, **changed):
    return MetaReader(city.access(**changed), patience=Patience(0), clock=lambda: NOON)


def test_reader_and_stopper_are_what_the_worker_asks_for(city):
    read: Reader = reader(city)
    stop: Stopper = MetaStopper(city.access(), patience=Patience(0), clock=lambda: NOON)
    assert (read.platform, stop.platform) == (Platform.META, Platform.META)
    assert (read.meter.http, stop.meter.http) == (0, 0)
    assert not hasattr(read, "turn_off")


def test_posts_comments_and_messages_are_read_with_pages_fetched_once(city):
    post = city.a_post()
    comment = city.says(post)
    city.writes()
    read = reader(city)
    posts, unread = read.own_posts()
    assert ([one.id for one in posts], unread) == ([post.id], ())
    (discussion,) = read.discussions(posts)
    assert [one.id for one in discussion.comments] == [comment]
    assert sum(len(one.comments) for one in read.inboxes()) == 1
    assert dict(read.gone(post, [comment])) == {comment: False}
    assert city.asked().count("me/accounts") == 1


def test_pages_are_fetched_anew_after_a_failure(city):
    post = city.a_post()
    read = reader(city)
    city.toggle(html_page=True)
    assert not next(iter(read.discussions([post]))).complete
    city.toggle(html_page=False)
    assert next(iter(read.discussions([post]))).complete


def test_pages_of_which_meta_refuses_a_field_are_fetched_once_all_the_same(city):
    read = reader(city)
    city.toggle(removed_fields=["instagram_business_account"])
    assert not all(one.complete for one in read.inboxes())
    assert read.own_posts()[1]
    assert city.asked().count("me/accounts") == 2, "refused, and without the field"


def test_without_a_token_everything_is_unread_or_raises(city):
    read = reader(city, token=None)
    with pytest.raises(TokenRejected):
        read.accounts()
    _, unread = read.own_posts()
    assert "[meta] access_token is missing" in unread[0].because.english()
    assert city.asked() == []


def everything(faults, waited):
    with Sandbox(clock=lambda: NOON, faults=faults) as sandbox:
        from tests.connectors.meta.city_ads import INSTAGRAM, AdCity

        access = AdCity.access(_Served(sandbox.start()), instagram=(INSTAGRAM,))
        patience = Patience(1_000_000, sleep=waited.append)
        read = MetaReader(access, patience=patience, clock=lambda: NOON)
        return [read.snapshot(one) for one in read.accounts().accounts]


class _Served:
    def __init__(self, base_url):
        self.base_url = base_url


def test_a_meta_that_stumbles_gives_the_same_in_the_end():
    waited = []
    calm = everything("", [])
    stormy = everything("null=0.15,transient=0.15,throttle=0.05,html=0.1,seed=8", waited)
    assert stormy == calm
    assert waited
