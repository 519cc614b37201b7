"""A mail sent to try the way: what happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import typer

from policies.model import Words
from worker.cli import terminal
from worker.cli.session import Session
from worker.language import Language
from worker.mail import (
    Mail,
    MailFailed,
    Trouble,
    build,
    message_id,
    open_to_all,
    place_of,
    send,
)

_REMEDIES = {
    Trouble.UNREACHED: Words(
        "Check that the server runs, and that this machine may reach it on that port."
    ),
    Trouble.CLOSED: Words("Correct [mail], or ask those who run the mail server."),
    Trouble.LATER: Words("Try again in a while; mails in the outbox are tried again for days."),
    Trouble.NEVER: Words(
        "Check the address, and whether the server may pass on mail from [mail] sender to it."
    ),
    Trouble.UNSURE: Words(
        "It may have arrived: look in the mailbox. The server answers slowly, or something between "
        "cuts the connection."
    ),
}
"""What to do, by the kind of failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One mail, and what became of it."""

    to: str
    server: str
    failure: MailFailed | None
    in_the_clear: bool

    def as_json(self, language: Language) -> dict[str, Any]:
        """As it is printed."""
        return {
            "to": self.to,
            "server": self.server,
            "sent": self.failure is None,
            "because": self._because(language),
            "warning": self._warning(language),
        }

    def tell(self, language: Language) -> None:
        """What happened, in a line or two."""
        if self.failure is None:
            terminal.out(
                language.text(
                    "The mail server {server} took the mail to {address}. Look in the mailbox: "
                    "only there one sees that it arrived.",
                    server=self.server,
                    address=terminal.safe(self.to),
                )
            )
        else:
            terminal.out(terminal.safe(self._because(language) or ""))
        if warning := self._warning(language):
            terminal.note(warning)

    def _because(self, language: Language) -> str | None:
        if self.failure is None:
            return None
        remedy = _REMEDIES[self.failure.trouble]
        return f"{language.say(self.failure.words)} {language.say(remedy)}"

    def _warning(self, language: Language) -> str | None:
        if not self.in_the_clear:
            return None
        return language.text(
            "Mail goes over the network without encryption: use smtp+starttls:// or smtps:// in "
            "[mail] url if the server offers it."
        )


def try_now(session: Session, to: str | None) -> Tried:
    """Send one mail to `to`, or the first of [mail] report_to.

    Raises:
        typer.BadParameter: nobody to send to, or no address.
    """
    from worker.clock import now

    settings, said = session.settings, session.language
    recipient = to or next(iter(settings.mail.report_to), None)
    if recipient is None:
        raise typer.BadParameter(
            said.text("name somebody: [mail] report_to is empty"), param_hint="--to"
        )
    at = now()
    mail = Mail(
        sender=settings.mail.sender,
        to=(recipient,),
        subject=said.text("Test mail from Annonsvakt"),
        text=said.text(
            "This mail was sent with `annonsvakt mail test`. That you read it shows that mails "
            "arrive. Nothing needs to be done.\n"
        ),
        message_id=message_id(settings.mail.sender, "test", recipient, at.isoformat()),
        at=at.astimezone(said.zone),
        language=said.code,
    )
    failure = None
    try:
        message = build(mail)
    except MailFailed as wrong:
        raise typer.BadParameter(said.say(wrong.words), param_hint="--to") from None
    try:
        send(message, settings.mail)
    except MailFailed as failed:
        failure = failed
    return Tried(
        to=recipient,
        server=place_of(settings.mail),
        failure=failure,
        in_the_clear=open_to_all(settings.mail),
    )
