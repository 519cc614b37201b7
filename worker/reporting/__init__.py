"""The weekly report: counted, told in Swedish or English, written as files, and as a mail."""

from __future__ import annotations

from worker.reporting.keeping import keep_week
from worker.reporting.mailing import mail_as_file, report_letters, report_mail
from worker.reporting.versions import versions
from worker.reporting.writing import Written, write_report

__all__ = [
    "Written",
    "keep_week",
    "mail_as_file",
    "report_letters",
    "report_mail",
    "versions",
    "write_report",
]
