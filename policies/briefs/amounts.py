"""A sum of money, as people write it in Swedish: `25 000 kr`, `25 tkr`, `1,5 mnkr`, `25.000:-`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from policies.briefs.answers import Understood
from policies.briefs.each import of_each
from policies.model import Money, Words

_CURRENCIES: Mapping[str, str] = {
    "kr": "SEK",
    "kronor": "SEK",
    "krona": "SEK",
    "sek": "SEK",
    ":-": "SEK",
    "tkr": "SEK",
    "mkr": "SEK",
    "mnkr": "SEK",
    "eur": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "usd": "USD",
    "dollar": "USD",
    "$": "USD",
}
_TIMES: Mapping[str, int] = {
    "tkr": 1_000,
    "tusen": 1_000,
    "k": 1_000,
    "mkr": 1_000_000,
    "mnkr": 1_000_000,
    "miljon": 1_000_000,
    "miljoner": 1_000_000,
}
_NUMBER = r"\d{1,3}(?:[ .'’]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?(?!\d)"
_UNIT = "|".join(re.escape(one) for one in sorted({*_CURRENCIES, *_TIMES}, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<before>€|\$|sek|eur)?\s?(?P<number>{_NUMBER})\s?"
    rf"(?P<units>(?:(?:{_UNIT})(?![a-zåäö])\s?)*)",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"(?<![a-zåäö])(ca|cirka|circa|ungefär|runt|omkring|max|min|minst|upp till)\b", re.I
)
NEAR = 40
"""Signs beside a sum in which "in all" says that it is the whole, and "a month" that it is not."""
_FURTHER = re.compile(r"[\n\d(,;]|\.\s+(?=[A-ZÅÄÖ])")
_RANGE = re.compile(r"\d\s?(?:[-–—]|till)\s?\d")
_TIMES_BEFORE = re.compile(
    r"(?:\w\s*[×*]|\d\s*x|\w\s+x|(?<!\w)(?:gånger|ggr|times))\s*$", re.IGNORECASE
)
_TIMES_AFTER = re.compile(
    r"\s*(?:(?:×|x(?![^\W\d_]))\s*\w|\*\s*\d|,?\s*(?:\w+\s+)?(?:gånger|ggr|times)(?!\w))",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(totalt|sammanlagt|total|summa|in all)\b[^\n\d]{0,20}$", re.IGNORECASE)
_UPPER = {"max", "upp till"}
CEILING = Decimal(10) ** 12
"""No budget is as large: what is larger is a slip, and more digits than sums are reckoned with."""


def read_budget(text: str) -> Understood[Money]:
    """The one sum that the text names, in major units; several are asked about, never added up.

    "At most" is what a budget is. "About" is none, nor is what each month may cost: they are asked
    back.
    """
    found = list(_sums(text))
    if not found:
        return Understood(ask=_NO_SUM if text.strip() else None)
    totals = [one for one in found if _ALL.search(one.before)]
    ask = _unclear(text, totals or found, is_whole=bool(totals))
    return Understood(ask=ask) if ask else Understood(value=(totals or found)[0].money)


def _unclear(text: str, sums: Sequence[_Sum], *, is_whole: bool) -> Words | None:
    """Why these are not one sum that is the budget; None: they are.

    `is_whole`: each is said to be the sum of all.
    """
    if len({one.money for one in sums}) > 1:
        return _SEVERAL
    if sums[0].money.amount > CEILING:
        return _TOO_LARGE
    if any(one.is_multiplied for one in sums):
        return _TIMES_SO_MANY
    if any(of_each(one.after) for one in sums) if is_whole else of_each(text):
        return _EACH
    rough = _ROUGHLY.search(text)
    if _RANGE.search(text) or (rough and rough[1].lower() not in _UPPER):
        return _ROUGH
    return None if sums[0].money.currency else _WHICH_CURRENCY


_NO_SUM = Words("What is the budget? Write one sum with its currency, such as 25 000 kr.")
_SEVERAL = Words("The brief names several sums. What is the whole budget, as one sum?")
_ROUGH = Words("The budget is only given roughly. What is the sum that must not be exceeded?")
_EACH = Words(
    "The budget is told per period, channel or piece. What is the whole budget, as one sum?"
)
_TOO_LARGE = Words("The budget is larger than any can be. What is the sum?")
_TIMES_SO_MANY = Words(
    "The budget is told as a sum times a number. What is the whole budget, as one sum?"
)
_WHICH_CURRENCY = Words("In which currency is the budget?")


class _Sum(NamedTuple):
    """A sum, and what its own line says of it."""

    money: Money
    before: str
    after: str
    """Up to the next number, part of the sentence, or sentence."""
    is_multiplied: bool
    """`2 x` stands before it, or `två gånger` behind it."""


def _sums(text: str) -> Iterator[_Sum]:
    """Each sum. Numbers without a unit count where none has one."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    matches = [one for one in _AMOUNT.finditer(plain) if _is_a_sum(one)]
    with_unit = [one for one in matches if one["units"] or one["before"]]
    for match in with_unit or matches:
        before = plain[max(0, match.start() - NEAR) : match.start()].rpartition("\n")[2]
        after = plain[match.end() : match.end() + NEAR].partition("\n")[0]
        times = bool(_TIMES_BEFORE.search(before) or _TIMES_AFTER.match(after))
        yield _Sum(_money(match), before, _FURTHER.split(after, 1)[0], times)


def _is_a_sum(match: re.Match[str]) -> bool:
    """Not the year, the day or the share that also stands there."""
    after = match.string[match.end() : match.end() + 1]
    return after not in {"%", "/", "-"} or bool(match["units"])


def _money(match: re.Match[str]) -> Money:
    """The sum; its currency is empty where none is told."""
    units = re.findall(_UNIT, match["units"], re.IGNORECASE)
    units = [one.lower() for one in (match["before"] or "", *units) if one]
    number = min(Decimal(_digits(match["number"])), CEILING + 1)  # more digits, no other answer
    for one in units:
        number *= _TIMES.get(one, 1)
    currencies = {_CURRENCIES[one] for one in units if one in _CURRENCIES}
    return Money(amount=number.normalize() + 0, currency="".join(sorted(currencies)))


def _digits(written: str) -> str:
    """A number as Python reads it: groups of three are joined, a comma is the decimal point."""
    grouped = re.fullmatch(r"\d{1,3}(?:[ .'’]\d{3})+(?:,\d{1,2})?", written)
    if grouped:
        whole, _, rest = written.partition(",")
        return re.sub(r"\D", "", whole) + ("." + rest if rest else "")
    return written.replace(",", ".")
