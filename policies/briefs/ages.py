"""Ages in the words for an audience, told from distances, sums, days and hours beside them."""

from __future__ import annotations

import re

_UNITS = (
    r"%|(?:km|kilomet\w+|m|met(?:er|res?)|mil|miles?|kvm|kr|kron\w+|sek|tkr|eur|euro|procent|"
    r"min|minut(?:er)?|minutes?|tim|tim(?:me|mar)|hours?|h|dag(?:ar)?|days?|dygn|veck(?:a|or)|weeks?|"
    r"mån|månad(?:er)?|months?|st|stycken|personer|invånare|hushåll|anställda|barn|grader|gånger|"
    r"jan|januar[iy]|feb|februar[iy]|mars|march|apr|april|maj|may|jun|jun[ie]|jul|jul[iy]|aug|"
    r"augusti?|sept?|september|okt|o[kc]tober|oct|nov|november|dec|december)(?!\w)"
)
_OTHERWISE = rf"[-–.,:/]\d|\s\d{{3}}(?!\d)|\s*(?:{_UNITS})"
"""What follows a number that is no age."""
_AGE = rf"(?!\d|{_OTHERWISE})"
_YEARS = r"(?:\s*(?:år|years)(?!\w))?"
_UP_TO = r"till och med|t\.?\s?o\.?\s?m\.?|upp till|up to"
_RANGE = re.compile(
    rf"(?P<hour>(?<!\w)(?:kl\.?|klockan)\s*)?(?<!\d)(?<!\d[-–.,:/])(?P<first>\d{{1,4}}){_YEARS}\s*"
    rf"(?:[-–—]|{_UP_TO}|till|to|och)\s*(?P<last>\d{{1,4}})(?!\d)(?P<other>{_OTHERWISE})?",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?<!\w)(?:från|över|fyllda|over|minst)\s+(\d{{2}}){_AGE}"
    r"|(?<!\d)(\d{2})\s*(?:\+|år och (?:äldre|uppåt))",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?<!\w)(?:(?P<less>under|yngre än|below)|{_UP_TO}|till|högst|max|maximalt)\s+"
    rf"(?P<age>\d{{2,3}}){_AGE}",
    re.IGNORECASE,
)


def bounds(text: str) -> tuple[int | None, int | None]:
    """The youngest and the oldest, where there is one way to read them."""
    ranges = [found for found in _RANGE.finditer(text) if _of_ages(found)]
    rest = _RANGE.sub(" ", text)
    above, below = _FROM.findall(rest), list(_TO.finditer(rest))
    if len(ranges) == 1 and not above and not below:
        return _in_order(int(ranges[0]["first"]), int(ranges[0]["last"]))
    if len(above) == 1 and len(below) <= 1 and not ranges:
        youngest = int(above[0][0] or above[0][1])
        return _in_order(youngest, _last(below[0])) if below else (youngest, None)
    return None, None


def _of_ages(found: re.Match[str]) -> bool:
    """Whether a range is one of ages, and not of hours, days, distances or sums."""
    first, last = found["first"], found["last"]
    return not (found["hour"] or found["other"]) and len(first) == 2 and len(last) in {2, 3}  # noqa: PLR2004 digits


def _in_order(youngest: int, oldest: int) -> tuple[int | None, int | None]:
    """Both, unless they are the wrong way round."""
    return (youngest, oldest) if youngest <= oldest else (None, None)


def _last(found: re.Match[str]) -> int:
    """The oldest: who is under 30 is 29 at most. "Over 18" begins with the day on which one is."""
    return int(found["age"]) - bool(found["less"])
