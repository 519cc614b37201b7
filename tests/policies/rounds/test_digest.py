"""What an owner is told of the threads that wait: in parts, by deadline, none twice, none lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.owning import SLK
from policies.rounds.digest import LISTED, Part, digest, falls_to, part_of

NOW = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
NEXT = NOW + timedelta(hours=6)
SECOND = timedelta(seconds=1)
KNOWN = ("trafik", "kultur")


@dataclass(frozen=True)
class Thread:
    id: str = "a"
    owner: str = "trafik"
    state: str = "open"
    due_at: datetime | None = NOW


def told(*threads, owner="trafik", at=NOW, next_round=NEXT, most=LISTED):
    return digest(threads, owner, KNOWN, at=at, next_round=next_round, most=most)


def test_nothing_that_waits_is_told_as_nothing():
    assert told() == ()
    assert told(Thread(state="answered"), Thread(state="closed"), Thread(state="exempt")) == ()
    assert told(Thread(owner="kultur"), Thread(owner=SLK)) == ()


@pytest.mark.parametrize(
    ("due", "part"),
    [
        (NOW - SECOND, Part.OVERDUE),
        (NOW, Part.SOON),
        (NEXT, Part.SOON),
        (NEXT + SECOND, Part.LATER),
        (None, Part.LATER),
    ],
)
def test_where_a_thread_stands_goes_by_its_deadline(due, part):
    assert part_of(Thread(due_at=due), NOW, NEXT) is part


@pytest.mark.parametrize("due", [NOW, NEXT, NEXT + SECOND, None])
def test_a_referred_thread_stands_apart_until_it_is_overdue(due):
    assert part_of(Thread(state="referred", due_at=due), NOW, NEXT) is Part.REFERRED


def test_a_referred_thread_that_is_overdue_is_overdue():
    assert part_of(Thread(state="referred", due_at=NOW - SECOND), NOW, NEXT) is Part.OVERDUE


def test_without_a_next_round_nothing_is_due_before_it():
    assert part_of(Thread(due_at=NOW + SECOND), NOW, None) is Part.LATER


def test_the_parts_come_in_order_and_the_first_deadline_first():
    late = Thread("1", due_at=NOW - timedelta(days=3))
    later = Thread("2", due_at=NOW - timedelta(days=2))
    soon = Thread("3", due_at=NOW + SECOND)
    after = Thread("4", due_at=NEXT + SECOND)
    never = Thread("0", due_at=None)
    away = Thread("5", state="referred", due_at=NEXT)
    parts = told(never, away, after, soon, later, late)
    assert [(one.part, one.threads) for one in parts] == [
        (Part.OVERDUE, (late, later)),
        (Part.SOON, (soon,)),
        (Part.LATER, (after, never)),
        (Part.REFERRED, (away,)),
    ]


def test_threads_of_the_same_instant_come_by_their_ids():
    (part,) = told(Thread("b"), Thread("a"))
    assert [one.id for one in part.threads] == ["a", "b"]


def test_beyond_the_first_hundred_threads_are_counted():
    late = [Thread(f"l{n:03}", due_at=NOW - SECOND) for n in range(70)]
    soon = [Thread(f"s{n:03}") for n in range(50)]
    away = [Thread("r", state="referred")]
    parts = told(*away, *soon, *late)
    assert [(one.part, len(one.threads), one.more, one.count) for one in parts] == [
        (Part.OVERDUE, 70, 0, 70),
        (Part.SOON, 30, 20, 50),
        (Part.REFERRED, 0, 1, 1),
    ]


def test_threads_of_a_department_that_is_gone_are_told_to_slk():
    stray = Thread(owner="idrott")
    assert told(stray, owner="idrott") == ()
    (part,) = told(stray, Thread(owner="kultur"), owner=SLK)
    assert part.threads == (stray,)


def test_slk_may_stand_among_those_that_are_known():
    assert falls_to(SLK, Thread(owner=SLK), (*KNOWN, SLK))
    assert not falls_to("trafik", Thread(owner=SLK), (*KNOWN, SLK))


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        told(at=NOW.replace(tzinfo=None))


owners = st.sampled_from(["trafik", "kultur", "idrott", SLK])
threads = st.lists(
    st.builds(
        Thread,
        id=st.text("abc", min_size=1, max_size=4),
        owner=owners,
        state=st.sampled_from(["open", "referred", "answered", "exempt", "closed"]),
        due_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)


@given(threads, st.none() | st.just(NEXT), st.integers(0, 20))
def test_every_thread_that_waits_is_told_to_one_owner_in_one_part_or_counted(
    waiting, next_round, most
):
    wanted = {one.id for one in waiting if one.state in ("open", "referred")}
    named, count = [], 0
    for owner in (*KNOWN, SLK):
        parts = told(*waiting, owner=owner, next_round=next_round, most=most)
        mine = [one for part in parts for one in part.threads]
        named += [one.id for one in mine]
        count += sum(part.count for part in parts)
        assert len(mine) == min(most, sum(part.count for part in parts))
        assert all(one.owner == owner or (owner == SLK and one.owner == "idrott") for one in mine)
        assert [one.part for one in parts] == sorted({one.part for one in parts}, key=[*Part].index)
        assert all(part.count for part in parts)
        for part in parts:
            dues = [one.due_at or datetime.max.replace(tzinfo=UTC) for one in part.threads]
            assert dues == sorted(dues)
            assert all(part_of(one, NOW, next_round) is part.part for one in part.threads)
    assert len(named) == len(set(named))
    assert set(named) <= wanted
    assert count == len(wanted)
