"""Queries that travel as the body of a POST. Source: *Query tunnelling*, checked 2026-11-22."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes

import flask

from connectors.sandbox.linkedin.errors import Refused

_QUERY = "application/x-www-form-urlencoded"
_BOTH = "multipart/mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A request as it was meant, however it travelled."""

    verb: str
    query: str
    body: bytes
    content_type: str


def untunnelled(incoming: flask.Request) -> Carried:
    """Undo the tunnelling, where `X-HTTP-Method-Override` says that there is any.

    Raises:
        Refused: what came through the tunnel cannot be told apart.
    """
    override = incoming.headers.get("X-HTTP-Method-Override")
    query, body = incoming.query_string.decode("latin-1"), incoming.get_data()
    plain = Carried(verb=incoming.method, query=query, body=body, content_type=incoming.mimetype)
    if override is None:
        return plain
    if incoming.method != "POST" or query:
        raise _unclear()
    if incoming.mimetype == _QUERY:
        return Carried(verb=override, query=_text(body), body=b"", content_type="")
    if incoming.mimetype == _BOTH:
        return _both(override, incoming.content_type or "", body)
    raise _unclear()


def _both(verb: str, content_type: str, body: bytes) -> Carried:
    """A query and a body of its own, as two parts."""
    whole = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = {one.get_content_type(): one.get_payload(decode=True) for one in whole.walk()}
    query, own = parts.get(_QUERY), parts.get("application/json")
    if not isinstance(query, bytes) or not isinstance(own, bytes):
        raise _unclear()
    return Carried(verb=verb, query=_text(query).strip(), body=own, content_type="application/json")


def _text(body: bytes) -> str:
    return body.decode("latin-1")


def _unclear() -> Refused:
    return Refused(400, "ILLEGAL_ARGUMENT", "Could not read the tunnelled request")
