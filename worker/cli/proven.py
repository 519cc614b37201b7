"""How proofs are told: as JSON, as a list, and in detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from policies.model import Piece, PieceKind
from policies.model.proofs import Contact, Proof, ProofLevel
from policies.proofs import Reached, State, begins, reaching
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language, platform_name
from worker.store.known_ads import KnownAds
from worker.store.proofs import Event, Kept, to_value

KEYS = (
    "id", "platform", "account_id", "ad_id", "creative_id", "ad_name", "level", "by", "at",
    "remarks", "contacts", "fingerprint", "shown", "revoked_at", "revoked_by", "revoked_reason",
)  # fmt: skip
"""The keys of a proof, as `--json` writes them; `show` adds its history."""


def as_list(kept: Sequence[Kept], known: KnownAds | None, said: Language) -> list[dict[str, Any]]:
    """Proofs in the order in which they were seen."""
    return [_one(each, known, said) for each in kept]


def as_one(kept: Kept, events: Sequence[Event], known: KnownAds, said: Language) -> dict[str, Any]:
    """One proof with its history."""
    return _one(kept, known, said) | {
        "history": [
            {
                "at": stamp(one.at, said.zone),
                "action": one.action,
                "by": one.by,
                "reason": one.reason,
            }
            for one in events
        ]
    }


def cannot_tell(because: str) -> dict[str, Any]:
    """The same keys where nothing could be registered or read, and why."""
    return dict.fromkeys((*KEYS, "history")) | {"because": because}


def _one(kept: Kept, known: KnownAds | None, said: Language) -> dict[str, Any]:
    proof = kept.proof
    value = to_value(proof)
    told = {
        "ad_name": _name(proof, known),
        "at": stamp(proof.at, said.zone),
        "contacts": {str(one.contact): _contact(one, said) for one in _reaching(proof, known)},
        "revoked_at": stamp(kept.revoked_at, said.zone),
        "revoked_by": kept.revoked_by,
        "revoked_reason": kept.revoked_reason,
    }
    return {name: told[name] if name in told else value[name] for name in KEYS}


def _contact(one: Reached, said: Language) -> dict[str, Any]:
    return {
        "at": stamp(one.at, said.zone),
        "state": str(one.state),
        "because": said.say(one.because) if one.because else None,
    }


def _reaching(proof: Proof, known: KnownAds | None) -> tuple[Reached, ...]:
    return reaching(proof, _begins(proof, known))


def _begins(proof: Proof, known: KnownAds | None) -> datetime | None:
    """When the first of the ads that it is about may be shown."""
    if known is None:
        return None
    own = known.ads.get(proof.ad_id or "")
    about = (own,) if own else known.of_creative(proof.creative_id)
    return min(filter(None, map(begins, about)), default=None)


def _name(proof: Proof, known: KnownAds | None) -> str | None:
    """The ad's name; None: it was told of a creative, or its ad is no longer there."""
    own = known.ads.get(proof.ad_id or "") if known else None
    return own.ad.name if own else None


def draw(kept: Sequence[Kept], known: KnownAds | None, said: Language) -> None:
    """A few lines for each proof, its id whole, so that one can copy it."""
    if not kept:
        terminal.out(said.text("No proof is registered: annonsvakt proof seen AD_OR_CREATIVE"))
    for each in kept:
        for line in _lines(each, known, said):
            terminal.out(terminal.safe(line))


def _lines(kept: Kept, known: KnownAds | None, said: Language) -> Iterator[str]:
    proof = kept.proof
    level = _level(proof.level, said)
    yield f"{proof.id}  {level}  {said.instant(proof.at)}  {proof.by}"
    subject = proof.ad_id or proof.creative_id
    name = _name(proof, known)
    place = f"{platform_name(proof.platform)} {proof.account_id}"
    yield f"    {place}, {name + ' ' if name else ''}({subject})"
    for one in _reaching(proof, known):
        if one.state is not State.IN_TIME:
            yield f"    {_told(one, said)}"
    if kept.revoked_at:
        yield f"    {_taken_back(kept, kept.revoked_at, said)}"


def detail(kept: Kept, events: Sequence[Event], known: KnownAds, said: Language) -> None:
    """Everything about one proof, a line each."""
    proof = kept.proof
    lines = [*_lines(kept, known, said)]
    lines += [
        f"    {_told(one, said)}" for one in _reaching(proof, known) if one.state is State.IN_TIME
    ]
    if proof.remarks:
        lines.append(said.text("Remarks: {remarks}", remarks=proof.remarks))
    lines.append(said.text("Seen:"))
    lines += [f"    {_piece(piece, said)}" for piece in proof.shown]
    lines += [
        "  ".join(filter(None, (said.instant(one.at), _action(one, said), one.by, one.reason)))
        for one in events
    ]
    for line in lines:
        terminal.out(terminal.safe(line))


def _told(one: Reached, said: Language) -> str:
    """How it is with one contact."""
    who = {
        Contact.FIRST: said.text("the first contact"),
        Contact.EDITORIAL: said.text("the editorial office"),
    }[one.contact]
    why = said.say(one.because) if one.because else ""
    if one.at is None:
        return said.text("MISSING: {who}: {why}", who=who, why=why)
    when = said.instant(one.at)
    if one.state is State.LATE:
        return said.text("LATE: {who} {when}, {why}", who=who, when=when, why=why)
    return said.text("Reached {who} {when}", who=who, when=when)


def _taken_back(kept: Kept, when: datetime, said: Language) -> str:
    return said.text(
        "Taken back {when} by {who}: {reason}",
        when=said.instant(when),
        who=kept.revoked_by or "-",
        reason=kept.revoked_reason or "-",
    )


def _piece(piece: Piece, said: Language) -> str:
    """One thing that was seen."""
    kind = {
        PieceKind.SENDER: said.text("sender"),
        PieceKind.POST: said.text("post"),
        PieceKind.TEXT: said.text("text"),
        PieceKind.TITLE: said.text("title"),
        PieceKind.DESCRIPTION: said.text("description"),
        PieceKind.MEDIA: said.text("media"),
        PieceKind.LINK: said.text("link"),
        PieceKind.ADDRESS: said.text("address"),
        PieceKind.BUTTON: said.text("button"),
    }[piece.kind]
    if piece.card is None:
        return f"{kind}: {piece.value}"
    return said.text("card {n}, {kind}: {value}", n=piece.card, kind=kind, value=piece.value)


def _level(level: ProofLevel, said: Language) -> str:
    return said.text("approved") if level is ProofLevel.APPROVED else said.text("seen")


def _action(event: Event, said: Language) -> str:
    """What became of it, for people."""
    return {
        "seen": said.text("seen"),
        "approved": said.text("approved"),
        "revoked": said.text("taken back"),
    }[event.action]
