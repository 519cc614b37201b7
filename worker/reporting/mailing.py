"""The report as a mail: the text, the page, and the tables as attachments."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from worker.config import Settings
from worker.mail import Attachment, Mail, build, message_id, to_bytes
from worker.reporting.writing import Written, write_file


def report_mail(written: Written, settings: Settings) -> EmailMessage:
    """The mail to all of `report_to`. A finished week gives the same Message-ID, however often."""
    week, said = written.week, written.said
    numbers = week.findings.numbers()
    subject = said.text(
        "Weekly report {week}: {wrong} wrong, {waiting} waiting",
        week=week.span.label,
        wrong=numbers["open_now"],
        waiting=len(week.queue.waiting),
    )
    parts = ["report", week.span.label]
    if week.preliminary:
        subject = said.text("{subject} (preliminary)", subject=subject)
        parts += ["preliminary", week.at.isoformat()]
    return build(
        Mail(
            sender=settings.mail.sender,
            to=settings.mail.report_to,
            subject=subject,
            text=written.paths["report.txt"].read_text(encoding="utf-8"),
            html=written.paths["report.html"].read_text(encoding="utf-8"),
            message_id=message_id(settings.mail.sender, *parts),
            at=week.at.astimezone(said.zone),
            language=said.code,
            attachments=tuple(
                Attachment(name=name, kind="text/csv", content=written.paths[name].read_bytes())
                for name in ("findings.csv", "queue.csv")
            ),
        )
    )


def mail_as_file(written: Written, settings: Settings, out: Path) -> Path:
    """Write the mail as `report.eml` in `out`, as it would be sent."""
    return write_file(out / "report.eml", to_bytes(report_mail(written, settings)))
