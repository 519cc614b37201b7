"""The way to the database: what people wrote goes over it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Words
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.mail.connecting import this_machine

CHECKED = "verify-full"
"""The one mode in which the other end must prove that it is the server we mean (PostgreSQL,
"SSL Support", checked 2026-11-30); by default a driver falls back to no encryption at all."""


def database(settings: Settings) -> Iterator[Line]:
    """A warning if a database on another machine is spoken to unguarded; nothing otherwise."""
    from worker.store.addresses import file_of, mode_of, servers_of

    url = settings.database.url.get_secret_value()
    if file_of(url) is not None or mode_of(url) == CHECKED:
        return
    for away in [one for one in servers_of(url) if not this_machine(one)][:1]:
        yield Desk("database.encryption", away).warn(
            Words("Nothing makes sure that the way to the database is encrypted and ends there."),
            Words(
                "Write ?sslmode=verify-full behind the address in [database] url, with "
                "&sslrootcert= and the file of the certificate's issuer."
            ),
        )
