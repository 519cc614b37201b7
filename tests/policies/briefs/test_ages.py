"""The ages of an audience: both bounds, one, or none where there are several ways to read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.ages import bounds
from policies.briefs.reading import read_mail

NONE = (None, None)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("över 18 och under 30 år", (18, 29)),
        ("under 30 men över 18", (18, 29)),
        ("från 18 år till 30 år", (18, 30)),
        ("från 18 till 30 år", (18, 30)),
        ("från 18 år upp till 30 år", (18, 30)),
        ("18 till och med 30 år", (18, 30)),
        ("18 t.o.m. 30", (18, 30)),
        ("mellan 18 år och 30 år", (18, 30)),
        ("minst 18 år men högst 30 år", (18, 30)),
        ("18+, max 30", (18, 30)),
        ("18 år och äldre, yngre än 30", (18, 29)),
        ("fyllda 18, som bor inom 30 km", (18, None)),
        ("över 18, max 30 km från city", (18, None)),
        ("över 18 under 2027", (18, None)),
        ("över 18 som varit kunder under 12 månader", (18, None)),
        ("18–65 år, 10-20 km runt city", (18, 65)),
        ("18–25-åringar", (18, 25)),
        ("People aged 18 to 40 who read English", (18, 40)),
        ("18-65", (18, 65)),
        ("över 18 och under 19", (18, 18)),
        ("över 18, från 10 till 20 km runt city", (18, None)),
        ("över 18, kl 10 till 20", (18, None)),
        ("över 18, från 15 till 2 mil bort", (18, None)),
        ("18–65 år, 1–20 mars", (18, 65)),
        ("boende 25–45 barnfamiljer", (25, 45)),
        ("unga 18–30 många av dem studenter", (18, 30)),
    ],
)
def test_both_bounds_are_read_where_they_are_clear(text, ages):
    assert bounds(text) == ages


@pytest.mark.parametrize(
    "text",
    [
        "10-20 km runt city",
        "10–20 kilometer",
        "inom 10 till 20 mil",
        "10-20 % av de boende",
        "10-20 kr",
        "10-20 000 kronor",
        "10-20 min med buss",
        "10–20 minuter bort",
        "10-20 personer",
        "10-20 mars",
        "10 till 20 december",
        "öppet kl 10-20",
        "öppet kl. 10–20",
        "klockan 10-20",
        "den 2027-10-20",
        "10-20-2027",
        "10-20/3",
        "10-20.30",
        "från 10 till 20 km",
        "10–2000",
        "1995–2010",
        "minst 20 000 invånare",
        "minst 200 personer",
        "över 10 km bort",
        "från 10 maj",
        "199+",
        "under 30 år",
        "7–15 år",
        "över 65 och under 18",
        "65–18 år",
        "under 18 år eller över 65",
        "över 18 och under 30, eller under 40",
        "18–30 år, högst 25",
        "över 18 och över 30",
        "mitt i höst 20-tals fest",
    ],
)
def test_other_numbers_and_ages_that_may_be_read_in_two_ways_are_no_ages(text):
    assert bounds(text) == NONE


AGE = st.integers(13, 98)


@given(AGE, AGE, st.sampled_from(["{}–{} år", "från {} till {} år", "minst {} och högst {} år"]))
def test_bounds_are_kept_as_written_and_never_the_wrong_way_round(one, other, shape):
    assert bounds(shape.format(one, other)) == ((one, other) if one <= other else NONE)


@given(
    AGE,
    AGE,
    st.sampled_from(["{}-{}", "{} till {}", "från {} till {}", "{} – {}"]),
    st.sampled_from(["km", "kr", "%", "min", "mil", "kvm", "timmar", "veckor", "000 kr", "maj"]),
    st.sampled_from([" ", "\u00a0"]),
)
def test_a_range_of_anything_else_is_none_of_ages(one, other, shape, unit, space):
    assert bounds(f"{shape.format(one, other)}{space}{unit}") == NONE


@given(st.text(alphabet="0123456789 -–.+%åärovunfilktem"))
def test_whatever_is_written_the_youngest_is_never_older_than_the_oldest(text):
    youngest, oldest = bounds(text)
    assert oldest is None or (youngest is not None and youngest <= oldest)


def test_a_mail_is_read_by_it():
    audience = read_mail("Målgrupp: boende över 18 och under 30 år").brief.audience
    assert (audience.youngest, audience.oldest) == (18, 29)
