"""A week's rows, as sweeps and people leave them in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from policies.model import Words
from worker.config import Settings
from worker.language import Language
from worker.store.nouns import unread_to_value, words_to_value
from worker.store.tables import (
    accounts,
    comments,
    finding_events,
    findings,
    sweeps,
    thread_events,
    threads,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH, ENGLISH = Language("sv", STOCKHOLM), Language("en", STOCKHOLM)
NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
"""Wednesday of week 47."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = NOON + 4 * DAY
"""Of the same week."""


def settings(folder=Path("var"), **changed):
    return Settings(
        **{
            "state_dir": folder,
            "mail": {"sender": "annonsvakt@example.org", "report_to": ("redaktion@example.org",)},
            "departments": ({"id": "trafik", "name": "Trafikkontoret", "mail": "t@example.org"},),
            "meta": {"pages": ("1001",)},
            "linkedin": {"organizations": ("urn:li:organization:77",)},
        }
        | changed
    )


def account(connection, platform="meta", number="act_1", *, at=NOON):
    connection.execute(
        insert(accounts).values(
            platform=platform, id=number, name="Stadens annonser", first_seen=at, read_at=at
        )
    )


def finding(connection, number="f1", *, history=("opened",), at=NOON, **changed):
    """A finding and its history, an hour between entries."""
    values = {
        "id": number, "platform": "meta", "account_id": "act_1", "rule": "placement.one",
        "clause": "C4", "severity": "stop", "event": False, "subject_kind": "ad_set",
        "subject_id": number, "subject_name": "Föräldrar", "week": "", "outcome": "fail",
        "state": "open", "evidence": {}, "link": f"https://example.org/{number}",
        "first_seen": at, "last_seen": at, "because": None, "muted_until": None,
        "message": Words("It may show on {where}.", {"where": "Audience Network"}),
    } | changed  # fmt: skip
    for name in ("message", "because"):
        values[name] = words_to_value(values[name]) if values[name] else None
    connection.execute(insert(findings).values(values))
    for place, what in enumerate(history):
        turn(connection, number, what, at + place * HOUR)


def turn(connection, number, what, at, **more):
    connection.execute(insert(finding_events).values(finding_id=number, at=at, what=what, **more))


def thread(connection, number="t1", *, state="open", due=None, at=NOON, **changed):
    """A thread with one entry in its history, and the message that waits."""
    said = {name: changed.pop(name, None) for name in ("text", "author", "reason")}
    values = {
        "id": number, "platform": "meta", "kind": "comment", "thread_id": f"c-{number}",
        "state": state, "reason": words_to_value(said["reason"] or Words("A question.")),
        "moderate": [], "comment_id": f"c-{number}", "due_at": due or at + DAY, "owner": "trafik",
        "revision": 0, "first_seen": at, "changed_at": at,
    } | changed  # fmt: skip
    connection.execute(insert(threads).values(values))
    entry(connection, number, values["state"], at, values["due_at"])
    written(connection, number, at, values["platform"], said["author"], said["text"] or "Hur?")


def entry(connection, number, state, at, due=None):
    connection.execute(insert(thread_events).values(thread=number, at=at, state=state, due_at=due))


def written(connection, number, at, platform="meta", author=None, text="Hur?", **more):
    values = {
        "platform": platform, "kind": "comment", "id": f"c-{number}", "thread": number,
        "author_id": "500", "author_name": author, "text": text, "created_at": at,
        "tags": [], "hidden": False, "first_hidden": False, "first_seen": at,
        "fetched_at": at, "link": f"https://example.org/c/{number}",
    }  # fmt: skip
    connection.execute(insert(comments).values(values | more))


def all_read(connection, at=SUNDAY):
    """An account, and a sweep that read it; by default in time for the week's end."""
    account(connection, at=at)
    swept(connection, at)


def swept(connection, at=NOON, *, minutes=5, unread=(), **scope):
    """A sweep that came to its end after these minutes; None: it never did."""
    met = [scope["platform"]] if scope.get("platform") else ["meta", "linkedin"]
    ended = minutes is not None
    connection.execute(
        insert(sweeps).values(
            started_at=at,
            finished_at=at + timedelta(minutes=minutes) if ended else None,
            scope={"platform": None, "account": None} | scope,
            counts={},
            requests={one: {"http": 1, "counted": 1} for one in met} if ended else {},
            unread=unread_to_value(tuple(unread)),
        )
    )
