"""The form that departments fill: the routine's own questions, in Swedish."""

from __future__ import annotations

from policies.briefs.answers import Part
from policies.briefs.form import LABELS

_FIVE = (Part.TOPIC, Part.DATES, Part.BUDGET, Part.AUDIENCE, Part.EDITORS)
_HINTS = {
    Part.DATES: "första och sista dagen, till exempel 2027-03-01 till 2027-04-15",
    Part.BUDGET: "en summa, till exempel 25 000 kr",
    Part.EDITORS: "förnamn och e-postadress för var och en",
    Part.ACCESSIBILITY: "ja eller nej",
    Part.CAMPAIGNS: "som i annonsverktyget, ett på varje rad; * står för vad som helst",
}
_FURTHER = (
    Part.ACCESSIBILITY,
    Part.DEPARTMENT,
    Part.AGENCY,
    Part.ACCOUNTS,
    Part.CAMPAIGNS,
    Part.POSTS,
    Part.PLACES,
    Part.LANGUAGES,
)


def blank() -> str:
    """The empty form; filled, `read_mail` understands it."""
    lines = ["BRIEF FÖR ANNONSERING I STADSGEMENSAMMA SOCIALA MEDIER", ""]
    for number, part in enumerate(_FIVE, start=1):
        lines += [f"{number}. {_question(part)}:", ""]
    lines += [f"{_question(part)}:" for part in _FURTHER]
    return "\n".join(lines) + "\n"


def _question(part: Part) -> str:
    """A question with its hint."""
    label = LABELS[part][0].capitalize()
    return f"{label} ({_HINTS[part]})" if part in _HINTS else label
