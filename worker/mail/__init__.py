"""The mail's door: messages built so that no text can become a header, and handed to one server."""

from __future__ import annotations

from worker.mail.connecting import open_to_all, place_of
from worker.mail.failing import MailFailed, Trouble
from worker.mail.sending import TIMEOUT_SECONDS, reach, send
from worker.mail.wire import PATIENT, Pace, Parcel, Wire
from worker.mail.writing import (
    Attachment,
    Inline,
    Mail,
    ascii_domain,
    build,
    header_line,
    is_address,
    message_id,
    to_bytes,
)

__all__ = [
    "PATIENT",
    "TIMEOUT_SECONDS",
    "Attachment",
    "Inline",
    "Mail",
    "MailFailed",
    "Pace",
    "Parcel",
    "Trouble",
    "Wire",
    "ascii_domain",
    "build",
    "header_line",
    "is_address",
    "message_id",
    "open_to_all",
    "place_of",
    "reach",
    "send",
    "to_bytes",
]
