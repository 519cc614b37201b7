"""What a sweep learns from the configuration."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from policies.model import Platform, Unread, Words
from tests.worker.made import some_means, some_settings
from worker.sweeping.means import Talk, stops_apart


@pytest.mark.parametrize("empty", [None, SecretStr("")])
def test_without_a_stop_token_the_token_that_reads_stops(empty):
    settings = some_settings()
    meta = settings.meta.model_copy(update={"stop_token": empty})
    assert stops_apart(settings.model_copy(update={"meta": meta})) == frozenset()


@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_a_stop_token_stops_apart_on_its_own_platform_alone(platform):
    settings = some_settings()
    name = platform.value
    section = getattr(settings, name).model_copy(update={"stop_token": SecretStr("other")})
    assert stops_apart(settings.model_copy(update={name: section})) == {platform}


def test_what_a_sweep_works_with_can_be_printed_in_a_traceback(lite):
    assert len(repr(some_means(lite))) < 500_000


def test_a_reason_that_holds_for_many_posts_is_kept_once():
    told = [
        Unread(
            what=f"comments:{number}",
            because=Words("{percent} % is used.", {"percent": percent}),
            platform=Platform.META,
        )
        for number, percent in enumerate(["70", "70", "71"])
    ]
    talk = Talk()
    talk.lacks(told)
    assert talk.unread == told
    assert [one.because is talk.unread[0].because for one in talk.unread] == [True, True, False]
    assert talk == Talk(unread=told)
