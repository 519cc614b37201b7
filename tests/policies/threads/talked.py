"""Short threads for tests: who wrote what, when, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policies.deadlines import Calendar, due
from policies.model import Comment, Platform
from policies.threads import Decision, Message, Standards, thread
from worker.words import vocabulary

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CITY = "1001"
STANDARDS = Standards(
    calendar=Calendar(
        zone=ZoneInfo("Europe/Stockholm"), office_closes=time(17), holiday=lambda day: None
    ),
    vocabulary=vocabulary(),
    own=frozenset({CITY, "17841400000000001"}),
)
QUESTION, CHEER, THANKS, ANSWER = "När öppnar det?", "Så fint!", "Tack!", "På måndag. /Anna"


def at(hours):
    """So many hours after Monday morning."""
    return MONDAY + hours * HOUR


def said(
    hours,
    text=QUESTION,
    *,
    by="500",
    seen=None,
    hidden=False,
    hid=None,
    seen_visible=True,
    number=None,
):
    """A message written at that hour; `seen`: when we saw it first, otherwise minutes later.

    `hid`: when we saw it hidden first, if not at once.
    """
    number = number or f"{hours}-{by}-{text}"
    first_seen = at(hours) + timedelta(minutes=5) if seen is None else at(seen)
    return Message(
        id=number,
        comment=Comment(
            platform=Platform.META,
            kind="comment",
            id=number,
            thread_id="t",
            post_id="1001_1",
            parent_id=None,
            author_id=by,
            author_name=None,
            text=text,
            created_at=at(hours),
            hidden=hidden or hid is not None,
        ),
        first_seen=first_seen,
        news=True,
        seen_visible=seen_visible,
        hidden_since=at(hid) if hid is not None else first_seen if hidden else None,
    )


def answer(hours, **options):
    """The city writes."""
    return said(hours, ANSWER, by=CITY, **options)


def gone(message):
    """The same message, confirmed deleted: its text and author went with it."""
    comment = replace(message.comment, text=None, author_id=None)
    return replace(message, comment=comment, gone=True, news=False)


def faded(message):
    """The same message after 48 hours without a new reading."""
    return replace(message, comment=None, news=False)


def reread(message):
    """The same message, read again."""
    return replace(message, news=False)


def close(hours, reason="ringde upp"):
    return Decision(action="close", by="Anna", at=at(hours), reason=reason)


def refer(hours, to="Region Norrtälje"):
    return Decision(action="refer", by="Anna", at=at(hours), to=to)


def reopen(hours):
    return Decision(action="reopen", by="Bo", at=at(hours))


def claim(hours):
    return Decision(action="claim", by="Bo", at=at(hours))


def settled(messages, decisions=(), before=None):
    return thread(messages, decisions, STANDARDS, before)


def state(*messages, decisions=(), before=None):
    return settled(messages, decisions, before).state


def deadline(hours):
    return due(at(hours), STANDARDS.calendar).at
