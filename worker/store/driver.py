"""The database's address as the driver takes it: for the task queue, which connects by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import make_url


def arguments(url: str) -> dict[str, Any]:
    """With what our own engine has the driver connect to the PostgreSQL at `url`.

    Two that each take an address apart would differ on a password with a `/` or a stray `%`.
    """
    address = make_url(url)
    _, told = address.get_dialect()().create_connect_args(address)
    return dict(told)
