"""C11: a thread that waits after its deadline, by its row alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.awaited import Awaited, QueueRule, judge_queue
from policies.finding import LIVE
from policies.model import Platform, Words
from policies.rule import Breach, Pass, Severity, Unknown
from policies.rules import ON_QUEUE
from policies.rules.overdue import OVERDUE
from policies.talk import reconcile_talk
from tests.policies.rules.taking import taken_away

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WAITS, SETTLED = ("open", "referred"), ("answered", "exempt", "closed")
LOST = Words("Not today.")


def awaited(**changed):
    """A thread that should have been answered an hour ago."""
    row = Awaited(
        platform=Platform.META,
        id="k3x7q2mbat",
        kind="comment",
        thread_id="1001_1_1",
        post_id="1001_1",
        state="open",
        due_at=NOON - HOUR,
        owner="trafik",
        link="https://example.org/comment/1",
        as_of=NOON,
        zone=ZoneInfo("Europe/Stockholm"),
    )
    return replace(row, **changed)


def said(**changed):
    [verdict] = judge_queue([OVERDUE], [awaited(**changed)])
    return verdict.said


@pytest.mark.parametrize("state", SETTLED)
@pytest.mark.parametrize("due", [None, NOON - HOUR, NOON + HOUR])
@pytest.mark.parametrize("lost", [None, LOST])
def test_a_thread_in_which_nothing_waits_is_as_it_should_be(state, due, lost):
    assert isinstance(said(state=state, due_at=due, lost=lost), Pass)


@pytest.mark.parametrize("state", WAITS)
@pytest.mark.parametrize("due", [NOON, NOON + HOUR])
def test_until_the_deadline_has_passed_nothing_is_wrong(state, due):
    assert isinstance(said(state=state, due_at=due), Pass)


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("kind", ["comment", "message"])
def test_after_the_deadline_it_says_since_when_and_whose_it_is(platform, kind):
    if platform not in OVERDUE.platforms:
        assert list(judge_queue([OVERDUE], [awaited(platform=platform)])) == []
        return
    breach = said(platform=platform, kind=kind)
    assert isinstance(breach, Breach)
    assert breach.subject.key == (kind, "1001_1_1")
    assert breach.subject.name == ""
    assert breach.message.english() == (
        "It should have been answered by 2026-11-24 12:00. Owner: trafik. In the queue it is "
        "k3x7q2mbat."
    )
    assert breach.link == "https://example.org/comment/1"
    assert breach.evidence == {
        "thread": "k3x7q2mbat",
        "post": "1001_1",
        "state": "open",
        "due_at": "2026-11-24T11:00:00+00:00",
        "owner": "trafik",
    }


def test_a_referred_thread_keeps_its_deadline_and_says_that_it_was_referred():
    breach = said(state="referred")
    assert isinstance(breach, Breach)
    assert breach.message.english().startswith("It was referred, and should have been answered by")


@pytest.mark.parametrize("state", WAITS)
def test_what_could_not_be_read_again_is_unknown_and_says_why(state):
    unknown = said(state=state, lost=LOST)
    assert isinstance(unknown, Unknown)
    assert unknown.because == LOST


def test_without_a_deadline_or_a_state_that_is_known_nobody_can_tell():
    assert isinstance(said(due_at=None), Unknown)
    assert isinstance(said(state="asleep"), Unknown)
    assert isinstance(said(owner=""), Breach)


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="as_of"):
        awaited(as_of=NOON.replace(tzinfo=None))


def test_a_rule_that_fails_puts_nothing_right():
    def failing(facts):
        raise RuntimeError("secret")
        yield

    rule = QueueRule(
        id="x.y", clause="C11", severity=Severity.WARN, about="comment",
        platforms=(Platform.META,), check=failing,
    )  # fmt: skip
    [verdict] = judge_queue([rule], [awaited()])
    assert isinstance(verdict.said, Unknown)
    assert "secret" not in verdict.said.because.english()


def found(facts, known=()):
    """The findings that judging makes of those that are known, by id."""
    home = (facts.platform, "1001")
    turned = reconcile_talk(known, judge_queue(ON_QUEUE, [facts]), home=home, as_of=facts.as_of)
    return {one.id: one for one in known} | {one.finding.id: one.finding for one in turned.turned}


instants = st.none() | st.integers(-48, 48).map(lambda hours: NOON + hours * HOUR)
rows = st.builds(
    awaited,
    platform=st.sampled_from([Platform.META, Platform.LINKEDIN]),
    kind=st.sampled_from(["comment", "message"]),
    post_id=st.sampled_from([None, "1001_1"]),
    state=st.sampled_from([*WAITS, *SETTLED, "asleep"]),
    due_at=instants,
    owner=st.sampled_from(["slk", "trafik"]),
    link=st.sampled_from([None, "https://example.org/comment/1"]),
    lost=st.sampled_from([None, LOST]),
)


@given(rows)
def test_whatever_is_taken_away_nothing_is_put_right_by_it(facts):
    """What is said in the row is all ours: only a word of the platform's, `lost`, comes and goes.

    Taken away, it was read after all, and the row stands.
    """
    before = found(facts)
    for where, less in taken_away(facts, spare=frozenset({"Awaited.lost"})):
        after = found(less, before.values())
        for one in before.values():
            assert after[one.id].state in LIVE, where
            assert (one.outcome, after[one.id].outcome) != ("fail", "unknown"), where


@given(rows)
def test_a_fail_that_cannot_be_read_again_stays_one_and_ends_only_with_a_settled_thread(facts):
    before = found(awaited())
    [one] = before.values()
    same = replace(facts, platform=Platform.META, kind="comment", as_of=NOON + HOUR)
    [after] = found(same, before.values()).values()
    ends = same.state in SETTLED or (
        same.state in WAITS and same.due_at is not None and same.due_at >= same.as_of
    )
    assert (after.state == "resolved") is ends
    still = same.state in WAITS and same.due_at and same.due_at < same.as_of and not same.lost
    assert (after.last_seen > one.last_seen) is bool(still)
    assert (after.unread_since is not None) is not (ends or still)


def test_the_rules_on_the_queue_are_in_the_catalogue():
    assert ON_QUEUE == (OVERDUE,)
    assert (OVERDUE.clause, OVERDUE.severity, OVERDUE.event) == ("C11", Severity.WARN, False)
