"""The service's own tables: slots, leases, mails on their way, and stops."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from worker.store.kinds import Instant, Json, Said
from worker.store.tables import metadata as metadata

slots = Table(
    "slots",
    metadata,
    Column("job", String, primary_key=True),
    Column("scheduled_at", Instant, primary_key=True),
    Column("state", String, nullable=False, doc="waiting, running, done, failed, skipped"),
    Column("holder", String, doc="who claimed it last"),
    Column(
        "token", Integer, nullable=False, doc="grows with each claim; an older one is fenced off"
    ),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("finished_at", Instant),
    Column("because", Json, doc="why it failed or was skipped: template and values"),
    Index(None, "state", "scheduled_at"),
)

leases = Table(
    "leases",
    metadata,
    Column(
        "name",
        String,
        primary_key=True,
        doc="what one worker at a time may do, such as an account's poll",
    ),
    Column("holder", String, doc="who has it, or had it last"),
    Column(
        "token", Integer, nullable=False, doc="grows with each claim; an older one is fenced off"
    ),
    Column("until", Instant, doc="empty: nobody has it"),
    Column("wanted_for", Instant, doc="the slot that wants it done"),
    Column("done_for", Instant, doc="the slot, or the start by hand, that it was last done for"),
    Column("outcome", Json, doc="what came of it then"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False, doc="report, stop, digest, …"),
    Column(
        "period", String, nullable=False, doc="what makes it one of its kind: a week, a stop's head"
    ),
    Column("recipient", String, nullable=False),
    Column("message_id", String, nullable=False),
    Column("subject", Said, nullable=False),
    Column("content", LargeBinary, doc="the message's bytes; empty: erased after its time"),
    Column("digest", String, nullable=False, doc="SHA-256 of the bytes"),
    Column("made_at", Instant, nullable=False),
    Column("state", String, nullable=False, doc="waiting, sending, sent, refused, given-up"),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False, doc="not before; for sending: the end of its lease"),
    Column("until", Instant, nullable=False, doc="when trying ends"),
    Column("unsure", Integer, nullable=False, doc="attempts that the server never answered"),
    Column("token", Integer, nullable=False, doc="grows with each claim"),
    Column("sent_at", Instant),
    Column("because", Json, doc="why the last attempt failed: template and values"),
    UniqueConstraint("kind", "period", "recipient"),
    Index(None, "state", "next_at"),
)

stops = Table(
    "stops",
    metadata,
    Column("id", String, primary_key=True),
    Column("opened_at", Instant, doc="empty: its journal cannot be understood"),
    Column("scope", Json),
    Column("operator", Said, nullable=False),
    Column("reason", Said, nullable=False),
    Column("verified", Boolean),
    Column("over", String, doc="resumed, ended; empty: in force"),
    Column("over_at", Instant),
    Column("head", String, nullable=False, doc="digest of the last record that is filed"),
    Column(
        "wrong", Json, doc="what is wrong with the journal's files: list of template and values"
    ),
    Column("imported_at", Instant, nullable=False),
)

stop_records = Table(
    "stop_records",
    metadata,
    Column("stop", ForeignKey("stops.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", Instant, doc="empty: it tells no instant"),
    Column("event", Said, nullable=False),
    Column(
        "line",
        LargeBinary,
        nullable=False,
        doc="the record as it stands in the journal, and before it the cut lines that it tells of",
    ),
    Column("hash", String, nullable=False),
)

stop_copies = Table(
    "stop_copies",
    metadata,
    Column("stop", ForeignKey("stops.id"), primary_key=True),
    Column("digest", String, primary_key=True, doc="SHA-256 of the bytes"),
    Column("name", Said, nullable=False),
    Column("content", LargeBinary, nullable=False, doc="a file that is not as it was written"),
    Column("kept_at", Instant, nullable=False),
)
