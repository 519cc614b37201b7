"""What is known of Meta's limits, written down so that the next run knows it beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.meta.usage import DAY, Bucket, Tier, Usage
from connectors.recall import Recall, instant

TOPIC = "usage"
_NUMBERS = ("percent", "window_seconds", "regain_seconds")
_KEPT = timedelta(seconds=DAY)


def note(recall: Recall, place: str, usage: Usage, at: datetime) -> None:
    """Write down what was heard; `place`: at which address, by which app."""
    value: dict[str, Any] = {name: getattr(usage, name) for name in _NUMBERS}
    tier = {"tier": usage.tier.value} if usage.tier else {}
    recall.put(TOPIC, _key(place, usage.bucket), {**value, **tier, "at": at.isoformat()}, at)


def noted(
    recall: Recall, place: str, bucket: Bucket, now: datetime
) -> tuple[Usage, datetime] | None:
    """What was heard of a limit and when; None: nothing, or nothing that can be read."""
    value = recall.get(TOPIC, _key(place, bucket), now=now, kept=_KEPT)
    if not isinstance(value, Mapping):
        return None
    numbers = [number for name in _NUMBERS if (number := _sound(value.get(name))) is not None]
    at = instant(value.get("at"))
    if len(numbers) < len(_NUMBERS) or not numbers[1] or at is None:
        return None
    usage = Usage(
        bucket=bucket,
        percent=numbers[0],
        window_seconds=numbers[1],
        regain_seconds=numbers[2],
        tier=next((one for one in Tier if one == value.get("tier")), None),
    )
    return usage, at


def everything(recall: Recall, now: datetime) -> dict[Bucket, tuple[Usage, datetime]]:
    """All that was heard of limits within a day, and when, whichever app was told it.

    Of a limit that two apps have the fuller one counts.
    """
    found: dict[Bucket, tuple[Usage, datetime]] = {}
    for key in recall.all_of(TOPIC, now=now, kept=_KEPT):
        place, _, named = key.rpartition(" ")
        bucket = Bucket(*named.split("/", 1)) if "/" in named else None
        told = noted(recall, place, bucket, now) if bucket else None
        if bucket and told and (bucket not in found or told[0].percent > found[bucket][0].percent):
            found[bucket] = told
    return found


def _key(place: str, bucket: Bucket) -> str:
    return f"{place} {bucket.owner}/{bucket.kind}"


def _sound(number: object) -> float | None:
    """A number, if it can be a percentage or a span of at most a day."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return float(number) if 0 <= number <= DAY else None
