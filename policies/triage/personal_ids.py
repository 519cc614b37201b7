"""Swedish personal identity and coordination numbers, told from phone and order numbers.

YYMMDD-NNNC or YYYYMMDD-NNNC, with `+` from the year in which one turns 100; a coordination number
adds 60 to the day; C is a check digit by the Luhn method over the ten digits (folkbokföringslagen
1991:481, 18 §; lag 2022:1697 om samordningsnummer).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_LONG = r"(?P<century>18|19|20)(?P<y>\d\d)[-./ ]?(?P<m>\d\d)[-./ ]?(?P<d>\d\d)"
_SURE = r"[-+‐‑–—−_]{1,2}"
"""Signs between date and last digits that nothing but a personal number has there."""
_BETWEEN = rf"\)?\s?(?:(?P<sure>{_SURE})|[./:]?)\s?"
_LAST = r"(?P<last>\d{4}|\d\d \d\d)(?!\d)"
_PAIRS = r"(?<![\d-])(?P<y>\d\d)(?P<apart>[{}])(?P<m>\d\d)(?P=apart)(?P<d>\d\d)"
_PATTERNS = (
    re.compile(rf"(?<!\d){_LONG}{_BETWEEN}{_LAST}"),
    re.compile(rf"(?<!\d)(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d){_BETWEEN}{_LAST}"),
    re.compile(rf"{_PAIRS.format('-./ ')}\s?(?P<sure>{_SURE})\s?{_LAST}"),
    re.compile(rf"{_PAIRS.format('- ')} ?(?P<last>\d{{4}})(?!\d)"),
)
_ONE_BY_ONE = re.compile(rf"(?<!\d)\d(?: \d){{5,7}} ?(?:{_SURE})? ?\d(?: \d){{3}}(?!\d)")
_COORDINATION = 60
_BEFORE = re.compile(r"(\w+)\W{0,3}$")
_MONEY = re.compile(r"\s?(?:kr|kronor|sek|eur|euro|dollar)\b|\s?(?:[€$£%]|:-)")
_ABROAD = re.compile(r"(?:\+|00)46[ -]?$")
_MOBILE = re.compile(r"070\d{7}")
_SAYS_SO = re.compile(r"pers(?:on)?[ .]{0,2}n(?:umme)?r|pnr|samordningsn|f[öo]dd")


def holds_personal_id(folded: str, not_personal: frozenset[str]) -> bool:
    """Whether a valid number stands in the text.

    `not_personal`: words before bare digits that make them another kind of number.
    """
    text = "".join(_ascii_digit(sign) for sign in folded)
    text = _ONE_BY_ONE.sub(lambda found: found[0].replace(" ", ""), text)
    return any(
        _valid(found) and not _another_number(text, found, not_personal)
        for pattern in _PATTERNS
        for found in pattern.finditer(text)
    )


def _ascii_digit(sign: str) -> str:
    """A decimal digit of any script as 0 to 9; other signs as they are."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _valid(found: re.Match[str]) -> bool:
    """Whether date and check digit are right."""
    year, month, day = found["y"], found["m"], found["d"]
    century = found.groupdict().get("century")
    if not _luhn(f"{year}{month}{day}{found['last'].replace(' ', '')}"):
        return False
    day_of_birth = int(day) % _COORDINATION if int(day) > _COORDINATION else int(day)
    centuries = (century,) if century else ("19", "20")
    return any(_exists(int(c + year), int(month), day_of_birth) for c in centuries)


def _exists(year: int, month: int, day: int) -> bool:
    """Whether there was such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    """Whether the check digit fits: every other digit doubled, digits added, a multiple of ten."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _another_number(text: str, found: re.Match[str], not_personal: frozenset[str]) -> bool:
    """Whether bare digits are called something else, are money, or look like a mobile number."""
    before = text[max(0, found.start() - 40) : found.start()]
    if found.groupdict().get("sure") or _SAYS_SO.search(before):
        return False
    if _MONEY.match(text, found.end()):
        return True
    word = _BEFORE.search(before)
    if (word and word[1] in not_personal) or _ABROAD.search(before):
        return True
    return bool(_MOBILE.fullmatch(found[0])) and not _SAYS_SO.search(text)
