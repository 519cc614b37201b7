"""The state of a thread, its reason, and what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policies.deadlines import due
from policies.model import Words
from policies.threads.decisions import Decision, Ruling, ruling
from policies.threads.messages import HIDDEN, Heard, Message, Standards, Talk, sort
from policies.threads.outcome import UNSETTLED, ThreadState
from policies.threads.remembered import Waits, faded_wait, still_new, wanted_again
from policies.threads.waiting import Weighed, weigh
from policies.triage import named


def thread(
    messages: Iterable[Message],
    decisions: Sequence[Decision],
    standards: Standards,
    before: ThreadState | None = None,
) -> ThreadState:
    """The state of a thread; the order of `messages` makes no difference, that of `decisions` does.

    `before`: how it stood when it was last worked out. It matters only where something that was
    said is erased or deleted since.
    """
    return of_sorted(sort(messages, standards), decisions, standards, before)


def of_sorted(
    talk: Talk,
    decisions: Sequence[Decision],
    standards: Standards,
    before: ThreadState | None = None,
) -> ThreadState:
    """The state of a thread whose messages are judged and in order."""
    rules = ruling(decisions)
    weighed = weigh(talk, decisions)
    flags = _flags(talk, weighed, before)
    waits = _waits(talk, weighed, rules, standards, before)
    if waits:
        state, reason = _open(waits, rules, flags)
        comment_id: str | None = waits.comment_id
    else:
        state, reason = _settled(talk, weighed, before)
        comment_id = _newest(talk, weighed) or (before.comment_id if before else None)
    return ThreadState(
        state=state,
        reason=reason,
        moderate=flags,
        comment_id=comment_id,
        due_at=waits.due_at if waits else None,
    )


def _waits(
    talk: Talk, weighed: Weighed, rules: Ruling, standards: Standards, before: ThreadState | None
) -> Waits | None:
    """What waits, with the deadline of the oldest of it; None: nothing does."""
    waiting = still_new(weighed.waiting(), talk, before)
    known = None
    if waiting:
        asked_at = weighed.asked_at(waiting[0])
        known = Waits(
            comment_id=waiting[0].comment.id,
            due_at=due(asked_at, standards.calendar).at,
            seen=tuple(one.message for one in waiting),
            changed=asked_at > waiting[0].comment.created_at,
        )
    faded = faded_wait(talk, weighed, rules, before)
    if faded and known:
        first_due = min(known, faded, key=lambda one: one.due_at)
        return Waits(
            comment_id=first_due.comment_id, due_at=first_due.due_at, seen=faded.seen + known.seen
        )
    return faded or known or wanted_again(talk, weighed, rules, standards)


def _open(waits: Waits, rules: Ruling, flags: Sequence[str]) -> tuple[str, Words]:
    """What a thread is in which something waits, and why."""
    referral = rules.referral
    told = [one for one in waits.seen if one.seen_by(referral)]
    if referral and told:
        names = {"to": referral.to or "", "by": referral.by}
        if len(told) == len(waits.seen):
            return "referred", Words("{by} referred it to {to}.", names)
        return "open", Words("Something new was written after {by} referred it to {to}.", names)
    if HIDDEN in flags:
        return "open", Words(
            "The platform hid a message before we saw it visible: a person must look at it."
        )
    if flags:
        return "open", Words(
            "It waits for an answer and may break the house rules: {kinds}.",
            {"kinds": named(flags)},
        )
    if rules.reopening and any(one.seen_by(rules.reopening) for one in waits.seen):
        return "open", Words("{by} reopened it.", {"by": rules.reopening.by})
    if waits.changed:
        return "open", Words("It was changed after it had been answered or closed.")
    return "open", Words("It waits for an answer.")


def _settled(talk: Talk, weighed: Weighed, before: ThreadState | None) -> tuple[str, Words]:
    """What a thread is in which nothing waits, and why."""
    if weighed.answered(_asked(talk, weighed, before)):
        return "answered", Words("The city has answered.")
    if weighed.closing and all(one.seen_by(weighed.closing) for one in talk.faded):
        told = {"by": weighed.closing.by, "reason": weighed.closing.reason or ""}
        return "closed", Words("{by} closed it: {reason}", told)
    if talk.faded and before:
        return _as_before(before)
    if weighed.visible:
        return "exempt", _exemption(weighed.visible)
    if any(not one.message.gone for one in talk.others):
        return "closed", Words("It was hidden on the platform after we had seen it.")
    if talk.others:
        return "closed", Words("It was deleted on the platform.")
    return "exempt", Words("Nobody but the city has written here.")


def _asked(talk: Talk, weighed: Weighed, before: ThreadState | None) -> list[Heard]:
    """Messages that wanted an answer, as far as that can be told.

    What a deleted one said is not known any more; that it waited is.
    """
    return [
        one
        for one in talk.others
        if (_had_waited(one, before) if one.message.gone else weighed.needing(one))
    ]


def _had_waited(gone: Heard, before: ThreadState | None) -> bool:
    """Whether a deleted message waited, or had its answer."""
    if before is None:
        return False
    waited = before.state in UNSETTLED and before.comment_id == gone.message.id
    return waited or before.state == "answered"


def _as_before(before: ThreadState) -> tuple[str, Words]:
    """The remembered state; if something faded waited, what is known has answered it."""
    if before.state in UNSETTLED:
        return "answered", Words("The city has answered.")
    return before.state, before.reason


def _exemption(visible: Sequence[Heard]) -> Words:
    """Why nothing in the thread needs an answer."""
    reasons = {one.verdict.because.template: one.verdict.because for one in visible}
    if len(reasons) == 1:
        return next(iter(reasons.values()))
    return Words("Nothing in it needs an answer.")


def _flags(talk: Talk, weighed: Weighed, before: ThreadState | None) -> tuple[str, ...]:
    """Why a person should look at the thread; who closes it has looked."""
    found = {
        flag
        for one in weighed.visible
        if not one.message.seen_by(weighed.closing)
        for flag in one.flags
    }
    if talk.faded and before:
        found |= set(before.moderate)
    return tuple(sorted(found))


def _newest(talk: Talk, weighed: Weighed) -> str | None:
    """The newest message by somebody else that people can see, else the newest there was."""
    shown = weighed.visible or talk.others
    return shown[-1].comment.id if shown else None
