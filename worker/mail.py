"""The mail's door: messages built so that no text can become a header, and handed to one server."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from policies.model import Words
from worker.config.sections import MailDoor

TIMEOUT_SECONDS = 30.0
_DONE = 250
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailFailed(Exception):
    """The mail was not handed over. `words` says why and what to do."""

    def __init__(self, words: Words) -> None:
        """`words`: for people."""
        super().__init__(words.english())
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    kind: str
    """Such as `text/csv`."""
    content: bytes


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
    attachments: tuple[Attachment, ...] = ()


def message_id(sender: str, *matter: str) -> str:
    """An id for the mail about this matter, always the same, so that a resend is known as one."""
    digest = hashlib.sha256("\x1f".join((sender, *matter)).encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def header_line(text: str) -> str:
    """Text that can stand in a header: one line, nothing in it that is not printed."""
    return " ".join("".join(s if s.isprintable() else " " for s in text).split())


def build(mail: Mail) -> EmailMessage:
    """The message. Equal mails give equal bytes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=mail.sender)
    message["To"] = [Address(addr_spec=one) for one in mail.to]
    message["Subject"] = header_line(mail.subject)
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for one in mail.attachments:
        maintype, _, subtype = one.kind.partition("/")
        message.add_attachment(
            one.content, maintype=maintype, subtype=subtype, filename=header_line(one.name)
        )
    # Set last: a part that is added takes such headers from the whole with it.
    message["Content-Language"] = mail.language
    _same_boundaries(message, mail.message_id)
    return message


def _same_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the matter, not by chance, so that a resend is the same to the last byte."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        digest = hashlib.sha256(f"{seed}{number}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{digest}")


def to_bytes(message: EmailMessage) -> bytes:
    """The message as it goes over the wire, and into a `.eml` file."""
    return message.as_bytes(policy=SMTP)


def send(
    message: EmailMessage, door: MailDoor, *, timeout: float = TIMEOUT_SECONDS
) -> tuple[str, ...]:
    """Hand the message to the server; the answer is the recipients that it refused.

    `timeout`: seconds for each step. Nothing is tried twice here.

    Raises:
        MailFailed: it was handed over to nobody.
    """
    place = {"server": f"{urlsplit(door.url).hostname}:{_port(door.url)}"}
    _keep_password_safe(door)
    try:
        connection = _connect(door, timeout)
        try:
            _log_in(connection, door)
            refused = connection.send_message(message)
            _say_goodbye(connection)
        finally:
            connection.close()
    except (OSError, UnicodeError) as error:
        raise MailFailed(_reason(error, place)) from None
    return tuple(sorted(refused))


def reach(door: MailDoor, *, timeout: float = TIMEOUT_SECONDS) -> None:
    """Connect, encrypt and log in as for a mail, and send none.

    `timeout`: seconds for each step.

    Raises:
        MailFailed: a mail could not be handed over so.
    """
    place = {"server": f"{urlsplit(door.url).hostname}:{_port(door.url)}"}
    _keep_password_safe(door)
    try:
        connection = _connect(door, timeout)
        try:
            connection.ehlo_or_helo_if_needed()
            _log_in(connection, door)
            _ask_if_there(connection)
            _say_goodbye(connection)
        finally:
            connection.close()
    except (OSError, UnicodeError) as error:
        raise MailFailed(_reason(error, place)) from None


def _ask_if_there(connection: smtplib.SMTP) -> None:
    """Demand that the server still takes commands."""
    code, said = connection.noop()
    if code != _DONE:
        raise smtplib.SMTPResponseException(code, said)


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """End politely. The mail is handed over by now: whatever fails here changes nothing."""
    with suppress(OSError):
        connection.quit()


def _port(url: str) -> int:
    """The port that the address names, else the usual one.

    Raises:
        MailFailed: it is no port.
    """
    server = urlsplit(url)
    try:
        return server.port or _PORTS[server.scheme]
    except ValueError:
        raise MailFailed(
            Words("The port in [mail] url is no port: write it as smtp://mail.example.org:25.")
        ) from None


def _connect(door: MailDoor, timeout: float) -> smtplib.SMTP:
    """A connection as the address asks for; encryption is never given up silently."""
    server, port = urlsplit(door.url), _port(door.url)
    host = server.hostname or ""
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    connection = smtplib.SMTP(host, port, timeout=timeout)
    if server.scheme == "smtp+starttls":
        try:
            _encrypt(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _encrypt(connection: smtplib.SMTP) -> None:
    """Turn to encryption, or fail: nothing is said in the clear after this."""
    try:
        connection.starttls(context=ssl.create_default_context())
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise ssl.SSLError(str(error)) from None


def _keep_password_safe(door: MailDoor) -> None:
    """Refuse to log in over an open network without encryption.

    Raises:
        MailFailed: name and password would have gone in the clear.
    """
    server = urlsplit(door.url)
    gives = door.username is not None or door.password is not None
    if gives and server.scheme == "smtp" and not _this_machine(server.hostname or ""):
        raise MailFailed(
            Words(
                "The password for mail would go in the clear: use smtp+starttls:// or smtps:// in "
                "[mail] url."
            )
        )


def _log_in(connection: smtplib.SMTP, door: MailDoor) -> None:
    """Give name and password, if there are any."""
    if door.username and door.password:
        connection.login(door.username.get_secret_value(), door.password.get_secret_value())


def _this_machine(host: str) -> bool:
    """Whether the server is this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


_REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Words], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        Words("The mail server {server} does not accept the name and password in [mail]."),
    ),
    (
        smtplib.SMTPRecipientsRefused,
        Words("The mail server {server} accepts none of the recipients."),
    ),
    (
        ssl.SSLError,
        Words(
            "The mail server {server} offers no encryption that can be trusted. Check the address "
            "and its certificate."
        ),
    ),
    (
        smtplib.SMTPNotSupportedError,
        Words(
            "The mail server {server} lacks what this mail needs: a log-in, or addresses with "
            "letters beyond a to z. Check [mail] username, password and addresses."
        ),
    ),
    (
        UnicodeError,
        Words("A name, password or address in [mail] has letters that mail cannot carry."),
    ),
)
"""Why, and what to do, by the kind of failure; the first that fits."""


def _reason(error: Exception, place: dict[str, str]) -> Words:
    """Why, and what to do. What the server said is not repeated: it may quote a secret."""
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return replace(words, values=place)
    if isinstance(error, smtplib.SMTPResponseException):
        said = {**place, "code": str(error.smtp_code)}
        return Words("The mail server {server} refused the mail (code {code}).", said)
    said = {**place, "kind": type(error).__name__}
    return Words("The mail server {server} cannot be reached ({kind}). Check [mail] url.", said)
