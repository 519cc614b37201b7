"""What LinkedIn members left, in every spelling in which it could stand somewhere, and where."""

from __future__ import annotations

import email
import html
import json
from datetime import UTC, datetime
from email import policy
from zoneinfo import ZoneInfo

from sqlalchemy import select

from connectors.sandbox.linkedin.tokens import MEMBER
from worker.store.kinds import storable
from worker.store.tables import comments, metadata, threads

ZONE = ZoneInfo("Europe/Stockholm")


def written_by_members(world):
    """What people wrote, who they and those they tagged are, when it was: as text.

    The city's own organisation and the member who consented are no secret.
    """
    found = set()
    for record in world.linkedin["comments"].values():
        found.add(record["message"]["text"])
        found |= people_in(record)
        found |= set(times(record["created"]["time"]))
    return found - {"", MEMBER}


def texts(world):
    return {one["message"]["text"] for one in world.linkedin["comments"].values()} - {""}


def people_in(value):
    """Every URN of a person in a record, however deep."""
    if isinstance(value, dict):
        return set().union(*map(people_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(people_in, value))
    return {value} if str(value).startswith("urn:li:person:") else set()


def times(milliseconds):
    """An instant to the second, as LinkedIn, databases and programs begin to write it."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    yield str(milliseconds // 1000)
    for zone in (UTC, ZONE):
        for sign in (" ", "T"):
            yield at.astimezone(zone).strftime(f"%Y-%m-%d{sign}%H:%M:%S")


def spellings(text):
    """A text as it stands in plain text, databases, JSON, HTML and CSV."""
    return {
        text,
        storable(text),
        json.dumps(text, ensure_ascii=False)[1:-1],
        json.dumps(text)[1:-1],
        html.escape(text),
        html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"),
        text.replace('"', '""'),
    }


def found_in(whole, wanted):
    """Those of the wanted texts that stand in `whole`, in any spelling."""
    return {one for one in wanted if any(spelt in whole for spelt in spellings(one))}


def files(folder):
    """Every file below a folder as text; of mails also what their parts hold when decoded."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, decoded(path)


def decoded(path):
    raw = path.read_bytes()
    whole = raw.decode(errors="replace")
    if path.suffix == ".eml":
        mail = email.message_from_bytes(raw, policy=policy.default)
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        whole += "\n".join(
            part if isinstance(part, str) else part.decode(errors="replace") for part in parts
        )
    return whole


def columns(store):
    """Everything that stands in each column of the database, as text."""
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).mappings().all()
            for column in [one.name for one in table.columns]:
                told = "\n".join({as_text(row[column]) for row in rows})
                yield f"{table.name}.{column}", told


def as_text(value):
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def places(store, wanted):
    """Columns in which any of the wanted texts stand."""
    return {place for place, told in columns(store) if found_in(told, wanted)}


def our_own(store):
    """What must outlive the text: thread, state, why, deadline, owner, post, history."""
    kept = ("id", "thread_id", "post_id", "state", "reason", "due_at", "owner", "comment_id")
    with store.reading() as connection:
        rows = connection.execute(select(*(threads.c[name] for name in kept))).all()
    return sorted(tuple(map(str, row)) for row in rows)


def told(store):
    """Text, author and time as they stand."""
    with store.reading() as connection:
        return connection.execute(
            select(comments.c.text, comments.c.author_id, comments.c.created_at, comments.c.tags)
        ).all()


def traces_in(folder, wanted):
    """Files in which any of these stand."""
    return {path.name for path, whole in files(folder) if found_in(whole, wanted)}
