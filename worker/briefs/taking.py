"""A file of briefs taken into the register, and the answer to whoever sent it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from policies.briefs.reading import read_mail
from policies.model import Words
from policies.model.briefs import Brief
from worker.briefs.found import Found, NotRead
from worker.briefs.in_csv import read_csv
from worker.briefs.in_toml import read_toml
from worker.briefs.mailed import Mailed, read_eml
from worker.config.sections import Department
from worker.store import briefs
from worker.store.opening import Store
from worker.store.rows import own_id

LARGEST = 10_000_000
"""Bytes of a file: no brief is as long, and a wrong file often is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a file holds."""

    found: tuple[Found, ...]
    mailed: Mailed | None = None
    """Whom to ask back, where it came as a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one brief of a file."""

    found: Found
    id: str | None
    became: str
    """`registered`, `changed`, `same`; `nothing`: it holds no part of a brief."""


def read_batch(name: str, raw: bytes) -> Batch:
    """The briefs of a file, by the ending of its name: `.toml`, `.csv`, `.eml`, else plain text.

    Raises:
        NotRead: it cannot be understood at all.
    """
    if len(raw) > LARGEST:
        raise NotRead([Words("The file is too large for a brief.")])
    kind = Path(name).suffix.lower()
    if kind == ".eml":
        mailed = read_eml(raw)
    else:
        text = _decoded(raw)
        if kind == ".toml":
            return Batch(found=tuple(read_toml(text)))
        if kind == ".csv":
            return Batch(found=tuple(read_csv(text)))
        mailed = Mailed(text=text)
    read = read_mail(mailed.text)
    found = Found(place="", id=None, brief=read.brief, questions=read.questions)
    return Batch(found=(found,), mailed=mailed)


def _decoded(raw: bytes) -> str:
    """The text; spreadsheets on older machines write the letters of Western Europe.

    Raises:
        NotRead: it is no text.
    """
    if b"\0" in raw:
        raise NotRead([Words("The file is no text: save it as .toml, .csv, .eml or .txt.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def take_in(
    store: Store,
    batch: Batch,
    *,
    source: str,
    named: str | None,
    departments: Sequence[Department],
    at: datetime,
) -> tuple[Taken, ...]:
    """Register every brief of which something was understood, all in one transaction.

    `named`: the id of the one brief in the file. A brief that names none gets one from its
    department, topic and first day, so that the same file taken in twice changes nothing.

    Raises:
        StoreError: our own database failed, and nothing was registered.
    """
    taken = []
    with store.writing() as connection:
        for found in batch.found:
            brief = replace(found.brief, department=_known(found.brief.department, departments))
            name = named or found.id or _own(brief)
            if name is None:
                taken.append(Taken(found=found, id=None, became="nothing"))
                continue
            became = briefs.save(connection, name, brief, source=source, by=None, at=at)
            taken.append(Taken(found=found, id=name, became=became))
    return tuple(taken)


def _known(name: str | None, departments: Sequence[Department]) -> str | None:
    """The id of the department that is called so; the name itself where none is."""
    folded = (name or "").strip().casefold()
    for one in departments:
        if folded in (one.id, one.name.casefold()):
            return one.id
    return name


def _own(brief: Brief) -> str | None:
    """An id from what tells one brief from another; None: it holds no part of one."""
    if brief == Brief(department=brief.department, agency=brief.agency):
        return None
    starts = brief.starts.isoformat() if brief.starts else ""
    return own_id(brief.department or "", brief.topic or "", starts)
