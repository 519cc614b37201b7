"""An open LinkedIn thread is read again, not kept; what cannot be read again loses its text."""

from __future__ import annotations

from tests.worker.retention.office import HOUR
from tests.worker.retention.traces import our_own, places, told, traces_in, written_by_members


def test_what_is_read_again_is_kept_and_only_that(office):
    office.sweep()
    before = told(office.store)
    for _ in range(3):
        office.at += 20 * HOUR
        office.sweep()
        assert office.purge() == 0
    assert sorted(map(str, told(office.store))) == sorted(map(str, before))


def test_sweeps_that_skip_posts_without_news_let_no_text_expire(office):
    office.sweep()
    before = sorted(map(str, told(office.store)))
    lists = []
    for _ in range(13):
        office.at += 4 * HOUR
        asked = len(office.sandbox.requests)
        assert office.listen().unread == []
        lists.append(sum("/comments" in one.path for one in [*office.sandbox.requests][asked:]))
        assert office.purge() == 0
    assert lists.count(0) > 5
    assert sorted(map(str, told(office.store))) == before


def test_threads_that_cannot_be_read_again_lose_their_text_and_keep_their_deadline(office):
    office.sweep()
    wanted, before = written_by_members(office.world), our_own(office.store)
    office.kill("sandbox-community")
    for hours in (24, 23):
        office.at += hours * HOUR
        assert any(one.what.startswith("comments:") for one in office.sweep().unread)
        assert places(office.store, wanted) != set()
    office.at += HOUR
    office.sweep()
    assert traces_in(office.folder, wanted) == set()
    assert our_own(office.store) == before


def test_a_thread_whose_text_is_gone_has_it_again_once_it_can_be_read(office):
    office.sweep()
    before = sorted(map(str, told(office.store)))
    office.at += 48 * HOUR
    assert office.purge() > 0
    office.listen()
    assert sorted(map(str, told(office.store))) == before
