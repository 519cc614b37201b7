"""Which of Meta's limits a call concerns, before anything was heard of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from connectors.meta.ask import Ask
from connectors.meta.usage import (
    ACCOUNT,
    INSIGHTS,
    THROTTLE,
    Bucket,
    Usage,
    number_of,
    use_case,
)

Sort: TypeAlias = tuple[str | int, ...]
"""Calls that a refusal of one of them concerns: one use case of an account, or one kind of read."""


def sort_of(ask: Ask) -> Sort:
    """What a refusal concerns; a Page's token stands for its Page, and is not kept."""
    if ask.account_id is not None:
        return ask.account_id, use_case(ask.endpoint, ask.account_id)
    return hash(ask.token), *ask.parts[1:]


def buckets_of(ask: Ask) -> tuple[Bucket, ...]:
    """The limits of an ad account that a call counts towards by its nature.

    What counts for a Page or for Instagram shows only in the answers to calls of the same sort.
    """
    if ask.account_id is None:
        return ()
    number, kind = number_of(ask.account_id), use_case(ask.endpoint, ask.account_id)
    own = (Bucket(number, kind), Bucket(number, ACCOUNT))
    throttles = (Bucket(number, THROTTLE), Bucket("", THROTTLE)) if kind == INSIGHTS else ()
    return (*own, *throttles)


def worst_of(told: Sequence[Usage]) -> dict[Bucket, Usage]:
    """One entry for each limit: a header may hold several."""
    ordered = sorted(told, key=lambda one: (one.regain_seconds, one.percent))
    return {one.bucket: one for one in ordered}
