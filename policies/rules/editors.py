"""C3: those who answer have their role on the Page or organisation while they need it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.briefs.matching import Registered
from policies.editors import Edited, EditorRule, Phase
from policies.model import Platform, Words
from policies.rule import Pass, Said, Severity, Subject, Unknown


def editors_have_their_role(facts: Edited) -> Iterator[Said]:
    """A brief's editors may answer for the city from its first day to its last, and not after.

    No platform tells whose role it is in a way that proves it: LinkedIn names people by a number
    that may not be kept, Meta by their names. So it is unknown from the first day on until somebody
    attests that the editors have their role, and unknown again for 30 days after the last day until
    somebody attests that they have lost it.
    """
    for one in facts.briefs():
        yield from _judge(one, facts.phase(one), known=one.id in facts.known)


def _judge(one: Registered, phase: Phase, *, known: bool) -> Iterator[Said]:
    """What is to be said of one brief."""
    about = Subject(kind="brief", id=one.id, name=one.brief.topic or "")
    if phase is Phase.UNTOLD or not one.brief.editors:
        if known:
            yield Unknown(subject=about, because=_UNTOLD, evidence={"phase": str(phase)})
    elif phase is Phase.END or (phase is Phase.START and not one.closed):
        yield Unknown(
            subject=about,
            because=_because(one, phase),
            evidence={"phase": str(phase)},
            attest=_tied_to(one, phase),
        )
    elif known:
        yield Pass(subject=about, evidence={"phase": str(phase), "closed": one.closed})


def _because(one: Registered, phase: Phase) -> Words:
    """What a person must look up."""
    who = ", ".join(dict.fromkeys(editor.first_name for editor in one.brief.editors))
    if phase is Phase.START:
        return Words(
            "The platform does not tell whether {who} may answer on the Page or organisation. Look "
            "it up there, and attest it.",
            {"who": who},
        )
    return Words(
        "The platform does not tell whether {who} still may answer on the Page or organisation, "
        "though the brief has ended. Look it up there, take the role away, and attest it.",
        {"who": who},
    )


def _tied_to(one: Registered, phase: Phase) -> str:
    """What an attestation speaks of: these people, at the start or at the end."""
    people = sorted({editor.mail or editor.first_name for editor in one.brief.editors})
    return f"{phase} {' '.join(people)}"


_UNTOLD = Words("The brief no longer tells who its editors are, or when it starts and ends.")
EDITOR = EditorRule(
    id="access.editor",
    clause="C3",
    severity=Severity.INFO,
    about="brief",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=editors_have_their_role,
    by_register=True,
)
