"""Why a mail was not handed over, for people, and what it means for the next attempt."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import replace
from enum import Enum

from policies.model import Words

_FOR_GOOD = 500
"""SMTP's codes from here on do not pass by themselves."""


class Trouble(Enum):
    """What a failure means for this mail and for the others."""

    UNREACHED = "unreached"
    """Nobody answers, or not to the end. No mail goes now; later it may."""
    CLOSED = "closed"
    """The server answers and takes no mail from us. No mail goes until somebody mends it."""
    LATER = "later"
    """This mail is not taken now (4xx)."""
    NEVER = "never"
    """This mail is not taken at all (5xx)."""
    UNSURE = "unsure"
    """The whole mail was given and no answer came: it may have been taken."""


class MailFailed(Exception):
    """The mail was not handed over. `words` says why and what to do."""

    def __init__(self, words: Words, trouble: Trouble = Trouble.CLOSED) -> None:
        """`words`: for people."""
        super().__init__(words.english())
        self.words = words
        self.trouble = trouble

    @property
    def for_all(self) -> bool:
        """Whether another mail would fare no better now."""
        return self.trouble in (Trouble.UNREACHED, Trouble.CLOSED)


_REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Words], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        Words("The mail server {server} does not accept the name and password in [mail]."),
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
"""Why, and what to do, by the kind of failure; the first that fits. None passes by itself."""


def failed(error: Exception, server: str) -> MailFailed:
    """The failure for people. What the server said is not repeated: it may quote a secret."""
    place = {"server": server}
    if isinstance(error, smtplib.SMTPResponseException) and 0 < error.smtp_code < _FOR_GOOD:
        return refusal(error.smtp_code, server, Trouble.UNREACHED)
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return MailFailed(replace(words, values=place))
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return refusal(error.smtp_code, server, Trouble.CLOSED)
    said = {**place, "kind": type(error).__name__}
    words = Words("The mail server {server} cannot be reached ({kind}). Check [mail] url.", said)
    return MailFailed(words, Trouble.UNREACHED)


def refusal(code: int, server: str, trouble: Trouble) -> MailFailed:
    """The server answered, and did not take the mail."""
    said = {"server": server, "code": str(code)}
    return MailFailed(
        Words("The mail server {server} refused the mail (code {code}).", said), trouble
    )
