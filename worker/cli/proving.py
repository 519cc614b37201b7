"""What a person typed about a proof, understood: the ad that is meant, the contacts, the times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

import typer

from policies.delivery import Family
from policies.model import Unread, Words
from policies.model.proofs import Contact
from policies.proofs import Claim, doubt, fingerprint, proof_of, shown_by
from worker.cli.lines import NotUnderstood
from worker.cli.moments import read_moment
from worker.cli.session import Session
from worker.store import proofs
from worker.store.errors import UnknownId
from worker.store.kept import Connection
from worker.store.known_ads import KnownAds


class NotSeen(Exception):
    """Nothing can have been seen of the ad, for what it shows was not read."""

    def __init__(self, words: Words) -> None:
        """`words`: why."""
        super().__init__(words.english())
        self.words = words


class Made(NamedTuple):
    """A proof that was registered."""

    id: str
    read_at: datetime
    """When the ad was last read: as it stood then it was registered."""
    doubt: Words | None
    """Why it may not hold all that the ad shows."""


def said(session: Session, text: str, option: str) -> str:
    """What was said, without blanks around it.

    Raises:
        typer.BadParameter: nothing was.
    """
    if not text.strip():
        told = session.language.text
        asked = told("say who you are") if option == "--by" else told("say why")
        raise typer.BadParameter(asked, param_hint=option)
    return text.strip()


def instants(session: Session, typed: Sequence[str], at: datetime) -> Mapping[Contact, datetime]:
    """When the proof reached each contact that was named.

    Raises:
        typer.BadParameter: no such contact, one named twice, or no time that has been.
    """
    found: dict[Contact, datetime] = {}
    for one in typed:
        name, _, written = one.partition("=")
        contact = _contact(session, name.strip())
        if contact in found:
            raise _wrong(session.language.text("{contact} is named twice", contact=contact))
        found[contact] = _instant(session, written, at)
    return found


def _contact(session: Session, name: str) -> Contact:
    if name in {*Contact}:
        return Contact(name)
    near = get_close_matches(name, [*Contact], n=1, cutoff=0.3)
    raise _wrong(
        session.language.text(
            "no contact {name}; there are {known}. Write it as in {near}=2026-11-20T10:00",
            name=name or "?",
            known=", ".join(Contact),
            near=near[0] if near else str(Contact.FIRST),
        )
    )


def _instant(session: Session, written: str, at: datetime) -> datetime:
    try:
        moment = read_moment(written, session.language.zone).at
    except NotUnderstood as wrong:
        raise _wrong(session.language.say(wrong.words)) from None
    if moment > at:
        raise _wrong(session.language.text("{time} has not been yet", time=written.strip()))
    return moment


def _wrong(text: str) -> typer.BadParameter:
    return typer.BadParameter(text, param_hint="--reached")


def register(connection: Connection, session: Session, subject: str, claim: Claim) -> Made:
    """Register the proof of the ad or creative that is meant, as it was last read.

    Raises:
        typer.BadParameter: there is none of this id, or several ads show it differently.
        NotSeen: what it shows was not read.
    """
    known = KnownAds(connection)
    family, own = _meant(session, known, subject)
    creative = family.ad.creative
    if isinstance(creative, Unread):
        raise NotSeen(creative.because)
    untold = doubt(family)
    if not creative.shows:
        raise NotSeen(untold or Words("It shows nothing."))
    proof = proof_of(family.ad, creative.id, shown_by(family), claim, own=own)
    proofs.add(connection, proof)
    return Made(proof.id, known.read_at(family), untold)


def _meant(session: Session, known: KnownAds, subject: str) -> tuple[Family, bool]:
    """The ad that is meant, and whether it was named itself, not only its creative."""
    try:
        wanted = known.wanted(subject.strip())
    except UnknownId as unknown:
        raise _no_such_ad(session, unknown) from None
    if wanted in known.ads:
        return known.ads[wanted], True
    ads = known.of_creative(wanted)
    if len({fingerprint(shown_by(one)) for one in ads}) > 1:
        raise typer.BadParameter(
            session.language.text(
                "several ads show it, and not in the same way; name one: {ads}",
                ads=", ".join(one.ad.id for one in ads),
            ),
            param_hint="AD_OR_CREATIVE",
        )
    return ads[0], False


def _no_such_ad(session: Session, unknown: UnknownId) -> typer.BadParameter:
    if unknown.near:
        text = session.language.text(
            "no ad and no creative {wanted} was read; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(unknown.near),
        )
    else:
        text = session.language.text(
            "no ad and no creative {wanted} was read; `annonsvakt sweep` reads them",
            wanted=unknown.wanted,
        )
    return typer.BadParameter(text, param_hint="AD_OR_CREATIVE")
