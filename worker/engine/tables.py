"""The queue's own tables: made, and brought up by the migrations that its library carries.

The library does not write down how far its tables are (its documentation, "Migrations", checked
2026-11-29: whoever upgrades applies the files between two versions). So we do, in a comment on its
table, in the same transaction as each step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procrastinate.schema import SchemaManager

from policies.model import Words
from worker.engine.failing import plain_failures
from worker.store.errors import StoreError, TooNew
from worker.store.kept import raw
from worker.store.locking import alone
from worker.store.opening import Store

_MARK = "annonsvakt: "


def bring_up(store: Store) -> str:
    """Make the tables, or bring them to what the library expects; the answer is how far they are.

    Several processes may do it at once.

    Raises:
        TooNew: a newer version of the library has changed them.
        StoreError: they are somebody else's; or the database failed.
    """
    steps = _steps()
    while (found := _one_step(store, steps)) != steps[-1].stem:
        if found not in {step.stem for step in steps}:
            raise TooNew(
                Words(
                    "The task queue's tables were written by a newer version of the program "
                    "({found}): install the newer version.",
                    {"found": found},
                )
            )
    return found


def _steps() -> list[Path]:
    """The migrations, in order; a new database gets what all of them make at once."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _one_step(store: Store, steps: list[Path]) -> str:
    """Take the next step in a transaction of its own; the answer is how far the tables are then."""
    with store.writing() as connection, plain_failures():
        alone(connection, "procrastinate")
        database = raw(connection)
        there, found = _found(database)
        if not there:
            return _apply(database, SchemaManager.get_schema(), steps[-1].stem)
        later = [step for step in steps if step.stem > found]
        if found not in {step.stem for step in steps} or not later:
            return found
        return _apply(database, later[0].read_text(encoding="utf-8"), later[0].stem)


def _apply(database: Any, sql: str, reached: str) -> str:
    """Run the statements, and write down what they reach."""
    database.execute(sql)
    database.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{_MARK}{reached}'")
    return reached


def _found(database: Any) -> tuple[bool, str]:
    """Whether the tables stand, and how far they are.

    Raises:
        StoreError: they are not ours.
    """
    (there, told) = database.execute(
        "SELECT to_regclass('procrastinate_jobs') IS NOT NULL,"
        " obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
    ).fetchone()
    if there and not (told or "").startswith(_MARK):
        raise StoreError(
            Words(
                "The database holds tables of procrastinate's that this program did not make: give "
                "it a database, or a schema (search_path), of its own."
            )
        )
    return there, (told or "").removeprefix(_MARK)
