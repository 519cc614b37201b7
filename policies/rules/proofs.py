"""C2: SLK sees the proof of a finished ad before it is published, and that is what then runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from policies.delivery import Family
from policies.later import Later
from policies.model import Creative, Platform, Unread, Words
from policies.model.proofs import Proof
from policies.proofs import (
    Difference,
    changed,
    differences,
    doubt,
    evidence,
    kinds,
    only_absent,
    shown_by,
    side_by_side,
    told_of,
)
from policies.register import Register
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Unknown,
    said_of_ads,
)


def proof_was_seen(facts: Facts) -> Iterator[Said]:
    """SLK has seen the proof of every ad that can be shown.

    A proof counts for the ad or creative that it was registered for, and for every other ad that
    shows exactly the same: sender, text, title, description, picture or film, link, button, and
    each card. Whether the ad still shows what was seen is the other rule's matter.

    Tags for campaign statistics in links are no content. Only ads that can be shown are judged.
    What could not be read of an ad is unknown, never seen.
    """
    yield from _judged(facts, _seen)


def proof_is_as_seen(facts: Facts) -> Iterator[Said]:
    """Every ad that can be shown shows what was seen in its proof.

    The newest proof of the ad counts, or else of its creative; any other proof that shows the same
    will do too. Old and new stand side by side in the finding. What a platform does to an ad by
    itself, such as texts that it generates, is not looked at.

    Something that is only missing, in the creative that was seen, may not have been told: unknown.
    An ad without any proof is the other rule's matter.
    """
    yield from _judged(facts, _as_seen)


def _judged(facts: Facts, judge: Callable[[Register, Family], Said | None]) -> Iterator[Said]:
    """Each ad that can run."""
    register = facts.register or Register()
    yield from said_of_ads(facts, partial(judge, register))


def _seen(register: Register, family: Family) -> Said:
    """Whether any proof is there."""
    about, link = family.about, family.ad.link
    if (own := register.seen.of(family.ad)) is not None:
        return Pass(subject=about, evidence=_later(own, family))
    told = told_of(family)
    if (why := doubt(family)) is not None:
        return Unknown(subject=about, because=why, link=link, told=told)
    if (same := register.seen.covering(shown_by(family))) is not None:
        return Pass(subject=about, evidence=_later(same, family), told=told)
    message = Words("Nobody at SLK is registered as having seen the proof of this ad.")
    return Breach(subject=about, message=message, link=link, told=told)


def _as_seen(register: Register, family: Family) -> Said | None:
    """Whether what is shown is what was seen; None: there is nothing to hold it against."""
    proofs = register.seen
    about, link, why = family.about, family.ad.link, doubt(family)
    creative, own = family.ad.creative, proofs.of(family.ad)
    if isinstance(creative, Unread) or own is None:
        nameless = isinstance(creative, Unread) or not creative.id
        return (
            Unknown(subject=about, because=why, link=link) if why and nameless and proofs else None
        )
    told = told_of(family, f" against proof {own.id}")
    shown = shown_by(family)
    # Mostly it is just what was seen, and then nothing has to be printed.
    same = own if shown == own.shown else proofs.covering(shown)
    if same is not None and why is None:
        return Pass(subject=about, evidence=_later(same, family), told=told)
    found = differences(own.shown, shown)
    why = why if same is not None else _left_out(found, creative, own, why)
    read = {**evidence(own, family), "differences": side_by_side(found)}
    if why is not None:
        return Unknown(subject=about, because=why, evidence=read, link=link, told=told)
    message = changed(found, register.day(own.at))
    return Breach(subject=about, message=message, evidence=read, link=link, told=told)


def _later(proof: Proof, family: Family) -> Later:
    """The evidence of a pass."""
    return Later(partial(evidence, proof, family))


def _left_out(
    found: Sequence[Difference], creative: Creative, own: Proof, why: Words | None
) -> Words | None:
    """Why what differs may be no change; None: it is one."""
    if not own.shown:
        return why or Words(
            "The ad differs from its proof, but what was seen then is erased by now. See it anew."
        )
    if not only_absent(found):
        return None
    if why is None and creative.id == own.creative_id:
        return Words(
            "Of what was seen, this was not told this time: {kinds}.", {"kinds": kinds(found)}
        )
    return why


_ON = (Platform.META, Platform.LINKEDIN)
MISSING = Rule(
    id="proof.missing",
    clause="C2",
    severity=Severity.WARN,
    about="ad",
    platforms=_ON,
    check=proof_was_seen,
    by_register=True,
    remedy=Words(
        "Look at the ad. If it may be shown as it is: annonsvakt proof seen ID --by NAME. If not, "
        "pause it."
    ),
)
CHANGED = Rule(
    id="proof.changed",
    clause="C2",
    severity=Severity.WARN,
    about="ad",
    platforms=_ON,
    check=proof_is_as_seen,
    by_register=True,
    remedy=Words(
        "Look at the ad as it is now. If it may be shown so: annonsvakt proof seen ID --by NAME. "
        "If not, have it changed back, or pause it."
    ),
)
