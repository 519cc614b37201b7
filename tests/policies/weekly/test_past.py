"""An earlier week's figures, and whether this week begins where the last report ended."""

from __future__ import annotations

from dataclasses import replace

from policies.weekly import Past
from tests.policies.weekly.test_findings import BEFORE, DURING, count, row, step
from tests.policies.weekly.test_week import week

PAST = Past(
    label="2026-W52", whole=True, arrived=0, waiting=0, overdue=0, share=None, median=None,
    percentile_90=None, sent=True,
    numbers=count(
        [row(), row("unknown", id="f2")], [step(BEFORE, "opened"), step(DURING, "opened", id="f2")]
    ).numbers(),
)  # fmt: skip


def test_what_stood_open_is_known_only_of_a_week_in_which_everything_was_read():
    assert (PAST.open, PAST.unknown, PAST.left) == (1, 1, 1)
    unread = replace(PAST, whole=False)
    assert (unread.open, unread.unknown, unread.left) == (None, None, 1)


def test_a_week_begins_where_the_last_report_ended():
    assert week().follows
    assert not replace(week(), last=PAST).follows
    assert not replace(week(), last=PAST).reconciles
    none = replace(PAST, numbers=PAST.numbers | {"open_now": 0})
    assert replace(week(), last=none).reconciles
