"""Mail: the server takes us as it would with a mail, and none is sent."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Words
from policies.owning import SLK
from worker import mail
from worker.config import Settings
from worker.digests.owners import addresses, operations
from worker.doctoring.lines import Desk, Line, asking

STEP_SECONDS = 4.0
"""How long each step of the conversation may take."""


def post(settings: Settings) -> Iterator[Line]:
    """The mail server, and whether anybody would get the report and the digests."""
    desk, door = asking("mail", settings.mail.url), settings.mail
    try:
        mail.reach(door, timeout=STEP_SECONDS)
    except mail.MailFailed as failed:
        yield desk.fail(Words("No mail can be sent."), failed.words, answered=False)
    else:
        yield desk.ok(Words("The server takes mail. None was sent."))
    if mail.open_to_all(door):
        yield Desk("mail.encryption", door.url).warn(
            Words("Mail goes over the network without encryption."),
            Words("Use smtp+starttls:// or smtps:// in [mail] url if the server offers it."),
        )
    if not door.report_to:
        yield Desk("mail.recipients").warn(
            Words("Nobody gets the weekly report by mail."), Words("Set [mail] report_to.")
        )
    if not addresses(SLK, settings):
        yield Desk("mail.digests").warn(
            Words("Nobody gets SLK's digests by mail, nor mails about floods of comments."),
            Words("Set [contacts] slk, [contacts] editorial or [mail] report_to."),
        )
    if not operations(settings):
        yield Desk("mail.operations").warn(
            Words("Nobody is told by mail of tokens that end, or of backups that fail."),
            Words("Set [contacts] operations."),
        )
