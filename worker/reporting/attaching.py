"""The report's tables as attachments, and the whole mail within what every server takes.

The tables go as they are, or packed where they are long. What a mail has no room for even then is
cut: first cells, then rows, at last everything but the first sentences; and the mail says so.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import escape

from worker.language import Language
from worker.mail import Attachment, Mail, build, to_bytes
from worker.pages.page import Page
from worker.pages.rendering import as_html
from worker.reporting.spreadsheets import SEPARATOR, spreadsheet

TABLES = ("findings.csv", "queue.csv")
PACKED = "tables.zip"
MOST_BYTES = 300_000
"""Of the tables as they are; a mail writes four bytes for three of them."""
MOST_OF_MAIL = 990_000
"""Bytes of the whole mail: within a megabyte with what servers on the way add to it."""
_SHORT = 40
"""Signs of a cell that was shortened."""
_TEXT = 100_000
"""Bytes of the text where even the page has no room."""
_STEP = 10_000
"""Room is counted in such steps, so that the same tables are packed once for all readers."""
_LINE, _IN_LINE = 78, 57
"""Base64 writes so many bytes, the line's end among them, for so many."""
_HEADERS = 1_000
"""Bytes of an attachment's own headers, amply."""
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file knows: equal tables give equal bytes, whenever they are packed."""

Tables = tuple[tuple[str, bytes], ...]
"""By name, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What goes with the mail."""

    files: tuple[Attachment, ...]
    shortened: bool = False
    """Whether cells were."""
    left_out: int = 0
    """Rows that are not in them."""


def within(mail: Mail, tables: Mapping[str, bytes], where: str, said: Language) -> Mail:
    """The mail with the tables, of no more than `MOST_OF_MAIL` bytes.

    `where`: how to get at the whole, in words; stands in the text where anything was cut.
    """
    room = MOST_OF_MAIL - len(to_bytes(build(mail)))
    if room < _STEP:
        mail = _without_page(mail, where, said)
        room = MOST_OF_MAIL - len(to_bytes(build(mail)))
    notes = len(_quoted(where))
    found = attached(tables, room - 2 * notes - _STEP, said)
    note = _note(found, where, said)
    noted = mail if note is None else _with_note(mail, note)
    return replace(noted, attachments=found.files)


def attached(tables: Mapping[str, bytes], room: int, said: Language) -> Attached:
    """The tables as they go with a mail that has room for so many bytes, as it writes them.

    Together too large, they go as one zip file, which every spreadsheet's computer can open.
    """
    return _attached(tuple(tables.items()), room // _STEP * _STEP, said)


@lru_cache(maxsize=4)
def _attached(tables: Tables, room: int, said: Language) -> Attached:
    plain = tuple(
        Attachment(name=name, kind="text/csv", content=content) for name, content in tables
    )
    if sum(len(content) for _, content in tables) <= MOST_BYTES and _fits(plain, room):
        return Attached(files=plain)
    if _fits(whole := _packed(tables), room):
        return Attached(files=whole)
    return _cut(tables, room, said)


def _cut(tables: Tables, room: int, said: Language) -> Attached:
    """With shortened cells, and with as many rows of each table as there is room for."""
    read = [(name, _read(content)) for name, content in tables]
    rows = sum(len(table) - 1 for _, table in read)
    fewest, most = 0, max(len(table) - 1 for _, table in read)
    found = Attached(files=(), shortened=True, left_out=rows)
    keep = most
    while fewest <= most:
        files = _packed(tuple((name, _shorter(table, keep, said)) for name, table in read))
        if _fits(files, room):
            left_out = sum(max(0, len(table) - 1 - keep) for _, table in read)
            found, fewest = Attached(files=files, shortened=True, left_out=left_out), keep + 1
        else:
            most = keep - 1
        keep = (fewest + most) // 2
    return found


def _read(content: bytes) -> list[list[str]]:
    """A table's rows, that of the columns' names first."""
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=SEPARATOR))


def _shorter(table: Sequence[Sequence[str]], keep: int, said: Language) -> bytes:
    """The table with short cells and its first rows, and a row that says how many are left out."""
    columns, *rows = table
    kept: list[Sequence[str]] = [list(map(_short, row)) for row in rows[:keep]]
    if rest := len(rows) - len(kept):
        told = said.text("{rest} more rows are left out here.", rest=said.number(rest))
        kept.append((told, *[""] * (len(columns) - 1)))
    return spreadsheet(columns, kept).encode()


def _short(cell: str) -> str:
    """The cell's beginning; a link is whole or not at all."""
    if len(cell) <= _SHORT:
        return cell
    return "" if cell.startswith(("http://", "https://")) else f"{cell[:_SHORT]}…"


def _fits(files: Sequence[Attachment], room: int) -> bool:
    """Whether a mail with so much room can carry them."""
    lines = sum(-(-len(one.content) // _IN_LINE) for one in files)
    return lines * _LINE + _HEADERS * len(files) <= room


def _packed(tables: Tables) -> tuple[Attachment, ...]:
    """A zip file of them, the same whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in tables:
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return (Attachment(name=PACKED, kind="application/zip", content=made.getvalue()),)


def _note(found: Attached, where: str, said: Language) -> str | None:
    """What was cut of the tables; None: nothing."""
    if not found.shortened:
        return None
    return " ".join(_cut_words(found, where, said))


def _cut_words(found: Attached, where: str, said: Language) -> Iterator[str]:
    if found.files:
        yield said.text("The attached tables are too large for a mail: long cells are shortened.")
    if found.left_out:
        yield said.text(
            "{rest} rows of the tables are left out of this mail.", rest=said.number(found.left_out)
        )
    yield said.text("The whole is here: {where}", where=where)


def _with_note(mail: Mail, note: str) -> Mail:
    """The mail that says so before all else."""
    html = mail.html
    if html is not None:
        html = html.replace("</h1>", f'</h1>\n<p class="alert">{escape(note)}</p>', 1)
    return replace(mail, text=f"!! {note}\n\n{mail.text}", html=html)


def _without_page(mail: Mail, where: str, said: Language) -> Mail:
    """The beginning of the text alone, for a page that no mail can carry."""
    note = said.text(
        "The report is too large for a mail: this is its beginning. The whole is here: {where}",
        where=where,
    )
    kept, size = list[str](), 0
    for line in mail.text.splitlines():
        size += len(_quoted(line)) + 1
        if size > _TEXT:
            break
        kept.append(line)
    page = Page(
        code=said.code,
        title=mail.subject,
        alerts=(note,),
        verdict="",
        sentences=(),
        sections=(),
    )
    text = "\n".join((f"!! {note}", "", *kept, ""))
    return replace(mail, text=text, html=as_html(page), pictures=())


def _quoted(text: str) -> bytes:
    """As quoted-printable writes it at most."""
    return text.encode() * 3
