"""A mail taken apart into questions and answers: quoting, wrapped lines and greetings put aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from policies.briefs.answers import Part
from policies.briefs.each import of_each

LABELS: Mapping[Part, tuple[str, ...]] = {
    Part.TOPIC: (
        "vad annonseringen handlar om i breda drag",
        "vad annonseringen handlar om",
        "vad handlar annonseringen om i breda drag",
        "vad handlar annonseringen om",
        "vad kampanjen handlar om",
        "vad handlar kampanjen om",
        "vad handlar det om",
        "ämne för annonseringen",
        "kampanjens innehåll",
        "innehåll",
        "syfte",
        "tema",
        "topic",
    ),
    Part.DATES: (
        "mellan vilka datum som annonsering körs",
        "mellan vilka datum annonseringen körs",
        "mellan vilka datum",
        "vilka datum",
        "annonseringsperiod",
        "kampanjperiod",
        "period",
        "datum",
        "tidsperiod",
        "när",
        "dates",
    ),
    Part.BUDGET: (
        "vad annonseringen har för budget",
        "vad har annonseringen för budget",
        "vilken budget",
        "mediebudget",
        "annonsbudget",
        "budget",
    ),
    Part.AUDIENCE: (
        "vilken målgrupp kommer annonserna riktas till",
        "vilken målgrupp annonserna riktas till",
        "vilken målgrupp",
        "målgrupper",
        "målgrupp",
        "audience",
    ),
    Part.PLACES: ("orter", "ort", "platser", "områden", "geografi", "geografiskt område", "places"),
    Part.LANGUAGES: ("språk", "languages"),
    Part.EDITORS: (
        "vem eller vilka från förvaltningen/bolaget behöver redaktörsbehörighet för att svara på"
        " frågor",
        "vem eller vilka behöver redaktörsbehörighet",
        "vilka behöver redaktörsbehörighet",
        "vem behöver redaktörsbehörighet",
        "redaktörsbehörighet",
        "redaktörer",
        "redaktör",
        "vem svarar på frågor",
        "vem svarar",
        "editors",
    ),
    Part.ACCESSIBILITY: (
        "ingår tillgänglighetsanpassning i beställningen",
        "tillgänglighetsanpassning",
        "tillgänglighet",
        "accessibility",
    ),
    Part.DEPARTMENT: (
        "förvaltning eller bolag",
        "förvaltning/bolag",
        "förvaltning",
        "bolag",
        "avsändare",
        "department",
    ),
    Part.AGENCY: ("byrå", "mediebyrå", "avropad byrå", "agency"),
    Part.ACCOUNTS: ("annonskonton", "annonskonto", "ad accounts"),
    Part.POSTS: ("inlägg", "posts"),
    Part.CAMPAIGNS: (
        "kampanjens namn eller id",
        "kampanjnamn",
        "kampanj-id",
        "kampanjer i annonsverktyget",
        "kampanjer",
        "campaigns",
    ),
}
"""How each question is written; the first is the routine's own."""
_BY_LENGTH = sorted(
    ((label, part) for part, labels in LABELS.items() for label in labels),
    key=lambda one: -len(one[0]),
)
_QUOTE = re.compile(r"^(?:[ \t]*[>|])+[ \t]?")
_BULLET = re.compile(r"^[ \t]*(?:[-–—•*·▪○]|\(?\d{1,2}[.)]|[a-h][.)])[ \t]*", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_#`]+")
_HEADER = re.compile(
    r"^(från|skickat|till|kopia|ämne|datum|from|sent|to|cc|subject|date)\s*:", re.IGNORECASE
)
_ENDS = re.compile(
    r"^(--\s*$|_{5,}|-{5,}|(med )?(vänlig|vänliga|bästa|varma) hälsning|hälsningar\b|mvh\b|vh\b|"
    r"tack på förhand|skickat från min|sent from my)",
    re.IGNORECASE,
)

_HEADING = re.compile(r"^[A-ZÅÄÖ][^:@]{0,40}:$")
"""A question that we do not know, alone on its line."""


def taken_apart(text: str) -> Mapping[Part, tuple[str, ...]]:
    """Each part's answers, as they are written, in the order in which they stand.

    A question begins a line, with or without a number or a sign before it. Its answer stands
    behind it, or in the lines below, until the next question or the greeting at the end.
    """
    answers: dict[Part, list[list[str]]] = {}
    part: Part | None = None
    for line in _lines(text):
        found = _question(line)
        if found is not None:
            part, rest = found
            answers.setdefault(part, []).append([rest] if rest else [])
        elif _ENDS.match(line.strip()) or _HEADING.match(line.strip()):
            part = None
        elif part is not None:
            answers[part][-1].append(line.strip())
    return {
        one: tuple(said for lines in given if (said := "\n".join(lines).strip()))
        for one, given in answers.items()
    }


def _lines(text: str) -> Iterator[str]:
    """The lines without quoting signs and heads of forwarded mails; one kind of space."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u202f", " ")
    lines = [_QUOTE.sub("", line) for line in plain.splitlines()]
    for number, line in enumerate(lines):
        if not (_HEADER.match(line.strip()) and _in_a_head(lines, number)):
            yield line


def _in_a_head(lines: list[str], number: int) -> bool:
    """Whether a line stands among others that can only be the head of a mail."""
    around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    return any(_HEADER.match(one.strip()) for one in around)


def _question(line: str) -> tuple[Part, str] | None:
    """The part that this line asks for, and what stands behind the question."""
    bare = _BULLET.sub("", _MARKS.sub("", line)).strip()
    folded = bare.casefold()
    for label, part in _BY_LENGTH:
        if folded.startswith(label):
            rest = _behind(bare[len(label) :])
            if rest is not None:
                return part, _with_its_share(part, bare[len(label) :], rest)
    return None


def _with_its_share(part: Part, line: str, answer: str) -> str:
    """The answer; of a budget with "per month" where that stands in the question."""
    asked = line[: len(line) - len(answer)]
    return line.strip() if part is Part.BUDGET and of_each(asked) else answer


def _behind(rest: str) -> str | None:
    """The answer behind a question; None: the words only begin a sentence.

    "Budget: 5 000 kr", "Budget – 5 000 kr", "Budget (exkl. moms): …", "Vilken budget? …", or the
    question alone on its line.
    """
    match = re.match(r"\s*(?:\([^)]*\))?\s*(?:[:?：]+|[-–—]\s|\t|\.?\s*$)\s*", rest)
    if match is None:
        far = re.match(r"[^:?.\d]{0,80}[:?]\s*", rest)
        return rest[far.end() :].strip() if far and rest[:1] in " (,/" else None
    return rest[match.end() :].lstrip(" :?–—-")
