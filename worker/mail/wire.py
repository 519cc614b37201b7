"""Several mails over one connection, step by step, so that it is known what each failure means."""

from __future__ import annotations

import re
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from policies.model import Words
from worker.config.sections import MailDoor
from worker.mail.connecting import connect, place_of, say_goodbye
from worker.mail.failing import MailFailed, Trouble, failed, refusal
from worker.mail.writing import ascii_domain

_GO_ON, _SYNTAX, _CLOSING, _TOO_BIG = 354, 500, 421, 552


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a server may take, in seconds."""

    step: float = 30.0
    """For each step but the last."""
    answer: float = 120.0
    """For its word that it has the mail: filters work before it; who leaves early sends twice."""
    whole: float = 240.0
    """For one mail, connecting included; after that the connection is cut."""


PATIENT = Pace()
GOODBYE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A rendered mail and whom it goes to."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


class Wire:
    """The way to one mail server: opened when the first mail goes, used for all that follow."""

    def __init__(self, door: MailDoor, pace: Pace = PATIENT) -> None:
        """Nothing is opened yet."""
        self._door = door
        self._pace = pace
        self._connection: smtplib.SMTP | None = None
        self._used = False
        self._late = threading.Event()
        """Set when the time for one mail is over."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if error is None:
            _wait_at_most(connection, min(self._pace.step, GOODBYE_SECONDS))
            say_goodbye(connection)
        else:
            connection.close()

    def hand(self, parcel: Parcel) -> tuple[str, ...]:
        """Hand the mail over; the answer is the recipients that the server does not take.

        A server may end a connection after some mails: then a new one is opened, once. Nothing
        else is tried twice.

        Raises:
            MailFailed: it was handed over to nobody, or nobody knows.
        """
        with self._watched():
            again = self._used
            try:
                return self._hand(parcel)
            except MailFailed as failure:
                if not (again and failure.trouble is Trouble.UNREACHED):
                    raise
            return self._hand(parcel)

    def _hand(self, parcel: Parcel) -> tuple[str, ...]:
        server = place_of(self._door)
        try:
            refused = _converse(self._opened(), parcel, self._pace, server)
        except MailFailed as failure:
            self._tidy(failure)
            raise
        except (OSError, UnicodeError) as error:
            self._drop()
            raise failed(error, server) from None
        self._used = True
        return refused

    def _opened(self) -> smtplib.SMTP:
        if self._connection is None:
            connection = connect(self._door, self._pace.step)
            if self._late.is_set():
                connection.close()
                raise TimeoutError
            self._connection = connection
        return self._connection

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Cut the connection when the time for one mail is over: a server may answer for ever."""
        self._late.clear()
        watch = threading.Timer(self._pace.whole, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self) -> None:
        self._late.set()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _tidy(self, failure: MailFailed) -> None:
        """Make the connection ready for the next mail, or give it up."""
        if self._connection is None or failure.trouble is Trouble.UNSURE or failure.for_all:
            self._drop()
            return
        self._used = True
        try:
            ready = self._connection.rset()[0] == 250  # noqa: PLR2004 SMTP's "done"
        except OSError:
            ready = False
        if not ready:
            self._drop()

    def _drop(self) -> None:
        self._used = False
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _converse(connection: smtplib.SMTP, parcel: Parcel, pace: Pace, server: str) -> tuple[str, ...]:
    """One mail, from its sender to the server's word that it has it."""
    code = _mail_from(connection, parcel)
    if not _done(code):
        raise _sender_refused(code, server, parcel.sender)
    refused = _recipients(connection, parcel, server)
    code = connection.docmd("DATA")[0]
    if code != _GO_ON:
        raise refusal(code, server, _by_code(code))
    # In one piece: alone, the last line would wait for the server's word that it has the rest, and
    # whoever is killed meanwhile has sent a mail that nobody knows of. A failure before this line
    # ends leaves the mail without its end: it was not taken.
    connection.send(stuffed(parcel.content) + b".\r\n")
    _wait_at_most(connection, pace.answer)
    code = _last_word(connection, server)
    _wait_at_most(connection, pace.step)
    if not _done(code):
        raise refusal(code, server, _by_code(code))
    return refused


def _mail_from(connection: smtplib.SMTP, parcel: Parcel) -> int:
    """Name the sender and what the mail needs; the answer is the server's code."""
    options = []
    if connection.has_extn("size"):
        options.append(f"SIZE={len(parcel.content)}")
    people = (parcel.sender, *parcel.recipients)
    if not all(ascii_domain(one).isascii() for one in people):
        if not connection.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError
        options += ["SMTPUTF8", "BODY=8BITMIME"]
        connection.command_encoding = "utf-8"
    return connection.mail(ascii_domain(parcel.sender), options)[0]


def _sender_refused(code: int, server: str, sender: str) -> MailFailed:
    """What it means when the mail ends with its sender: only its size is its own fault."""
    if code == _TOO_BIG:
        return refusal(code, server, Trouble.NEVER)
    if _by_code(code) is Trouble.NEVER:
        said = {"server": server, "sender": sender, "code": str(code)}
        words = Words(
            "The mail server {server} takes no mail from {sender} (code {code}). Check [mail] "
            "sender, and whether the server asks for a name and password.",
            said,
        )
        return MailFailed(words, Trouble.CLOSED)
    return refusal(code, server, Trouble.UNREACHED)


def _recipients(connection: smtplib.SMTP, parcel: Parcel, server: str) -> tuple[str, ...]:
    """Name the recipients; the answer is those that the server does not take.

    Raises:
        MailFailed: it takes none.
    """
    codes = {one: connection.rcpt(ascii_domain(one))[0] for one in parcel.recipients}
    refused = tuple(one for one, code in codes.items() if not _done(code))
    if len(refused) == len(codes):
        whys = [_by_code(code) for code in codes.values()]
        worst = next((one for one in whys if one is not Trouble.NEVER), Trouble.NEVER)
        code = next(code for code, why in zip(codes.values(), whys, strict=True) if why is worst)
        said = {"server": server, "code": str(code)}
        raise MailFailed(
            Words("The mail server {server} takes none of the recipients (code {code}).", said),
            worst,
        )
    return refused


def _last_word(connection: smtplib.SMTP, server: str) -> int:
    """The server's code for the whole mail.

    Raises:
        MailFailed: none came that can be understood.
    """
    try:
        code = connection.getreply()[0]
    except OSError as error:
        raise MailFailed(failed(error, server).words, Trouble.UNSURE) from None
    if code < 0:
        raise refusal(code, server, Trouble.UNSURE)
    return code


def _wait_at_most(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _done(code: int) -> bool:
    return 200 <= code < 300  # noqa: PLR2004 SMTP's codes of success


def _by_code(code: int) -> Trouble:
    """RFC 5321, 4.2.1: 4yz may go well later, 5yz never; 421 closes the whole conversation."""
    if code == _CLOSING or code < 0:
        return Trouble.UNREACHED
    return Trouble.NEVER if code >= _SYNTAX else Trouble.LATER


def stuffed(content: bytes) -> bytes:
    """The content as it goes between DATA and the single dot (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)
