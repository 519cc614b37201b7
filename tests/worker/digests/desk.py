"""A city with departments, and threads in its queue, for the tests of digests."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from policies.model import Words
from policies.threads import ThreadState
from tests.worker.made import NOON, a_comment, a_post, some_settings
from tests.worker.queued import put
from worker.language import Language
from worker.store import comments, posts, sweeps, threads
from worker.store.sweeps import Finished

STARTS = NOON.replace(hour=7, minute=30)
"""08:30 in Stockholm, on a Tuesday in winter."""
AFTERNOON = NOON.replace(hour=13, minute=30)
AT = STARTS + timedelta(minutes=5)
HOUR = timedelta(hours=1)
DEPARTMENTS = (
    {"id": "trafik", "name": "Trafikkontoret", "mail": "trafik@example.org"},
    {"id": "kultur", "name": "Kulturförvaltningen", "mail": "kultur@example.org"},
)
CONTACTS = {"first": "first@example.org", "slk": "slk@example.org"}
HOUSE_RULES = {"facebook": "https://example.org/om", "linkedin": "https://example.org/linkedin"}


def configured(tmp_path, **changed):
    return some_settings(
        **{
            "state_dir": tmp_path / "var",
            "departments": DEPARTMENTS,
            "contacts": CONTACTS,
            "house_rules": HOUSE_RULES,
            "mail": {"sender": "annonsvakt@example.org", "report_to": ("report@example.org",)},
            **changed,
        }
    )


def in_mail(settings, address):
    """The same configuration with its mail server at this address."""
    door = settings.mail.model_copy(update={"url": f"smtp://{address}"})
    return settings.model_copy(update={"mail": door})


def speaking(code="sv"):
    return Language(code, ZoneInfo("Europe/Stockholm"))


def waits(store, number="1", *, owner="trafik", due=AT + HOUR, state="open", post=None, **said):
    """A thread of one comment in the queue; the answer is our id of it."""
    seen = a_comment(number, post=post or a_post(), at=AT - 3 * HOUR, **said)
    return put(store, seen, state=state, due=due, owner=owner, post=post, at=AT - 2 * HOUR)


def many_wait(store, number, *, owner="trafik", due=AT + HOUR):
    """So many threads at once."""
    seen = [a_comment(str(one), at=AT - 3 * HOUR) for one in range(number)]
    with store.writing() as connection:
        posts.remember(connection, [a_post()], AT)
        ids = threads.begin(connection, seen, post_id=a_post().id, owner=owner, at=AT - 2 * HOUR)
        comments.save(connection, seen, AT - 2 * HOUR)
        told = ThreadState(
            state="open", reason=Words("Because."), moderate=(), comment_id=None, due_at=due
        )
        rows = threads.rows_of(connection, ids)
        threads.settle(connection, [(row, told) for row in rows], AT - 2 * HOUR)


def read(store, *, at=AT, unread=(), topics=("comments",)):
    """A whole reading of these topics that began then, and ended a minute later."""
    with store.writing() as connection:
        number = sweeps.begin(connection, {"topics": sorted(topics)}, at)
        outcome = Finished(
            started_at=at,
            finished_at=at + timedelta(minutes=1),
            counts={},
            requests={},
            unread=tuple(unread),
        )
        sweeps.finish(connection, number, outcome)
