"""A mail as it came, as `.eml` or as plain text: who sent it, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """A mail."""

    text: str
    sender: str | None = None
    subject: str | None = None


def read_eml(raw: bytes) -> Mailed:
    """The text of a mail, of its HTML where it has no other; empty where it has neither."""
    message = message_from_bytes(raw, policy=default)
    body = message.get_body(preferencelist=("plain", "html"))
    text = "" if body is None else _content(body)
    if body is not None and body.get_content_subtype() == "html":
        text = text_of_html(text)
    return Mailed(
        text=text,
        sender=parseaddr(str(message.get("From", "")))[1] or None,
        subject=str(message.get("Subject", "")).strip() or None,
    )


def _content(body: MIMEPart) -> str:
    """The text of a part, whatever its declared letters."""
    try:
        return str(body.get_content())
    except (LookupError, UnicodeError):
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""


_LINES = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
_UNSEEN = frozenset({"style", "script", "head", "title"})


class _Text(HTMLParser):
    """Gathers what a reader sees, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _LINES:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """What a reader of the page sees, as plain lines."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).splitlines())
    return "\n".join(lines)
