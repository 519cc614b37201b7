"""Weekly reports as they were sent, on both databases."""

from __future__ import annotations

from tests.worker.made import DAY, NOON
from worker.store import weeks

FILES = {
    "sv": {"report.txt": "Allt är väl.\n".encode(), "queue.csv": b"\xef\xbb\xbf"},
    "en": {"report.txt": b"All is well.\n"},
}


def test_each_language_has_its_own_files(store):
    with store.writing() as connection:
        weeks.keep(connection, "2026-W47", FILES, NOON)
    with store.reading() as connection:
        assert weeks.kept(connection, "2026-W47", "sv") == FILES["sv"]
        assert weeks.kept(connection, "2026-W47", "en") == FILES["en"]
        assert weeks.kept(connection, "2026-W48", "sv") == {}


def test_one_file_is_given_by_itself_in_any_language(store):
    with store.writing() as connection:
        weeks.keep(connection, "2026-W47", FILES, NOON)
    with store.reading() as connection:
        assert weeks.kept_file(connection, "2026-W47", "queue.csv") == FILES["sv"]["queue.csv"]
        assert weeks.kept_file(connection, "2026-W47", "report.txt") == FILES["en"]["report.txt"]
        assert weeks.kept_file(connection, "2026-W46", "report.txt") is None


def test_who_comes_second_changes_nothing(store):
    with store.writing() as connection:
        weeks.keep(connection, "2026-W47", FILES, NOON)
    with store.writing() as connection:
        weeks.keep(connection, "2026-W47", {"sv": {"report.txt": b"Annat."}}, NOON + DAY)
    with store.reading() as connection:
        assert weeks.kept(connection, "2026-W47", "sv") == FILES["sv"]
