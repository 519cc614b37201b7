"""An earlier week's figures, for comparison: as its report told them, or counted from history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a week that is over."""

    label: str
    """Such as `2026-W46`."""
    whole: bool
    """Whether everything was read, and lately at its end; if not, nobody knows what stood open."""
    numbers: Mapping[str, int]
    """Of findings, as `Findings.numbers` gives them."""
    arrived: int
    waiting: int
    overdue: int
    share: float | None
    """Answered in time, 0 to 1; None: nothing that can be told."""
    median: timedelta | None
    percentile_90: timedelta | None
    sent: bool = False
    """Whether these are the numbers of a report that was sent."""

    @property
    def open(self) -> int | None:
        """Open findings at its end; None: not known."""
        return self.numbers["open_now"] if self.whole else None

    @property
    def unknown(self) -> int | None:
        """What nobody could tell at its end; None: not even that is known."""
        return self.numbers["unknown"] if self.whole else None

    @property
    def left(self) -> int:
        """Open or muted at its end."""
        return self.numbers["open_now"] + self.numbers["muted_now"]
