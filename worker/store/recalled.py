"""What runs learnt of platforms for the next ones: read before a run, saved after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, select

from connectors.recall import Entry, Recall
from policies.model import Platform
from worker.store.opening import Store
from worker.store.rows import put
from worker.store.tables import recalled

_KEY = ("platform", "topic", "key")


@contextmanager
def recalling(store: Store, platforms: Iterable[Platform]) -> Iterator[Mapping[Platform, Recall]]:
    """What earlier runs learnt of each platform, for a run; what this one learnt is saved after.

    It is saved when the run fails, too: what was answered stays answered. The database is not held
    in between.

    Raises:
        StoreError: the database failed.
    """
    with store.reading() as connection:
        recalls = {platform: load(connection, platform) for platform in platforms}
    try:
        yield recalls
    finally:
        with store.writing() as connection:
            for platform, recall in recalls.items():
                save(connection, platform, recall)


def load(connection: Connection, platform: Platform, *, topic: str | None = None) -> Recall:
    """Everything that is stored of a platform, or of one topic alone."""
    query = select(recalled).where(recalled.c.platform == str(platform))
    rows = connection.execute(query if topic is None else query.where(recalled.c.topic == topic))
    return Recall(Entry(topic=row.topic, key=row.key, value=row.value, at=row.at) for row in rows)


def save(connection: Connection, platform: Platform, recall: Recall) -> None:
    """Put what a run learnt in place of what was known."""
    rows = [
        {
            "platform": str(platform),
            "topic": one.topic,
            "key": one.key,
            "value": one.value,
            "at": one.at,
        }
        for one in recall.changed()
    ]
    put(connection, recalled, rows, key=_KEY)
