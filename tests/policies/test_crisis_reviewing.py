"""The review of a stop by a second person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policies.crisis import REVIEW_WITHIN, Review, review, same_person

NIGHT = datetime(2026, 11, 24, 23, 25, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("reviewed", "now", "state"),
    [
        (None, timedelta(0), Review.WAITING),
        (None, REVIEW_WITHIN, Review.WAITING),
        (None, REVIEW_WITHIN + SECOND, Review.MISSING),
        (timedelta(hours=1), timedelta(hours=2), Review.DONE),
        (timedelta(hours=1), timedelta(days=9), Review.DONE),
        (REVIEW_WITHIN, timedelta(days=9), Review.DONE),
        (REVIEW_WITHIN + SECOND, timedelta(days=9), Review.LATE),
    ],
)
def test_how_a_review_stands(reviewed, now, state):
    at = None if reviewed is None else NIGHT + reviewed
    assert review(opened_at=NIGHT, reviewed_at=at, at=NIGHT + now) is state


def test_the_day_is_24_hours_long_whatever_the_clocks_on_the_wall_do():
    assert timedelta(hours=24) == REVIEW_WITHIN


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna Berg", " anna  BERG ", True),
        ("Åsa Weiß", "åsa weiss", True),
        ("Anna Berg", "Anna Borg", False),
        ("Anna", "Anna Berg", False),
    ],
)
def test_names_are_the_same_whatever_their_case_and_spaces(one, other, same):
    assert same_person(one, other) is same
