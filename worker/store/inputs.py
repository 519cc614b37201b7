"""Texts that verdicts were made from: equal ones are kept once, compressed, whoever names them.

One text that names others by their digests stands for all of them together.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from worker.store.kinds import to_json
from worker.store.rows import parts, put
from worker.store.tables_evaluations import inputs

_SETTLED = timedelta(days=1)
"""An input that was named so lately may be named by a transaction that is still open."""
_SHORT = 100
"""Signs of a text that stands among the names of the others instead of in a row of its own."""


def sha(text: str) -> str:
    """The digest by which a text is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep(connection: Connection, named: Iterable[tuple[str, Iterable[str]]], at: datetime) -> str:
    """Keep texts by their names, each told in pieces; the answer is the digest of all together."""
    found: dict[str, dict[str, str]] = {}
    for name, pieces in named:
        text = _squeezed(pieces)
        found[name] = {"text": text} if isinstance(text, str) else _keep_one(connection, text, at)
    return _keep_one(connection, _compressed([to_json(found)]), at)["digest"]


def read(connection: Connection, digest: str) -> dict[str, str] | None:
    """The texts by their names; None: one of them is gone."""
    found: dict[str, str] = {}
    for name, one in _names(connection, digest).items():
        text = one["text"] if "text" in one else _text(connection, one["digest"])
        if text is None:
            return None
        found[name] = text
    return found or None


def forget(connection: Connection, needed: Collection[str], at: datetime) -> None:
    """Let go of all texts that none of these names."""
    kept = {*needed}
    for digest in needed:
        told = _names(connection, digest).values()
        kept.update(one["digest"] for one in told if "digest" in one)
    settled = inputs.c.used_at < at - _SETTLED
    old = connection.execute(select(inputs.c.digest).where(settled)).scalars()
    for some in parts([one for one in old if one not in kept]):
        # Somebody may have named one since: then its row tells so by now.
        connection.execute(delete(inputs).where(inputs.c.digest.in_(some), settled))


class _Compressed(NamedTuple):
    """A text as it is kept."""

    digest: str
    content: bytes


def _squeezed(pieces: Iterable[str]) -> str | _Compressed:
    """The text itself if it is short, else as it is kept: a long one is never held as a whole."""
    rest, start = iter(pieces), ""
    for piece in rest:
        start += piece
        if len(start) > _SHORT:
            return _compressed(chain([start], rest))
    return start


def _compressed(pieces: Iterable[str]) -> _Compressed:
    """A text as it is kept, of any length."""
    whole, press, content = hashlib.sha256(), zlib.compressobj(), bytearray()
    for piece in pieces:
        data = piece.encode()
        whole.update(data)
        content += press.compress(data)
    content += press.flush()
    return _Compressed(whole.hexdigest(), bytes(content))


def _keep_one(connection: Connection, text: _Compressed, at: datetime) -> dict[str, str]:
    """Keep one text, unless it is there; now and then its row tells that it is still used."""
    fresh = (inputs.c.digest == text.digest, inputs.c.used_at > at - _SETTLED / 2)
    if connection.execute(select(inputs.c.digest).where(*fresh)).first() is None:
        row = {**text._asdict(), "used_at": at}
        put(connection, inputs, [row], key=("digest",), first=("content",))
    return {"digest": text.digest}


def _names(connection: Connection, digest: str) -> Mapping[str, Mapping[str, str]]:
    """The names of the texts, each with its text or its digest."""
    found: dict[str, dict[str, str]] = json.loads(_text(connection, digest) or "{}")
    return found


def _text(connection: Connection, digest: str) -> str | None:
    """The text of this digest; None: it is gone."""
    query = select(inputs.c.content).where(inputs.c.digest == digest)
    content = connection.execute(query).scalar()
    return None if content is None else zlib.decompress(content).decode()
