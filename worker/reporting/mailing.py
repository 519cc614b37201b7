"""The report as a mail: the text, the page, and the tables as attachments."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from worker.config import Settings
from worker.mail import Attachment, Mail, build, message_id, to_bytes
from worker.posting.letter import Letter
from worker.reporting.writing import Written, write_file


def report_mail(written: Written, settings: Settings) -> EmailMessage:
    """The mail to all of `report_to`. A finished week gives the same Message-ID, however often."""
    return build(_mail(written, settings, settings.mail.report_to, _matter(written)))


def report_letters(written: Written, settings: Settings) -> tuple[Letter, ...]:
    """The same to each of `report_to`, of a finished week once to each, however often."""
    matter = _matter(written)
    return tuple(
        Letter(
            kind="report",
            period=" ".join(matter[1:]),
            mail=_mail(written, settings, (one,), (*matter, one)),
        )
        for one in dict.fromkeys(settings.mail.report_to)
    )


def _matter(written: Written) -> tuple[str, ...]:
    """What makes the mail the only one of its kind."""
    week = written.week
    preliminary = ("preliminary", week.at.isoformat()) if week.preliminary else ()
    return ("report", week.span.label, *preliminary)


def _mail(written: Written, settings: Settings, to: tuple[str, ...], matter: Sequence[str]) -> Mail:
    """The mail to these people."""
    week, said = written.week, written.said
    numbers = week.findings.numbers()
    subject = said.text(
        "Weekly report {week}: {wrong} wrong, {waiting} waiting",
        week=week.span.label,
        wrong=numbers["open_now"],
        waiting=len(week.queue.waiting),
    )
    if week.preliminary:
        subject = said.text("{subject} (preliminary)", subject=subject)
    return Mail(
        sender=settings.mail.sender,
        to=to,
        subject=subject,
        text=written.paths["report.txt"].read_text(encoding="utf-8"),
        html=written.paths["report.html"].read_text(encoding="utf-8"),
        message_id=message_id(settings.mail.sender, *matter),
        at=week.at.astimezone(said.zone),
        language=said.code,
        attachments=tuple(
            Attachment(name=name, kind="text/csv", content=written.paths[name].read_bytes())
            for name in ("findings.csv", "queue.csv")
        ),
    )


def mail_as_file(written: Written, settings: Settings, out: Path) -> Path:
    """Write the mail as `report.eml` in `out`, as it would be sent."""
    return write_file(out / "report.eml", to_bytes(report_mail(written, settings)))
