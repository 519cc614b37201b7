"""The report's tables as attachments: as they are, or packed where a mail has no room for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from worker.mail import Attachment

TABLES = ("findings.csv", "queue.csv")
PACKED = "tables.zip"
MOST_BYTES = 300_000
"""Of the tables as they are; a mail writes four bytes for three of them."""
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file knows: equal tables give equal bytes, whenever they are packed."""


def attached(tables: Mapping[str, bytes]) -> tuple[Attachment, ...]:
    """The tables, by name, as they go with a mail.

    Together too large, they go as one zip file, which every spreadsheet's computer can open.
    """
    if sum(map(len, tables.values())) <= MOST_BYTES:
        return tuple(
            Attachment(name=name, kind="text/csv", content=content)
            for name, content in tables.items()
        )
    return (Attachment(name=PACKED, kind="application/zip", content=_packed(tables)),)


def _packed(tables: Mapping[str, bytes]) -> bytes:
    """A zip file of them, the same whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in tables.items():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return made.getvalue()
