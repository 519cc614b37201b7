"""The tables brought to what the program expects, by Alembic, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy import column as column_named

from policies.model import Words
from worker.store.errors import StoreError, TooNew, TooOld

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0020"
"""The revision of the tables that this program reads and writes."""

_VERSIONS = table("alembic_version", column_named("version_num"))


def revision_of(connection: Connection) -> str | None:
    """The database's revision; None: it holds no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar()


def recorded(connection: Connection) -> str:
    """The revision of a database that holds our tables; one statement."""
    return str(connection.execute(select(_VERSIONS.c.version_num)).scalar())


def require_current(found: str) -> None:
    """Let the revision that this program knows pass.

    Raises:
        TooNew: it is newer than the program.
        TooOld: it is older.
    """
    if found != HEAD:
        raise _older_or_newer(found)


def is_older(found: str) -> bool:
    """Whether this revision is one from before this program's."""
    return found != HEAD and isinstance(_older_or_newer(found), TooOld)


def bring_up(connection: Connection) -> tuple[str | None, str]:
    """Upgrade to `HEAD` within the caller's transaction; the answer is before and after.

    Raises:
        TooNew: it is newer than the program.
    """
    from alembic import command

    _one_at_a_time(connection)
    before = revision_of(connection)
    if before == HEAD:
        return before, HEAD
    if before is not None and isinstance(wrong := _older_or_newer(before), TooNew):
        raise wrong
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before, HEAD


def _one_at_a_time(connection: Connection) -> None:
    """On PostgreSQL, wait for another upgrade to end; SQLite's transaction already did."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7230811)"))


def _config() -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    here = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", here.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _older_or_newer(found: str) -> StoreError:
    """A revision that our scripts do not know can only come from a newer program."""
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found in known:
        return TooOld(
            Words("The database is older than the program: run annonsvakt db upgrade first.")
        )
    return TooNew(
        Words(
            "The database was written by a newer version of the program (revision {found}, this "
            "one knows {known}): install the newer version, or restore a backup from before.",
            {"found": found, "known": HEAD},
        )
    )
