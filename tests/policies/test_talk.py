"""Rules on threads and the life of what they find, whatever happens and in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policies.finding import LIVE
from policies.model import Platform, Words
from policies.promoted import NOWHERE
from policies.rule import Said
from policies.rules.moderate import COMMENT_MODERATE
from policies.rules.signed import REPLY_UNSIGNED
from policies.talk import judge_thread, reconcile_talk
from tests.policies.rules.heard import heard
from tests.policies.threads.talked import CITY, at, close, faded, gone, reopen, reread, said

META = Platform.META
RULES = (REPLY_UNSIGNED, COMMENT_MODERATE)
THREAT = "jag ska döda dig"


def reconciled(known, facts, *, hours=1, account="1001", rules=RULES):
    """What a reading makes of what was known; what is known holds the kinds that were found."""
    standing = {
        one.subject.key: tuple(one.evidence.get("kinds", ()))
        for one in known.values()
        if one.state in LIVE and not one.event
    }
    verdicts = judge_thread(rules, replace(facts, known=standing))
    outcome = reconcile_talk(
        known.values(), verdicts, home=(facts.platform, account), as_of=at(hours)
    )
    now = known | {one.finding.id: one.finding for one in outcome.turned}
    return now, outcome


def one_of(known, rule):
    [found] = [one for one in known.values() if one.rule == rule.id]
    return found


def test_a_rule_of_another_platform_says_nothing():
    elsewhere = replace(COMMENT_MODERATE, platforms=(Platform.LINKEDIN,))
    assert list(judge_thread([elsewhere], heard(said(0, THREAT)))) == []


def test_a_finding_stands_under_the_page_whose_post_it_is_and_stays_where_it_began():
    known, outcome = reconciled({}, heard(said(0, THREAT, number="c")), account=NOWHERE)
    assert outcome.opened == 1
    known, outcome = reconciled(known, heard(said(0, THREAT, number="c")), account="1001", hours=2)
    assert outcome.opened == 0
    found = one_of(known, COMMENT_MODERATE)
    assert (found.account_id, found.last_seen) == (NOWHERE, at(2))
    known, outcome = reconciled(known, heard(gone(said(0, THREAT, number="c"))), hours=3)
    assert outcome.resolved == 1
    assert one_of(known, COMMENT_MODERATE).state == "resolved"


def test_an_unsigned_answer_is_found_once_and_put_right_by_nobody_but_a_person():
    question = said(0, number="q")
    known, outcome = reconciled({}, heard(question, said(1, "Ja.", by=CITY, number="a")))
    assert outcome.opened == 1
    found = one_of(known, REPLY_UNSIGNED)
    assert (found.event, found.week, found.account_id) == (True, "2026-W48", "1001")
    for message in (
        said(1, "Ja. /Anna", by=CITY, number="a"),
        gone(said(1, "Ja.", by=CITY, number="a")),
        faded(said(1, "Ja.", by=CITY, number="a")),
    ):
        after, outcome = reconciled(known, heard(question, message), hours=200)
        assert (outcome.opened, outcome.resolved) == (0, 0)
        assert one_of(after, REPLY_UNSIGNED).live_fail()


def test_an_unsure_ending_that_gets_a_name_is_cleared():
    question = said(0, number="q")
    known, _ = reconciled({}, heard(question, said(1, "Tack Lina", by=CITY, number="a")))
    assert one_of(known, REPLY_UNSIGNED).outcome == "unknown"
    known, _ = reconciled(known, heard(question, said(1, "Tack Lina /Bo", by=CITY, number="a")))
    assert one_of(known, REPLY_UNSIGNED).state == "resolved"


def test_a_closed_thread_that_is_reopened_has_its_finding_again():
    message = said(0, THREAT, number="c")
    known, _ = reconciled({}, heard(message))
    known, outcome = reconciled(known, heard(message, decisions=[close(1)]), hours=2)
    assert outcome.resolved == 1
    known, outcome = reconciled(known, heard(message, decisions=[close(1), reopen(2)]), hours=3)
    assert outcome.opened == 1
    assert one_of(known, COMMENT_MODERATE).state == "open"


def test_what_no_rule_spoke_of_is_left_as_it_is():
    known, _ = reconciled({}, heard(said(0, THREAT, number="c")))
    after, outcome = reconciled(known, heard(said(0, number="other"), id="other"), hours=5)
    assert (after, outcome.turned) == (known, ())


def fails(_facts) -> Iterator[Said]:
    """It fails."""
    raise ValueError("with a secret in it")
    yield


def test_a_rule_that_fails_hides_no_other_and_puts_nothing_right():
    broken = replace(COMMENT_MODERATE, check=fails)
    known, _ = reconciled({}, heard(said(0, THREAT, number="c")))
    after, outcome = reconciled(known, heard(said(0, "Hej", number="c")), rules=[broken], hours=2)
    assert outcome.resolved == 0
    assert one_of({k: v for k, v in after.items() if k in known}, COMMENT_MODERATE).live_fail()
    [fault] = [one for one in after.values() if one.subject.kind == "thread"]
    assert (fault.outcome, "secret" in repr(fault)) == ("unknown", False)
    after, _ = reconciled(after, heard(said(0, "Hej", number="c")), hours=3)
    assert after[fault.id].state == "resolved"


def test_what_could_not_be_read_again_stays_unread_since_then():
    message = said(0, THREAT, number="c")
    known, _ = reconciled({}, heard(message))
    for hours in (5, 6):
        known, outcome = reconciled(known, heard(message, lost=Words("No.")), hours=hours)
        assert (outcome.opened, outcome.resolved) == (0, 0)
    found = one_of(known, COMMENT_MODERATE)
    assert (found.last_seen, found.unread_since, found.because) == (at(1), at(5), Words("No."))


STEPS = st.lists(
    st.sampled_from(
        ("reread", "fade", "untold", "lost", "answer", "hide", "delete", "close", "reopen", "edit")
    ),
    max_size=12,
)


@given(STEPS, st.sampled_from((Platform.META, Platform.LINKEDIN)), st.booleans())
def test_only_deleting_hiding_closing_or_other_words_ever_put_it_right(steps, platform, filtered):
    message = said(0, THREAT, number="c", hidden=filtered, seen_visible=not filtered)
    known, _ = reconciled({}, heard(message, platform=platform))
    decisions, others, may_end = [], [], False
    for hours, step in enumerate(steps, start=2):
        lost, now = None, message
        match step:
            case "fade":
                now = faded(message)
            case "untold" if not message.gone:
                now = replace(message, comment=replace(message.comment, text=None))
            case "lost":
                lost = Words("Not today.")
            case "answer":
                others.append(said(hours, "Nej. /Anna", by=CITY, number=f"a{hours}"))
            case "hide":
                comment = replace(message.comment, hidden=True)
                message = now = replace(message, comment=comment, seen_visible=True)
                may_end = True
            case "delete":
                message = now = gone(message)
                may_end = True
            case "close":
                decisions.append(close(hours))
                may_end = True
            case "reopen":
                decisions.append(reopen(hours))
            case "edit" if not message.gone:
                message = now = replace(message, comment=replace(message.comment, text="Hej"))
                may_end = True
            case _:
                message = now = reread(message)
        facts = heard(now, *others, decisions=decisions, platform=platform, lost=lost)
        known, _ = reconciled(known, facts, hours=hours)
        again, outcome = reconciled(known, facts, hours=hours)
        assert (again, outcome.turned) == (known, ())
        assert may_end or one_of(known, COMMENT_MODERATE).live_fail(), step


@given(STEPS)
def test_a_finding_never_holds_what_was_said_by_whom_or_when(steps):
    message = replace(
        (one := said(0, THREAT, number="c")), comment=replace(one.comment, author_name="Tuva")
    )
    answer = said(1, "Ja, hemligheten.", by=CITY, number="a", seen=30)
    known = {}
    for hours, step in enumerate(steps, start=2):
        now = {"fade": faded, "delete": gone}.get(step, reread)(message)
        facts = heard(now, answer, platform=Platform.LINKEDIN)
        known, _ = reconciled(known, facts, hours=hours)
    told = repr(list(known.values()))
    written = (message.comment.created_at, answer.comment.created_at)
    for secret in (THREAT, "Tuva", "hemligheten", "'500'", *map(repr, written)):
        assert secret not in told
