"""A connection to the mail server: encrypted as the address asks, logged in, never in the clear."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from policies.model import Words
from worker.config.sections import MailDoor
from worker.mail.failing import MailFailed

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def place_of(door: MailDoor) -> str:
    """Host and port, for people.

    Raises:
        MailFailed: the port is none.
    """
    return f"{urlsplit(door.url).hostname}:{_port(door.url)}"


def connect(door: MailDoor, timeout: float) -> smtplib.SMTP:
    """A connection on which a mail may begin.

    `timeout`: seconds for each step.

    Raises:
        MailFailed: name and password would go in the clear, or only one of them is there.
        OSError: the server cannot be reached, or not as the address asks.
        UnicodeError: a name or password that no log-in can carry.
    """
    _keep_password_safe(door)
    connection = _open(door, timeout)
    try:
        if urlsplit(door.url).scheme == "smtp+starttls":
            _encrypt(connection)
        connection.ehlo_or_helo_if_needed()
        _log_in(connection, door)
    except BaseException:
        connection.close()
        raise
    return connection


def say_goodbye(connection: smtplib.SMTP) -> None:
    """End politely. The mail is handed over by now: whatever fails here changes nothing."""
    with suppress(OSError):
        connection.quit()
    connection.close()


def open_to_all(door: MailDoor) -> bool:
    """Whether mail goes over a network without encryption."""
    server = urlsplit(door.url)
    return server.scheme == "smtp" and not this_machine(server.hostname or "")


def _port(url: str) -> int:
    """The port that the address names, else the usual one.

    Raises:
        MailFailed: it is no port.
    """
    try:
        server = urlsplit(url)
        return server.port or _PORTS[server.scheme]
    except ValueError:
        raise MailFailed(
            Words("The port in [mail] url is no port: write it as smtp://mail.example.org:25.")
        ) from None


def _open(door: MailDoor, timeout: float) -> smtplib.SMTP:
    """A connection as the address asks for."""
    server, port, name = urlsplit(door.url), _port(door.url), _own_name(door)
    host = server.hostname or ""
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, name, timeout=timeout, context=context)
    return smtplib.SMTP(host, port, name, timeout=timeout)


def _own_name(door: MailDoor) -> str:
    """The name we greet with: this machine's, else the sender's domain.

    Asking the network for it, as the library does by itself, takes long where names do not work.
    """
    name = socket.gethostname()
    domain = door.sender.rpartition("@")[2]
    return name if "." in name and name.isascii() else domain.encode("idna").decode()


def _encrypt(connection: smtplib.SMTP) -> None:
    """Turn to encryption, or fail: nothing is said in the clear after this."""
    try:
        connection.starttls(context=ssl.create_default_context())
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise ssl.SSLError(str(error)) from None


def _keep_password_safe(door: MailDoor) -> None:
    """Refuse to log in over an open network without encryption.

    Raises:
        MailFailed: name and password would have gone in the clear.
    """
    gives = door.username is not None or door.password is not None
    if gives and open_to_all(door):
        raise MailFailed(
            Words(
                "The password for mail would go in the clear: use smtp+starttls:// or smtps:// in "
                "[mail] url."
            )
        )


def _log_in(connection: smtplib.SMTP, door: MailDoor) -> None:
    """Give name and password, if there are any.

    Raises:
        MailFailed: one is there without the other.
    """
    name = door.username.get_secret_value() if door.username else ""
    password = door.password.get_secret_value() if door.password else ""
    if bool(name) != bool(password):
        raise MailFailed(
            Words("[mail] has a username or a password and not both: set both, or neither.")
        )
    if name:
        connection.login(name, password)


def this_machine(host: str) -> bool:
    """Whether this name or number is of this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
