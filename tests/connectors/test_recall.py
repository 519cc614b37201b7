"""What is kept from run to run: believed for its time, changes told, safe across threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from connectors.recall import Entry, Recall

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def stored(**changed):
    return Entry(**{"topic": "identity", "key": "1", "value": {"a": 1}, "at": NOON} | changed)


def get(recall, key="1", *, topic="identity", now=NOON, kept=DAY):
    return recall.get(topic, key, now=now, kept=kept)


def test_nothing_is_known_at_first_and_nothing_is_to_be_saved():
    assert get(Recall()) is None
    assert Recall().changed() == ()


def test_what_earlier_runs_learnt_is_known_and_need_not_be_saved_again():
    recall = Recall([stored()])
    assert get(recall) == {"a": 1}
    assert recall.changed() == ()


def test_what_is_put_is_known_and_is_to_be_saved_once_with_its_last_value():
    recall = Recall([stored()])
    recall.put("page_size", "b", 100, NOON)
    recall.put("page_size", "b", 50, NOON + DAY)
    recall.put("identity", "2", {"a": 2}, NOON)
    assert get(recall, "b", topic="page_size", now=NOON + DAY) == 50
    assert recall.changed() == (
        stored(key="2", value={"a": 2}),
        stored(topic="page_size", key="b", value=50, at=NOON + DAY),
    )


def test_a_topic_does_not_answer_for_another():
    assert get(Recall([stored()]), topic="media_owner") is None


@pytest.mark.parametrize("moment", [NOON + DAY, NOON - DAY], ids=["too old", "from the future"])
def test_what_is_too_old_or_lies_ahead_is_not_believed(moment):
    assert get(Recall([stored()]), now=moment) is None


@pytest.mark.parametrize("moment", [NOON + DAY * 0.99, NOON - timedelta(seconds=1)])
def test_until_then_it_is_even_if_another_thread_looked_at_the_clock_first(moment):
    assert get(Recall([stored()]), now=moment) == {"a": 1}


def test_threads_lose_nothing_of_what_each_puts():
    recall = Recall()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: recall.put("identity", str(n), n, NOON), range(400)))
    assert {one.value for one in recall.changed()} == set(range(400))
