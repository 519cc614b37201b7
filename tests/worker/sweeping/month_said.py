"""What people write in a simulated month, with the verdict that each text must get.

The verdicts are set by hand from the rulebook's words on triage (C12, C15): what needs no answer is
nothing but a tag, a cheer or emoji; everything else does.
"""

from __future__ import annotations

from typing import NamedTuple

from policies.model import Tag


class Line(NamedTuple):
    """A text as somebody may write it."""

    text: str | None
    needs: bool
    """Whether it wants an answer."""
    flags: frozenset[str] = frozenset()
    """Why a person should look at it."""
    tags: tuple[Tag, ...] = ()
    attachment: str | None = None


QUESTIONS = (
    Line("När öppnar anmälan?", needs=True),
    Line("Varför plogar ni aldrig hos oss", needs=True),
    Line("Det fungerar inte", needs=True),
    Line("Toppen, men när öppnar det?", needs=True),
    Line("Är det gratis", needs=True),
    Line("Vad kostar det", needs=True),
    Line("När öppnar ni 👏", needs=True),
    Line("👎", needs=True),
    Line("Skämmes ta mej tusan", needs=True),
    Line("¿Cuándo abre?", needs=True),
    Line(None, needs=True, attachment="photo"),
)
CHEERS = (
    Line("Så fint!", needs=False),
    Line("Tack!", needs=False),
    Line("Toppen 👏", needs=False),
    Line("Love it", needs=False),
    Line("❤️", needs=False),
    Line(None, needs=False, attachment="sticker"),
    Line("Tuva Myrmalm", needs=False, tags=(Tag(name="Tuva Myrmalm", offset=0, length=12),)),
)
FOUL = (
    Line("Mitt nummer är 811218-9876", needs=True, flags=frozenset({"personal-id"})),
    Line("Toppen, din knölgubbe", needs=True, flags=frozenset({"slur"})),
)
SLURS = ("knölgubbe",)
"""Words that the simulated city lists in its configuration."""
ANSWERS = (
    Line("På måndag. /Anna", needs=False),
    Line("Hej! Den öppnar den 3 mars.\nBo", needs=False),
    Line("Tack för att du hör av dig", needs=False),
)
EVERYTHING = QUESTIONS + CHEERS + FOUL
