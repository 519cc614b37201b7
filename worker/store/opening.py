"""Opening the database: one engine, transactions that read and that write, failures made plain."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoneFree
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from policies.model import Words
from worker.store.errors import Damaged, StoreError, Unreachable, legible
from worker.store.upgrading import HEAD, bring_up, recorded, require_current, revision_of

BUSY_SECONDS = 10.0
"""How long a transaction waits for another to end."""
ALIVE: dict[str, int] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""PostgreSQL: a server whose machine died without a word is given up after a minute, not two hours.

Seconds, seconds, probes, milliseconds (libpq, Connection Parameters, checked 2026-11-30).
"""
_ONE_STATE: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""PostgreSQL otherwise shows each statement what was committed before it. SQLite does it so."""


class Store:
    """An open database."""

    def __init__(self, engine: Engine) -> None:
        """`engine`: of a database whose tables are current."""
        self._engine = engine
        # SQLite lets one write at a time, and whoever waits for it looks now and then: among many
        # threads one may look in vain for ever. Our own therefore queue here.
        alone = engine.dialect.name == "sqlite"
        self._reads = engine.execution_options(reads_only=True, **({} if alone else _ONE_STATE))
        self._turn: AbstractContextManager[object] = threading.RLock() if alone else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state and writes nothing.

        Raises:
            Unreachable: the database failed; the transaction has no effect.
        """
        with _plain_failures(), self._reads.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it or nothing. Never hold it over the network.

        Raises:
            Unreachable: the database failed; nothing was written.
        """
        with self._turn, _plain_failures(), self._engine.begin() as connection:
            yield connection

    def require_current(self) -> None:
        """Let pass what still has the tables that this program knows.

        Raises:
            TooNew, TooOld: another version of the program has changed them.
            Unreachable: the database failed.
        """
        with self.reading() as connection:
            require_current(recorded(connection))

    def forget_erased(self) -> bool:
        """Make what was erased unreadable on disk too, as far as the database lets us.

        SQLite overwrites freed pages (`secure_delete`), and here empties its journal as well: not
        while somebody reads, and the answer is then false. PostgreSQL does it in its own time
        (VACUUM).
        """
        if self._engine.dialect.name == "sqlite":
            with _plain_failures(), self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                [(busy, _, _)] = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return not busy
        return True

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def open_store(url: str, *, upgrade: bool = False, patience: float = BUSY_SECONDS) -> Store:
    """The database at `url`. An empty one gets its tables; an older one too, if `upgrade`.

    `patience`: seconds to wait for another's transaction.

    Raises:
        Unreachable: it cannot be opened.
        TooNew: a newer program has written it.
        TooOld: it is older than the program, and `upgrade` is false.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _prepare_file(address.database)
    engine = _engine(address, patience)
    store = Store(engine)
    try:
        with store.reading() as connection:
            found = revision_of(connection)
        if found is None or (upgrade and found != HEAD):
            with store.writing() as connection:
                bring_up(connection)
        else:
            require_current(found)
    except StoreError:
        store.close()
        raise
    return store


def open_as_it_is(url: str) -> Store:
    """A database that is there, of whatever revision: to be copied, never to be written to.

    Raises:
        Unreachable: it cannot be opened.
    """
    return Store(_engine(_address(url), BUSY_SECONDS))


