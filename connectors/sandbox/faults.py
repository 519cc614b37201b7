"""What goes wrong on request: seeded rates of bad answers, and named toggles.

A spec reads `null=0.05,throttle=0.05,transient=0.05,html=0.02,drop=0.01,slow=0.1,cut=0.01,seed=7`.
Which request meets which fault depends on the seed, the request itself and how often that request
has been made; never on the order in which threads arrive.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from random import Random
from typing import Any

from policies.model import Words

RATES = ("null", "throttle", "transient", "html", "drop", "slow", "cut")
"""null: a batch item without answer; throttle: told to wait; transient: a temporary error of the
platform; html: a 502 page where JSON belongs; drop: the work is done and the connection closed
without an answer; slow: an answer that takes `SLOW` seconds; cut: the connection closed and nothing
done."""
SLOW = 1.0
"""Seconds that a slow answer takes."""


class FaultySpec(ValueError):
    """A spec of faults that cannot be understood; its words say what is wrong."""

    def __init__(self, words: Words) -> None:
        """`words`: what is wrong, and what would not be."""
        super().__init__(words.english())
        self.words = words


def parse(spec: str) -> tuple[dict[str, float], int | None]:
    """The rates of a spec and its seed, if it names one.

    Raises:
        FaultySpec: an unknown name, or a rate that is no number from 0 to 1.
    """
    rates: dict[str, float] = {}
    seed = None
    for part in filter(None, (part.strip() for part in spec.split(","))):
        name, _, text = part.partition("=")
        if name == "seed" and text.isdigit():
            seed = int(text)
            continue
        if name not in RATES:
            told = {"part": part, "known": ", ".join(RATES)}
            raise FaultySpec(Words("{part}: known faults are {known} and seed", told))
        rates[name] = _rate(part, text)
    return rates, seed


def _rate(part: str, text: str) -> float:
    """A number from 0 to 1."""
    wrong = FaultySpec(Words("{part}: a rate is a number from 0 to 1", {"part": part}))
    try:
        rate = float(text)
    except ValueError:
        raise wrong from None
    if not 0 <= rate <= 1:
        raise wrong
    return rate


class Faults:
    """The faults in force. Rates and toggles may be changed while the sandbox serves."""

    def __init__(self, spec: str = "", *, seed: int = 1) -> None:
        """`spec` as above; its own `seed=` goes before the argument."""
        self._lock = threading.Lock()
        self._seen: Counter[str] = Counter()
        self._seed = seed
        self.rates: dict[str, float] = {}
        self.toggles: dict[str, Any] = {}
        self.set_rates(spec)

    def set_rates(self, spec: str) -> None:
        """Replace all rates, and forget how often each request was made.

        Raises:
            FaultySpec: see `parse`.
        """
        rates, seed = parse(spec)
        with self._lock:
            self.rates = rates
            self._seed = self._seed if seed is None else seed
            self._seen.clear()

    def set_toggles(self, toggles: Mapping[str, Any], known: Collection[str]) -> None:
        """Set toggles; a false value switches one off.

        Raises:
            FaultySpec: a name that is not among `known`.
        """
        if unknown := sorted(set(toggles) - set(known)):
            raise FaultySpec(Words("no such toggle: {names}", {"names": ", ".join(unknown)}))
        kept = {**self.toggles, **toggles}
        self.toggles = {name: value for name, value in kept.items() if value}

    def toggle(self, name: str) -> Any:
        """The value of a toggle; None when it is off."""
        return self.toggles.get(name)

    def names(self, name: str, one: str) -> bool:
        """Whether the list-valued toggle `name` holds `one`."""
        return one in (self.toggles.get(name) or ())

    def draw(self, key: str, kinds: Collection[str]) -> str | None:
        """Which fault of `kinds` hits this making of the request `key`, if any.

        `key` tells requests apart: method, path and whatever else names its object.
        """
        rates = [(kind, rate) for kind in kinds if (rate := self.rates.get(kind))]
        if not rates:
            return None
        place = self._throw(f"{key}|{'+'.join(kinds)}").random()
        for kind, rate in rates:
            if place < rate:
                return kind
            place -= rate
        return None

    def coin(self, key: str) -> bool:
        """An even throw for this making of `key`: did a lost write take effect all the same?"""
        return self._throw(f"{key}|coin").random() < 0.5  # noqa: PLR2004 (an even throw)

    def _throw(self, key: str) -> Random:
        with self._lock:
            self._seen[key] += 1
            nth = self._seen[key]
        return Random(f"{self._seed}|{nth}|{key}")  # noqa: S311 (reproducible on purpose)
