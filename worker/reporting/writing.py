"""The report written: read in one transaction, counted, and put in files that only we can read."""

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
from policies.weekly import Span, Week, count_findings, count_queue, span_at, span_of
from worker.config import Settings
from worker.language import Language
from worker.pages.rendering import as_html, as_text
from worker.reporting.in_json import as_json
from worker.reporting.spreadsheets import findings_csv, queue_csv
from worker.reporting.telling import page_of, title
from worker.stopping.places import Places
from worker.stopping.recounting import recount
from worker.store.opening import Store
from worker.store.week import Material, read_week, thread_rows
from worker.sweeping.judgement import own_identities


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report in files."""

    paths: Mapping[str, Path]
    """By name: `report.html`, `report.txt`, `report.json`, `findings.csv`, `queue.csv`."""
    week: Week
    said: Language
    """The language it is written in."""
    report: Mapping[str, Any]
    """As in `report.json`."""

    @property
    def title(self) -> str:
        """The report's name."""
        return title(self.week, self.said)

    @property
    def preliminary(self) -> bool:
        """Whether the week was still running."""
        return self.week.preliminary

    @property
    def reconciles(self) -> bool:
        """Whether the numbers add up."""
        return self.week.reconciles


class NotYet(Exception):
    """The week has not begun."""


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

    Raises:
        ValueError: no such week.
        NotYet: it has not begun.
        Unreachable: the database failed.
        OSError: the files cannot be written; those that stood there are left whole.
    """
    span = asked_span(week, at, language)
    with store.reading() as connection:
        material = read_week(connection, span, at, _city(settings))
    counted = count(material, span, at)
    stops = recount(Places(state_dir=settings.state_dir), span, at)
    report = as_json(counted, material, settings, language, banner=banner, stops=stops)
    page = page_of(counted, material, settings, language, banner=banner, stops=stops)
    texts = {
        "report.html": as_html(page),
        "report.txt": as_text(page),
        "report.json": json.dumps(report, ensure_ascii=False, indent=2) + "\n",
        "findings.csv": findings_csv(counted, material, language),
        "queue.csv": queue_csv(counted, material, settings, language),
    }
    folder = out or settings.state_dir / "reports" / span.label
    paths = {name: write_file(folder / name, text.encode()) for name, text in texts.items()}
    return Written(paths=paths, week=counted, said=language, report=report)


def asked_span(week: str | None, at: datetime, language: Language) -> Span:
    """The week asked for.

    Raises:
        ValueError: no such week.
        NotYet: it has not begun.
    """
    span = span_of(week, language.zone) if week else span_at(at, language.zone)
    if span.start > at:
        raise NotYet(span.label)
    return span


def count(material: Material, span: Span, at: datetime) -> Week:
    """The week's numbers."""
    until = min(at, span.end)
    return Week(
        span=span,
        at=at,
        findings=count_findings(material.finding_rows, material.finding_steps, span, until),
        queue=count_queue(
            thread_rows(material), material.thread_steps, material.exchanges, span, until
        ),
    )


def _city(settings: Settings) -> frozenset[str]:
    """The ids by which the city's own messages are known, on any platform."""
    return frozenset().union(*own_identities(settings).values())


def write_file(path: Path, content: bytes) -> Path:
    """Put the whole file in place at once, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
