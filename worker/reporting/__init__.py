"""The weekly report: counted, told in Swedish or English, written as files, and as a mail."""

from __future__ import annotations

from worker.reporting.mailing import mail_as_file, report_letters, report_mail
from worker.reporting.writing import Written, write_report

__all__ = ["Written", "mail_as_file", "report_letters", "report_mail", "write_report"]
