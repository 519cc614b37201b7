"""The tables. Constraints guard what the code relies on; `docs/data-model.md` tells the whole."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from worker.store.kinds import Instant, Json, OwnId, Said

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", Said, nullable=False),
    Column("link", Said),
    Column("first_seen", Instant, nullable=False),
    Column("read_at", Instant, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False),
    Column("read_at", Instant, nullable=False, doc="first read with this content"),
    Column("confirmed_at", Instant, nullable=False, doc="last read with this content"),
    Column("revision", Integer, nullable=False, doc="of the body's shape"),
    Column("digest", String, nullable=False, doc="SHA-256 of the body"),
    Column("body", Text, nullable=False, doc="the Snapshot as JSON, without its instant"),
    ForeignKeyConstraint(["platform", "account_id"], ["accounts.platform", "accounts.id"]),
    Index(None, "platform", "account_id", "confirmed_at"),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, doc="empty: under way, or interrupted"),
    Column("scope", Json, nullable=False, doc="platform and account asked for"),
    Column("counts", Json, nullable=False, doc="what was read, and what became of findings"),
    Column("requests", Json, nullable=False),
    Column("unread", Json, nullable=False, doc="what could not be read, and why"),
)

recalled = Table(
    "recalled",
    metadata,
    Column("platform", String, primary_key=True),
    Column("topic", String, primary_key=True, doc="what kind of thing was learnt"),
    Column("key", Said, primary_key=True),
    Column("value", Json, nullable=False),
    Column("at", Instant, nullable=False, doc="when it was learnt"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", OwnId, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False, doc="of a post perhaps no account that we see"),
    Column("rule", String, nullable=False),
    Column("clause", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("event", Boolean, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject_id", Said, nullable=False),
    Column("subject_name", Said, nullable=False),
    Column("week", String, nullable=False, doc="ISO week of an event; else empty"),
    Column("outcome", String, nullable=False, doc="fail or unknown"),
    Column("state", String, nullable=False),
    Column("message", Json, nullable=False, doc="template and values"),
    Column("because", Json, doc="template and values"),
    Column("evidence", Json, nullable=False),
    Column("link", Said),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("unread_since", Instant),
    Column("muted_until", Instant),
    UniqueConstraint("platform", "account_id", "rule", "subject_kind", "subject_id", "week"),
    Index(None, "state"),
)

finding_events = Table(
    "finding_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding_id", ForeignKey("findings.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("what", String, nullable=False),
    Column("by", Said, doc="a person; empty: a sweep"),
    Column("reason", Said),
    Column("until", Instant),
    Column("diary", Said, doc="the number under which a mute was decided"),
    Index(None, "finding_id"),
    Index(None, "at"),
)

posts = Table(
    "posts",
    metadata,
    Column("platform", String, primary_key=True),
    Column("id", Said, primary_key=True),
    Column("kind", String, nullable=False),
    Column("owner_id", Said),
    Column("link", Said),
    Column("first_seen", Instant, nullable=False),
    Column("read_at", Instant, doc="last complete reading of its comments"),
    Column("caught_up_at", Instant, doc="last reading of all that was new, complete or not"),
)

post_campaigns = Table(
    "post_campaigns",
    metadata,
    Column("platform", String, primary_key=True),
    Column("post_id", Said, primary_key=True),
    Column("campaign_id", Said, primary_key=True),
    Column("account_id", Said, nullable=False),
    Column("ran_until", Instant, nullable=False, doc="last known instant it could run"),
    Column("brief_id", String, doc="that it ran under when last read"),
    ForeignKeyConstraint(["platform", "post_id"], ["posts.platform", "posts.id"]),
)

threads = Table(
    "threads",
    metadata,
    Column("id", OwnId, primary_key=True),
    Column("platform", String, nullable=False),
    Column("kind", String, nullable=False, doc="comment or message"),
    Column("thread_id", Said, nullable=False, doc="of the top comment or the conversation"),
    Column("post_id", Said),
    Column("state", String, nullable=False),
    Column("reason", Json, nullable=False, doc="template and values"),
    Column("moderate", Json, nullable=False),
    Column("comment_id", Said, doc="the oldest waiting, else the newest shown"),
    Column("due_at", Instant, doc="of the oldest waiting; outlives its text"),
    Column("owner", String, nullable=False),
    Column("claimed_by", Said),
    Column("revision", Integer, nullable=False, doc="counts changes by people"),
    Column("first_seen", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    ForeignKeyConstraint(["platform", "post_id"], ["posts.platform", "posts.id"]),
    UniqueConstraint("platform", "kind", "thread_id"),
    Index(None, "state", "due_at"),
    Index(None, "owner", "state", "due_at"),
)

comments = Table(
    "comments",
    metadata,
    Column("platform", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", Said, primary_key=True),
    Column("thread", ForeignKey("threads.id"), nullable=False),
    Column("parent_id", Said),
    Column("author_id", Said),
    Column("author_name", Said),
    Column("text", Said, doc="LinkedIn: here and nowhere else, 48 hours from fetched_at"),
    Column("created_at", Instant, doc="empty: erased"),
    Column("tags", Json, nullable=False),
    Column("attachment", String),
    Column("hidden", Boolean, nullable=False),
    Column("first_hidden", Boolean, nullable=False, doc="never yet seen visible"),
    Column("hidden_at", Instant, doc="first seen hidden since it was visible; empty: not hidden"),
    Column("link", Said),
    Column("first_seen", Instant, nullable=False),
    Column("reworded_at", Instant, doc="first seen to say what it says now; empty: it always did"),
    Column("fetched_at", Instant, nullable=False),
    Column("gone_at", Instant, doc="confirmed deleted by its own read"),
    Column("erased_at", Instant),
    Column("erasure", String, doc="of `erasures`: later readings keep none of what it says"),
    Column("judged", Json, doc="of an erased one: what it was judged to be by its words"),
    Index(None, "thread"),
    Index(None, "platform", "fetched_at"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("thread", ForeignKey("threads.id"), nullable=False),
    Column("action", String, nullable=False),
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Said),
    Column("to", Said),
    Column("instead_of", Said, doc="who had taken it on before"),
    Index(None, "thread"),
)

thread_events = Table(
    "thread_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("thread", ForeignKey("threads.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Instant),
    Column("owner", String, doc="whose it became; empty: that did not change"),
    Column("because", Json, doc="what of the calendar moved its deadline; empty: it did not"),
    Index(None, "thread"),
)
