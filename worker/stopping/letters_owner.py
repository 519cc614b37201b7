"""The mail to the owner of stopped campaigns: which of theirs, when, and what next."""

from __future__ import annotations

from collections.abc import Iterator

from policies.crisis import LEFT, Outcome, Row, counts
from worker.language import Language
from worker.pages.page import Page, Section
from worker.stopping.letters_city import given_by
from worker.stopping.letters_rows import campaigns, everything_of
from worker.stopping.owners import Owner
from worker.stopping.tidings import Kind, Tidings


def subject(tidings: Tidings, owner: Owner, said: Language) -> str:
    """What matters first."""
    found = counts(owner.rows)
    off = found[Outcome.STOPPED] + found[Outcome.ADDED]
    left = _left(owner.rows)
    if tidings.kind is Kind.RESUMED:
        return said.text(
            "ADS ON AGAIN: {on} of {owner}, {off} still off",
            on=found[Outcome.RESUMED],
            owner=owner.name,
            off=found[Outcome.SKIPPED] + left,
        )
    if tidings.kind is Kind.ENDED:
        return said.text("AD STOP ENDED: {off} of {owner} stay off", off=off, owner=owner.name)
    if left:
        return said.text(
            "AD STOP: {off} of {owner} stopped, {left} NOT", off=off, owner=owner.name, left=left
        )
    return said.text("AD STOP: {off} of {owner} stopped", off=off, owner=owner.name)


def _left(rows: tuple[Row, ...]) -> int:
    return sum(row.outcome in LEFT for row in rows)


def page(tidings: Tidings, owner: Owner, contact: str | None, said: Language) -> Page:
    """`contact`: whom to ask; None: nobody is configured."""
    title = subject(tidings, owner, said)
    return Page(
        code=said.code,
        title=title,
        alerts=(),
        verdict=_verdict(tidings, owner, said),
        sentences=(
            given_by(tidings, said),
            said.text("Reason: {reason}", reason=tidings.order.reason),
        ),
        sections=(
            Section(
                heading=said.text("Campaigns of {owner}", owner=owner.name),
                grid=campaigns(
                    owner.rows, tidings.doing, said, whole=everything_of(tidings.stop_id)
                ),
            ),
            Section(
                heading=said.text("What happens next"),
                sentences=tuple(_next(tidings, owner, contact, said)),
            ),
        ),
    )


def _verdict(tidings: Tidings, owner: Owner, said: Language) -> str:
    """What happened to this owner's campaigns, and when."""
    found = counts(owner.rows)
    told = {"owner": owner.name, "when": said.instant(tidings.at)}
    if tidings.kind is Kind.RESUMED:
        return said.text(
            "Campaigns of {owner} on again since {when}: {on}; left off: {off}.",
            on=found[Outcome.RESUMED], off=found[Outcome.SKIPPED], **told,
        )  # fmt: skip
    off = found[Outcome.STOPPED] + found[Outcome.ADDED]
    if tidings.kind is Kind.ENDED:
        return said.text(
            "The ad stop ended on {when}. Campaigns of {owner} that it turned off stay off: {off}.",
            off=off, **told,
        )  # fmt: skip
    return said.text(
        "The city stopped ads on {when}. Campaigns of {owner} that are off: {off}; not off for "
        "certain: {left}.",
        off=off, left=_left(owner.rows), **told,
    )  # fmt: skip


def _next(tidings: Tidings, owner: Owner, contact: str | None, said: Language) -> Iterator[str]:
    """What the owner should do, and should not."""
    if tidings.in_force:
        yield said.text(
            "Leave them off and start no others: the stop is in force, and what is turned on may "
            "be stopped again. A mail comes when it is over."
        )
    elif tidings.kind is Kind.ENDED or _off(owner):
        yield said.text(
            "The stop is over. What is still off stays off until you turn it on by hand; look at "
            "dates and budgets first."
        )
    else:
        yield said.text("The stop is over. You need do nothing; look at dates and budgets.")
    if _left(owner.rows) and tidings.in_force:
        yield said.text("The editors see to what could not be turned off; you need not.")
    if contact is not None:
        yield said.text("Questions: {contact}", contact=contact)


def _off(owner: Owner) -> bool:
    return any(row.outcome is not Outcome.RESUMED for row in owner.rows)
