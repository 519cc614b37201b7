"""A real mail server for a simulated year, which can be switched off; it keeps what was told."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from datetime import datetime
from email import policy
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller

from tests.worker.postbox import free_port

IDS = re.compile(r"comment_id=(\d+)|fsc%3A|%3A\(?activity%3A\d+%2C(\d+)")


class Came(NamedTuple):
    """A mail as it came to one recipient."""

    at: datetime
    """By the year's clock."""
    to: str
    message_id: str
    subject: str
    dated: datetime
    digest: int
    """Of its bytes."""
    text: str
    """Kept for alarms alone."""


class PostOffice:
    """Takes every mail while it is open."""

    def __init__(self, clock: Callable[[], datetime], secret: str) -> None:
        """`secret`: words that must stand in no mail."""
        self.clock = clock
        self.secret = secret
        self.came: list[Came] = []
        self.told: list[str] = []
        """Subjects of mails that told the secret."""
        self.erased: Callable[[str, datetime], bool] = lambda text, dated: False
        """Whether a mail that was made then tells what a person had erased."""
        self.told_erased: list[str] = []
        self.port = free_port()
        self._controller: Controller | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a mail."""
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        text = mail.get_body(("plain",)).get_content()
        subject = str(mail["subject"])
        if self.secret in envelope.content.decode("utf-8", "replace") or self.secret in text:
            self.told.append(subject)
        dated = parsedate_to_datetime(str(mail["date"]))
        if self.erased(text, dated):
            self.told_erased.append(f"{subject} of {dated}")
        kept = text if subject.startswith("Försenat") else ""
        for to in envelope.rcpt_tos:
            self.came.append(
                Came(
                    at=self.clock(),
                    to=to,
                    message_id=str(mail["message-id"]),
                    subject=subject,
                    dated=dated,
                    digest=hash(envelope.content),
                    text=kept,
                )
            )
        return "250 OK"

    @property
    def open(self) -> bool:
        """Whether it takes mail."""
        return self._controller is not None

    def start(self) -> None:
        """Open at the same address as ever."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Refuse every connection."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
