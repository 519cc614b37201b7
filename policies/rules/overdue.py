"""C11: questions and comments are answered in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from policies.awaited import Awaited, QueueRule
from policies.model import Platform, Words
from policies.rule import Breach, Pass, Said, Severity, Unknown
from policies.threads import UNSETTLED

_SETTLED = ("answered", "exempt", "closed")


def thread_has_its_answer_in_time(facts: Awaited) -> Iterator[Said]:
    """A question or comment has its answer by its deadline.

    The deadline is 24 hours after it was written or, near weekends and holidays, on the nearest
    working day; `due` explains it. A thread that was referred keeps it. It is put right when the
    thread is answered, when a person closes it, or when nothing in it needs an answer any more.

    A thread that can no longer be read is still without an answer.
    """
    about = facts.about
    if facts.state in _SETTLED:
        yield Pass(subject=about, evidence={"state": facts.state})
    elif facts.state not in UNSETTLED:
        yield Unknown(subject=about, because=_NO_STATE, link=facts.link)
    elif facts.due_at is None:
        yield Unknown(subject=about, because=_NO_DEADLINE, link=facts.link)
    elif facts.due_at >= facts.as_of:
        yield Pass(subject=about, evidence={"due_at": facts.due_at.isoformat()})
    elif facts.lost is not None:
        yield Unknown(subject=about, because=facts.lost, link=facts.link)
    else:
        yield _overdue(facts, facts.due_at)


def _overdue(facts: Awaited, due_at: datetime) -> Breach:
    """Since when, and whose it is."""
    template = _REFERRED if facts.state == "referred" else _OPEN
    told = {
        "due": f"{due_at.astimezone(facts.zone):%Y-%m-%d %H:%M}",
        "owner": facts.owner or "?",
        "thread": facts.id,
    }
    return Breach(
        subject=facts.about,
        message=replace(template, values=told),
        evidence={
            "thread": facts.id,
            "post": facts.post_id,
            "state": facts.state,
            "due_at": due_at.isoformat(),
            "owner": facts.owner,
        },
        link=facts.link,
    )


_VALUES = {"due": "", "owner": "", "thread": ""}
_OPEN = Words(
    "It should have been answered by {due}. Owner: {owner}. In the queue it is {thread}.", _VALUES
)
_REFERRED = Words(
    "It was referred, and should have been answered by {due}. Owner: {owner}. In the queue it is "
    "{thread}.",
    _VALUES,
)
_NO_STATE = Words("How the thread stands is not known.")
_NO_DEADLINE = Words("The thread waits, and its deadline is not known.")
OVERDUE = QueueRule(
    id="sla.overdue",
    clause="C11",
    severity=Severity.WARN,
    about="comment",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=thread_has_its_answer_in_time,
    remedy=Words(
        "Answer it where it was written. If it needs no answer or got one in another way, close it "
        "with `annonsvakt queue close`. Whoever is unsure asks with `annonsvakt queue ask`."
    ),
)