def _address(url: str) -> URL:
    """The parsed address; only the two databases that we test are taken."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the second: a port that is no number
        address = None
    if address is None or address.drivername not in ("sqlite", "postgresql+psycopg"):
        raise Unreachable(_NO_ADDRESS)
    return address


_NO_ADDRESS = Words(
    "The database's address cannot be used: write [database] url as sqlite:///var/annonsvakt.db or "
    "postgresql+psycopg://user@host/name."
)


def _prepare_file(database: str | None) -> None:
    """Make the file, readable by its owner alone; its folder too, if only that is missing."""
    if not database or database == ":memory:":
        return
    file = Path(database)
    try:
        if file.parent.parent.is_dir():
            file.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise Unreachable(
            Words(
                "The database file {file} cannot be opened: {reason}. Make the folder, give the "
                "program the right to write there, or name another in [database] url.",
                {"file": str(file), "reason": error.strerror or type(error).__name__},
            )
        ) from None


def _engine(address: URL, patience: float) -> Engine:
    """An engine that connects when first used."""
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": patience}, hide_parameters=True)
        event.listen(engine, "connect", partial(_on_connect, patience))
        event.listen(engine, "begin", _on_begin)
        return engine
    given = address.normalized_query.get("options", ())
    options = " ".join((*given, f"-c lock_timeout={int(patience * 1000)}"))
    try:
        return create_engine(
            address,
            connect_args={**ALIVE, "connect_timeout": 10, "options": options},
            pool_pre_ping=True,
            hide_parameters=True,  # what people wrote stands in them
        )
    except ArgumentError:  # what stands behind the question mark is looked at only here
        raise Unreachable(_NO_ADDRESS) from None
    except ModuleNotFoundError:
        raise Unreachable(
            Words(
                "The driver for PostgreSQL is not installed: install annonsvakt with its extra "
                "[postgres]."
            )
        ) from None


def _on_connect(patience: float, raw: sqlite3.Connection, _record: object) -> None:
    """SQLite: we begin transactions ourselves; readers do not block the writer; keys are kept."""
    raw.isolation_level = None
    with legible():
        _keep_a_journal(raw, patience)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA secure_delete = ON")
    raw.execute("PRAGMA synchronous = FULL")


def _keep_a_journal(raw: sqlite3.Connection, patience: float) -> None:
    """Switch a new file over to its write-ahead journal, as soon as nobody else is using it.

    SQLite does not wait here by itself: two that switch at once would each wait for the other.
    """
    for attempt in Retrying(
        stop=stop_after_delay(patience),
        wait=wait_random(0.01, 0.1),
        retry=retry_if_exception(_is_locked),
        reraise=True,
    ):
        with attempt:
            raw.execute("PRAGMA journal_mode = WAL")


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _on_begin(connection: Connection) -> None:
    """SQLite: who will write says so at once, so that two writers queue and neither fails."""
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def _plain_failures() -> Iterator[None]:
    """Turn the driver's failures of operation into one sentence with its remedy."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DatabaseError, InterfaceError) as error:
        raise _failure(str(error.orig)) from error
    except NoneFree as error:  # which SQLAlchemy counts among no driver's failures
        raise Unreachable(_ALL_IN_USE) from error
    except sqlite3.Error as error:
        raise _failure(str(error)) from error


_ALL_IN_USE = Words(
    "All of the program's connections to the database are in use. Try again in a while; if it "
    "stays so, start the program anew and report it to the developers."
)
_DAMAGED = Words(
    "The file is no database of ours, or it is damaged: put a backup in its place (annonsvakt db "
    "restore FILE --replace), or name another file in [database] url."
)
_REASONS = (
    (
        ("locked", "lock timeout"),
        Words(
            "The database is locked by another program. Wait until it is done, or end it, and try "
            "again."
        ),
    ),
    (
        ("readonly", "read-only", "permission denied"),
        Words(
            "The database cannot be written: give the program the right to write to it and its "
            "folder."
        ),
    ),
    (("not a database", "malformed"), _DAMAGED),
    (
        ("disk is full", "no space"),
        Words("The disk of the database is full: make room and try again."),
    ),
)


def _failure(driver_says: str) -> Unreachable:
    words = reason_of(driver_says)
    return Damaged(words) if words is _DAMAGED else Unreachable(words)


def reason_of(driver_says: str) -> Words:
    """What went wrong and what to do."""
    for signs, words in _REASONS:
        if any(sign in driver_says.lower() for sign in signs):
            return words
    return Words(
        "The database does not answer as it should ({reason}). Check that it runs and that "
        "[database] url names it.",
        {"reason": driver_says.splitlines()[0][:200] if driver_says else "?"},
    )
