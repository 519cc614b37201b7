"""Words that make a sum one of several: of a day, a month, a channel."""

from __future__ import annotations

import re

_SPAN = (
    r"(?:dag|dygn|vecka|v|mån|månad|kvartal|halvår|år|kanal|plattform|konto|annons|inlägg|kampanj|"
    r"person|styck|st|day|week|month|year|channel)(?!\w)"
)
_EACH = re.compile(
    # Written small, or before such a word: Per is also a name.
    rf"(?<!\w)(?:(?-i:per)(?!\w)|per\s+{_SPAN}|(?:a|an)\s+{_SPAN}|[àá]\s+\d)|/[ \t]?{_SPAN}"
    r"|(?<!\w)(?:varje|vardera|styck|each|every|daily|weekly|monthly)(?!\w)"
    r"|(?<!\w)(?:i\s+(?:veckan|månaden|kvartalet|halvåret)|om\s+(?:dagen|året))(?!\w)"
    r"|(?<!\w)(?:daglig|dags?budget|vecko(?:vis|budget)|månads(?:vis|budget))",
    re.IGNORECASE,
)


def of_each(text: str) -> bool:
    """Whether a text tells of each day, month, channel or the like."""
    return _EACH.search(text) is not None
