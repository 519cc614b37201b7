"""One mail at once, or only a look at whether the server would take one."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from worker.config.sections import MailDoor
from worker.mail.connecting import connect, place_of, say_goodbye
from worker.mail.failing import failed
from worker.mail.wire import Pace, Parcel, Wire
from worker.mail.writing import to_bytes

TIMEOUT_SECONDS = 30.0
_DONE = 250


def send(
    message: EmailMessage, door: MailDoor, *, timeout: float = TIMEOUT_SECONDS
) -> tuple[str, ...]:
    """Hand the message to the server; the answer is the recipients that it refused.

    `timeout`: seconds for each step. Nothing is tried twice here.

    Raises:
        MailFailed: it was handed over to nobody, or nobody knows.
    """
    with Wire(door, Pace(step=timeout, answer=timeout, whole=10 * timeout)) as wire:
        return wire.hand(parcel_of(message))


def parcel_of(message: EmailMessage) -> Parcel:
    """The message as it goes over the wire."""
    (sender,) = message["From"].addresses
    return Parcel(
        sender=sender.addr_spec,
        recipients=tuple(one.addr_spec for one in message["To"].addresses),
        content=to_bytes(message),
    )


def reach(door: MailDoor, *, timeout: float = TIMEOUT_SECONDS) -> None:
    """Connect, encrypt and log in as for a mail, and send none.

    `timeout`: seconds for each step.

    Raises:
        MailFailed: a mail could not be handed over so.
    """
    server = place_of(door)
    try:
        connection = connect(door, timeout)
        try:
            _ask_if_there(connection)
        finally:
            say_goodbye(connection)
    except (OSError, UnicodeError) as error:
        raise failed(error, server) from None


def _ask_if_there(connection: smtplib.SMTP) -> None:
    """Demand that the server still takes commands."""
    code, said = connection.noop()
    if code != _DONE:
        raise smtplib.SMTPResponseException(code, said)
