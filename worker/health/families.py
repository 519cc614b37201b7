"""How a number is given to Prometheus."""

from __future__ import annotations

from prometheus_client.core import GaugeMetricFamily


def one_of(name: str, text: str, value: float) -> GaugeMetricFamily:
    """A single number."""
    return GaugeMetricFamily(f"annonsvakt_{name}", text, value=float(value))


def many(name: str, text: str, labels: tuple[str, ...]) -> GaugeMetricFamily:
    """Numbers by labels, to be filled."""
    return GaugeMetricFamily(f"annonsvakt_{name}", text, labels=labels)
