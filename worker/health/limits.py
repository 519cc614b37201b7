"""What a platform still lets us ask, as numbers: Meta tells it with its answers, LinkedIn never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily

from connectors.recall import Recall
from worker.health.families import many


def limits(heard: Recall, at: datetime) -> Iterator[GaugeMetricFamily]:
    """How far each limit is used, by what was heard last and how long ago that is."""
    from connectors.meta.gauge import Gauge
    from connectors.meta.notes import everything

    used = many(
        "limit_used_ratio",
        "How far a limit of a platform is used; readers stop at 0.9.",
        ("platform", "limit", "owner"),
    )
    for bucket, (usage, heard_at) in sorted(everything(heard, at).items()):
        percent = Gauge(usage, heard_at).percent(at)
        used.add_metric(["meta", bucket.kind, bucket.owner], percent / 100)
    yield used
