"""Who was ever seen as the city's own is kept, apart by platform, with what goes by it yet."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from policies.model import Platform
from policies.retention import strict
from tests.worker.made import NOON, PAGE, a_comment
from tests.worker.sweeping.settled import read
from worker.store import comments, identities
from worker.store.purging import purge
from worker.store.tables_identities import identities as table

META, LINKEDIN = Platform.META, Platform.LINKEDIN
HOUR = timedelta(hours=1)


def note(store, *ids, platform=META, at=NOON):
    with store.writing() as connection:
        identities.note(connection, platform, ids, at)


def test_each_is_kept_once_as_it_was_first_seen(store):
    note(store, "1002", "1001")
    with store.writing() as connection:
        identities.settle(connection, META, ["1001"], NOON)
    note(store, "1001", "1003", at=NOON + HOUR)
    note(store, "1001", platform=LINKEDIN)
    with store.reading() as connection:
        assert identities.seen(connection) == {
            META: {"1001", "1002", "1003"},
            LINKEDIN: {"1001"},
        }
        assert identities.unsettled(connection, META) == ["1002", "1003"]
        assert identities.unsettled(connection, LINKEDIN) == ["1001"]
        first = dict(connection.execute(select(table.c.id, table.c.first_seen)).all())
    assert (first["1002"], first["1003"]) == (NOON, NOON + HOUR)


def test_the_threads_in_which_one_wrote_are_found_once_each(store):
    ours, theirs = a_comment("1"), a_comment("2")
    replies = [a_comment(f"1{n}", "1", by=PAGE, at=NOON + HOUR) for n in (1, 2)]
    read(store, ours, theirs, *replies)
    with store.reading() as connection:
        found = identities.written_in(connection, META, {PAGE, "1002"})
        assert found == [comments.own_thread_id(ours)]
        assert identities.written_in(connection, LINKEDIN, {PAGE}) == []
        assert identities.written_in(connection, META, ()) == []


def test_none_is_ever_forgotten(store):
    note(store, "1002")
    purge(store, strict(), at=NOON + timedelta(days=800), sure=True)
    with store.reading() as connection:
        assert identities.seen(connection) == {META: {"1002"}}
