"""A page for people as a letter: the same to the last byte whenever its matter is."""

from __future__ import annotations

from datetime import datetime

from worker.mail import Mail, header_line, message_id
from worker.pages.page import Page
from worker.pages.rendering import as_html, as_text
from worker.posting.letter import Letter


def paged_letter(
    page: Page,
    key: tuple[str, str, str],
    *,
    sender: str,
    at: datetime,
    reply_to: str | None = None,
) -> Letter:
    """The page as a letter to one person.

    `key`: its kind, its period and the address, which make it the only one. `at`: in the city's
    zone, shown as its date.
    """
    kind, period, address = key
    return Letter(
        kind=kind,
        period=period,
        mail=Mail(
            sender=sender,
            to=(address,),
            subject=header_line(page.title),
            text=as_text(page),
            html=as_html(page),
            message_id=message_id(sender, kind, period, address.casefold()),
            at=at,
            language=page.code,
            reply_to=reply_to,
        ),
    )
