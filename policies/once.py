"""What a platform listed twice counts once: pages of a list that changes meanwhile overlap."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, TypeVar

from policies.model import Snapshot


class _Row(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Row)


def each_once(snapshot: Snapshot) -> Snapshot:
    """The snapshot without rows that say just what another row says.

    Two rows of one id that differ both stay: nobody can tell which of them is the newer.
    """
    lists = {
        "campaigns": _once(snapshot.campaigns),
        "ad_sets": _once(snapshot.ad_sets),
        "ads": _once(snapshot.ads),
    }
    changed = {name: rows for name, rows in lists.items() if rows is not getattr(snapshot, name)}
    return replace(snapshot, **changed) if changed else snapshot  # type: ignore[arg-type]


def _once(rows: tuple[R, ...]) -> tuple[R, ...]:
    """The same rows if none is there twice."""
    if len({row.id for row in rows}) == len(rows):
        return rows
    seen: dict[str, list[R]] = {}
    return tuple(row for row in rows if _is_new(row, seen.setdefault(row.id, [])))


def _is_new(row: R, like: list[R]) -> bool:
    if row in like:
        return False
    like.append(row)
    return True
