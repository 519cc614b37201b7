"""What the address of a database says of where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url


def file_of(url: str) -> Path | None:
    """The file that the database is; None: it is a server's."""
    address = make_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def servers_of(url: str) -> Iterator[str]:
    """Names and numbers of the machines it may be on; a folder of sockets is none."""
    address = make_url(url)
    told = address.query.get("hostaddr") or address.query.get("host") or address.host or ""
    for place in (told,) if isinstance(told, str) else told:
        yield from (one for one in place.split(",") if one and not one.startswith("/"))


def mode_of(url: str) -> str:
    """PostgreSQL's word for how the way there is guarded, `sslmode`; empty: none is named."""
    told = make_url(url).query.get("sslmode") or ""
    return told if isinstance(told, str) else told[-1]
