"""What the tests of the health check are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from connectors.meta.page_tokens import Page
from connectors.meta.read_token import NEVER, Worth
from connectors.meta.scopes import READING, STOPPING

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALL = READING + STOPPING
PLACE = "[meta] access_token"


def a_worth(**changed):
    """A system user's token with every permission."""
    worth = Worth(
        valid=True,
        because=None,
        kind="SYSTEM_USER",
        app_id="1",
        expires=NEVER,
        data_access_ends=NEVER,
        scopes=tuple(need.scope for need in ALL),
        limited={},
    )
    return replace(worth, **changed)


def a_page(**changed):
    """A Page on which everything is permitted."""
    page = Page(
        id="1001",
        name="Stadens sida",
        token="page-token",
        tasks=frozenset({"MODERATE", "MESSAGING"}),
        instagram_id="17841400000000001",
        instagram_username="stockholms.stad",
    )
    return replace(page, **changed)


def told(lines):
    """Check, state and sentence of each line."""
    return [(line.check, str(line.state), line.words.english()) for line in lines]


def states(lines):
    """The state of each check; the worst where it has several lines."""
    worst = ("ok", "warn", "unknown", "fail")
    found = {}
    for line in lines:
        before = found.get(line.check, "ok")
        found[line.check] = max(before, str(line.state), key=worst.index)
    return found
