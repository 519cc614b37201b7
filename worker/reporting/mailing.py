"""The report as mails: the text, the page, and the tables as attachments, a letter to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from worker.config import Settings
from worker.mail import Inline, Mail, ascii_domain, build, message_id, to_bytes
from worker.pages.embedding import with_parts
from worker.posting.letter import Letter
from worker.reporting.attaching import TABLES, within
from worker.reporting.writing import Written, write_file

KIND = "report"


def report_letters(
    versions: Sequence[Written], settings: Settings, *, again: datetime | None = None
) -> tuple[Letter, ...]:
    """A letter to each of `report_to`, nobody twice, each in the language that they read.

    `versions`: the same report in each of `languages_of`, the one for everybody first. A finished
    week is one letter for each person, however often it is written; a week that still runs is
    another each time, and so is a finished one for each instant at which it is sent `again` (aware;
    None: it is not).
    """
    by_code = {one.said.code: one for one in versions}
    people = {one.casefold(): one for one in settings.mail.report_to}
    found = []
    for one in people.values():
        written = by_code[_language(one, settings, versions[0].said.code)]
        period = _period(written, again=again)
        mail = _mail(written, settings, (one,), period, one)
        found.append(Letter(kind=KIND, period=period, mail=mail))
    return tuple(found)


def languages_of(settings: Settings, code: str) -> tuple[str, ...]:
    """The languages in which those who get the report read it; `code`: of everybody else."""
    return tuple(sorted({_language(one, settings, code) for one in settings.mail.report_to}))


def _language(person: str, settings: Settings, code: str) -> str:
    """English to those who asked for it."""
    english = {one.casefold() for one in settings.mail.english}
    return "en" if person.casefold() in english else code


def report_mail(written: Written, settings: Settings) -> EmailMessage:
    """The report as one mail to all, to be kept. A finished week has the same id, however often."""
    to = settings.mail.report_to
    return build(_mail(written, settings, to, _period(written)))


def mail_as_file(written: Written, settings: Settings, out: Path) -> Path:
    """Write that mail as `report.eml` in `out`."""
    return write_file(out / "report.eml", to_bytes(report_mail(written, settings)))


def _period(written: Written, *, again: datetime | None = None) -> str:
    """What makes it one of its kind: the week, and the instant where there may be several.

    A finished week was counted once and for all: when that was tells no sending from another.
    """
    if written.preliminary:
        return f"{written.label} preliminary {written.at.isoformat()}"
    return written.label if again is None else f"{written.label} again {again.isoformat()}"


def _mail(
    written: Written, settings: Settings, to: tuple[str, ...], period: str, *matter: str
) -> Mail:
    said, sender = written.said, settings.mail.sender
    page = written.paths["report.html"].read_text(encoding="utf-8")
    html, parts = with_parts(page, ascii_domain(sender).rpartition("@")[2])
    mail = Mail(
        sender=sender,
        to=to,
        subject=_subject(written),
        text=written.paths["report.txt"].read_text(encoding="utf-8"),
        html=html,
        message_id=message_id(sender, KIND, period, *matter),
        at=written.at.astimezone(said.zone),
        language=said.code,
        pictures=tuple(Inline(name=one.name, cid=one.cid, content=one.content) for one in parts),
    )
    tables = {name: written.paths[name].read_bytes() for name in TABLES}
    return within(mail, tables, _where(written, settings), said)


def _where(written: Written, settings: Settings) -> str:
    """How to get at the whole report."""
    folder = settings.state_dir / "reports" / written.label
    return f"{folder}, annonsvakt report --week {written.label}"


def _subject(written: Written) -> str:
    """The week and its numbers; before them, that nobody can rely on them."""
    said, report = written.said, written.report
    subject = _numbers(written)
    if not written.reconciles:
        subject = said.text("THE NUMBERS DO NOT ADD UP: {subject}", subject=subject)
    if _gaps(report):
        subject = said.text("{subject}, but not everything was read", subject=subject)
    if written.reconciles and not report["whole"]:
        subject = said.text("NOBODY KNOWS HOW IT IS: {subject}", subject=subject)
    if written.preliminary:
        return said.text("{subject} (preliminary)", subject=subject)
    return subject


def _gaps(report: Mapping[str, Any]) -> bool:
    """Whether something was left unread; a report kept since before that was told does not tell."""
    return bool(report.get("reading", {}).get("gaps"))


def _numbers(written: Written) -> str:
    """The week's numbers; nothing is said to be none where nothing was ever read."""
    said, report = written.said, written.report
    week, wrong, waiting = written.label, report["wrong"], report["queue"]["open_now"]
    muted = report["findings"]["muted_now"]
    if not (report["whole"] or wrong or waiting or muted):
        return said.text("Weekly report {week}", week=week)
    figures = {"wrong": said.number(wrong), "waiting": said.number(waiting)}
    if muted:
        return said.text(
            "Weekly report {week}: {wrong} wrong, {waiting} waiting, {muted} muted",
            week=week,
            muted=said.number(muted),
            **figures,
        )
    return said.text("Weekly report {week}: {wrong} wrong, {waiting} waiting", week=week, **figures)
