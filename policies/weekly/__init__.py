"""The week as a value: what became of findings and of the queue, and whether it adds up."""

from __future__ import annotations

from policies.weekly.answers import Answers, answers, by_owner, late_by
from policies.weekly.asks import Ask, AskEnd, Exchange, ThreadStep, asks_of
from policies.weekly.findings import FindingRow, Findings, FindingStep, count_findings, stands
from policies.weekly.past import Past
from policies.weekly.queue import Queue, ThreadRow, count_queue
from policies.weekly.reach import Reach, Reading, reach_of
from policies.weekly.spans import Span, span_at, span_before, span_of
from policies.weekly.week import Week

__all__ = [
    "Answers",
    "Ask",
    "AskEnd",
    "Exchange",
    "FindingRow",
    "FindingStep",
    "Findings",
    "Past",
    "Queue",
    "Reach",
    "Reading",
    "Span",
    "ThreadRow",
    "ThreadStep",
    "Week",
    "answers",
    "asks_of",
    "by_owner",
    "count_findings",
    "count_queue",
    "late_by",
    "reach_of",
    "span_at",
    "span_before",
    "span_of",
    "stands",
]
