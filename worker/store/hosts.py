"""Hosts on which services work with this database, as the slots that they took tell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, select

from worker.store.tables_service import slots


def hosts_at_work(connection: Connection, since: datetime) -> frozenset[str]:
    """Every host that has a slot in hand, or has ended one since then.

    A holder is a host, a number and some letters (`worker.sweeping.turns.whose`).
    """
    c = slots.c
    lately = or_(c.state == "running", c.finished_at >= since)
    holders = connection.execute(
        select(c.holder).where(lately, c.holder.is_not(None)).distinct()
    ).scalars()
    return frozenset(one.rsplit(":", 2)[0] for one in holders)
