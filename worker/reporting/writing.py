"""The report written: put in files that only we can read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from policies.model import Words
from worker.config import Settings
from worker.folders import made
from worker.language import Language
from worker.reporting.making import asked_span, make
from worker.reporting.telling import title
from worker.store import weeks
from worker.store.opening import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report in files."""

    paths: Mapping[str, Path]
    """By name: `report.html`, `report.txt`, `report.json`, `findings.csv`, `queue.csv`."""
    said: Language
    """The language it is written in."""
    report: Mapping[str, Any]
    """As in `report.json`."""
    at: datetime
    """When it was counted."""

    @property
    def label(self) -> str:
        """The week, such as `2026-W47`."""
        return str(self.report["week"])

    @property
    def title(self) -> str:
        """The report's name."""
        return title(self.label, self.said, preliminary=self.preliminary)

    @property
    def preliminary(self) -> bool:
        """Whether the week was still running."""
        return bool(self.report["preliminary"])

    @property
    def reconciles(self) -> bool:
        """Whether the numbers add up."""
        return bool(self.report["reconciles"])


def write_report(
    store: Store,
    settings: Settings,
    language: Language,
    *,
    week: str | None = None,
    at: datetime,
    out: Path | None = None,
    banner: Words | None = None,
) -> Written:
    """Write the report of `week` (`2026-W47`; None: the running one) as of `at` into `out`.

    `out` defaults to `state_dir/reports/<week>`. `banner`: a stop in force, shown above all else.
    A week that was kept is written as it was then.

    Raises:
        ValueError: no such week.
        NotYet: it has not begun.
        Unreachable: the database failed.
        OSError: the files cannot be written; those that stood there are left whole.
    """
    span = asked_span(week, at, language)
    with store.reading() as connection:
        files = weeks.kept(connection, span.label, language.code)
    if files:
        at = datetime.fromisoformat(json.loads(files["report.json"])["counted_at"])
    else:
        files = make(store, settings, (language,), span, at, banner=banner)[language.code]
    folder = out or settings.state_dir / "reports" / span.label
    paths = {name: write_file(folder / name, content) for name, content in files.items()}
    return Written(paths=paths, said=language, report=json.loads(files["report.json"]), at=at)


def write_file(path: Path, content: bytes) -> Path:
    """Put the whole file in place at once, readable by its owner alone."""
    handle, name = tempfile.mkstemp(dir=made(path.parent), prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
