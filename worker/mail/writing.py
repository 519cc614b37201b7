"""Messages: built once to bytes, safe for any server, and the same whenever the matter is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from policies.model import Words
from worker.mail.failing import MailFailed, Trouble

MOST_SIGNS = 400
"""Of a header's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    kind: str
    """Such as `text/csv`."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A picture that the HTML shows, named there as `cid:…` (RFC 2392)."""

    name: str
    cid: str
    """Unlike that of any other part in any mail, as an address: `name@example.org`."""
    content: bytes
    """PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to be built."""

    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    message_id: str
    """From `message_id`: the same matter gives the same one."""
    at: datetime
    """Shown as its date."""
    language: str
    html: str | None = None
    pictures: tuple[Inline, ...] = ()
    """Of the HTML."""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    """Whom an answer goes to; None: the sender."""


def message_id(sender: str, *matter: str) -> str:
    """An id for the mail about this matter, always the same, so that a resend is known as one."""
    told = "\x1f".join((sender, *matter))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    return f"<{digest}@{_domain(sender)}>"


def header_line(text: str) -> str:
    """Text that can stand in a header: one line, nothing in it that is not printed, its beginning.

    A server takes headers up to some size only, and a mail that it refuses for its subject is lost.
    """
    shown = (sign if sign.isprintable() else " " for sign in text[:MOST_SIGNS])
    return " ".join("".join(shown).split()) + ("…" if len(text) > MOST_SIGNS else "")


def build(mail: Mail) -> EmailMessage:
    """The message. Equal mails give equal bytes.

    It says that a machine sent it (RFC 3834), asks Exchange not to answer it, and carries a List-Id
    (RFC 2919) by which a mailbox can sort it.

    Raises:
        MailFailed: an address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(mail.sender)
    message["To"] = [_address(one) for one in mail.to]
    if mail.reply_to is not None:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = header_line(mail.subject)
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = mail.message_id
    message["List-Id"] = f"Annonsvakt <annonsvakt.{_domain(mail.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        _add_pictures(message, mail.pictures)
    for one in mail.attachments:
        maintype, _, subtype = one.kind.partition("/")
        message.add_attachment(
            one.content, maintype=maintype, subtype=subtype, filename=header_line(one.name)
        )
    # Set last: a part that is added takes such headers from the whole with it.
    message["Content-Language"] = mail.language
    _same_boundaries(message, mail.message_id)
    return message


def _add_pictures(message: EmailMessage, pictures: tuple[Inline, ...]) -> None:
    """Beside the HTML that shows them, so that no program lists them as attachments."""
    html = message.get_body(("html",))
    if html is None:
        return
    for one in pictures:
        html.add_related(
            one.content,
            maintype="image",
            subtype="png",
            cid=f"<{header_line(one.cid)}>",
            disposition="inline",
            filename=header_line(one.name),
        )


def to_bytes(message: EmailMessage) -> bytes:
    """The message as it goes over the wire, and into a `.eml` file: ASCII, no line too long.

    Only an address with letters beyond a to z before its @ makes its headers UTF-8 (RFC 6532); a
    server must then offer SMTPUTF8.
    """
    headers = [message[name] for name in ("From", "To", "Reply-To") if message[name] is not None]
    people = [one.addr_spec for header in headers for one in header.addresses]
    return message.as_bytes(policy=SMTP.clone(utf8=not all(one.isascii() for one in people)))


def _same_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the matter, not by chance, so that a resend is the same to the last byte."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        digest = hashlib.sha256(f"{seed}{number}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{digest}")


def is_address(text: str) -> bool:
    """Whether an answer can be sent there."""
    try:
        _address(text)
    except MailFailed:
        return False
    return True


def _address(spec: str) -> Address:
    """The address for a header, its domain in ASCII.

    Raises:
        MailFailed: it is none.
    """
    try:
        return Address(addr_spec=ascii_domain(spec))
    except (ValueError, IndexError, MessageError):
        raise MailFailed(
            Words("{address} is no address that mail can go to or from.", {"address": spec}),
            Trouble.NEVER,
        ) from None


def ascii_domain(address: str) -> str:
    """The address with its domain as the network spells it: `å.example.org` is `xn--5ca.…`."""
    name, _, domain = address.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def _domain(address: str) -> str:
    return ascii_domain(address).rpartition("@")[2]
