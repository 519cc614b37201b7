"""Charts of the report: pictures made of a few numbers, each with the same numbers in words.

Every chart tells its values as text above its bars, and kinds by pattern, never by colour alone.
The alternative holds all that the picture shows, so that whoever does not see it misses nothing.
Drawing is imported on first use, for it takes half a second. It heeds no configuration of the
machine's and no font but the one that comes with it: equal values give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from worker.language import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

HOUR = timedelta(hours=1)
NOTHING = "–"
"""Stands where there is no figure; a bar of no height would say that it is 0."""
INK, GROUND = "#1a1a1a", "#ffffff"
LOOKS = (("#0b4a8f", ""), (GROUND, "////"))
"""A filling and a pattern for each kind of bar; both stand out from the ground by at least 3:1."""
_INCHES, _DOTS = (7.2, 3.4), 150
_STYLE = {"axes.edgecolor": INK, "axes.spines.top": False, "axes.spines.right": False,
          "hatch.color": INK, "hatch.linewidth": 1.0}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture and what it says."""

    png: bytes
    alternative: str
    """The whole of it in words, one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAtEnd:
    """A week's open findings."""

    week: str
    """Such as `2026-W47`."""
    open: int | None
    """None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredWithin:
    """How fast a week's questions were answered."""

    week: str
    half: timedelta | None
    """Half of the answers took no longer; None: nothing was answered."""
    nine_of_ten: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bars:
    """One kind of bar: a height and a text for each week."""

    name: str
    heights: tuple[float | None, ...]
    texts: tuple[str, ...]


def open_findings(weeks: Sequence[OpenAtEnd], said: Language) -> Chart:
    """Open findings at the end of each week, the earliest first.

    Raises:
        ValueError: no weeks.
    """
    title = said.text("Open findings at the end of each week")
    bars = _Bars(
        name=title,
        heights=tuple(one.open for one in weeks),
        texts=tuple(NOTHING if one.open is None else said.number(one.open) for one in weeks),
    )
    return _chart(title, said.text("Findings"), [one.week for one in weeks], [bars], said)


def answer_times(weeks: Sequence[AnsweredWithin], said: Language) -> Chart:
    """Within how long half of a week's questions were answered, and nine of ten.

    Raises:
        ValueError: no weeks.
    """
    kinds = (
        (said.text("Half were answered within"), [one.half for one in weeks]),
        (said.text("Nine of ten within"), [one.nine_of_ten for one in weeks]),
    )
    bars = [
        _Bars(
            name=name,
            heights=tuple(None if one is None else one / HOUR for one in spans),
            texts=tuple(NOTHING if one is None else said.duration(one) for one in spans),
        )
        for name, spans in kinds
    ]
    title = said.text("How fast questions were answered, by week")
    return _chart(title, said.text("Hours"), [one.week for one in weeks], bars, said)


def _chart(
    title: str, unit: str, weeks: Sequence[str], kinds: Sequence[_Bars], said: Language
) -> Chart:
    if not weeks:
        raise ValueError("A chart needs a week.")
    return Chart(
        png=_drawn(title, unit, weeks, kinds), alternative=_words(title, weeks, kinds, said)
    )


def _words(title: str, weeks: Sequence[str], kinds: Sequence[_Bars], said: Language) -> str:
    """All that the picture shows."""
    told = [
        "; ".join(
            f"{kind.name} {kind.texts[place]}" if len(kinds) > 1 else kind.texts[place]
            for kind in kinds
        )
        for place in range(len(weeks))
    ]
    values = ". ".join(f"{week}: {one}" for week, one in zip(weeks, told, strict=True))
    return said.text("Bar chart. {title}. {values}.", title=title, values=values)


def _drawn(title: str, unit: str, weeks: Sequence[str], kinds: Sequence[_Bars]) -> bytes:
    """The picture as PNG."""
    from matplotlib import get_data_path, style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"), size=10)
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=_INCHES, dpi=_DOTS, facecolor=GROUND, layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title, fontproperties=font, loc="left", color=INK)
        axes.set_ylabel(unit, fontproperties=font, color=INK)
        for place, kind in enumerate(kinds):
            _bars(axes, kind, place, len(kinds), font)
        _ticks(axes, weeks, font)
        if len(kinds) > 1:
            figure.legend(loc="outside lower left", ncols=len(kinds), prop=font, frameon=False)
        return _png(figure, FigureCanvasAgg)


def _bars(axes: Axes, kind: _Bars, place: int, of: int, font: FontProperties) -> None:
    """One kind of bar beside the others, each with its value above it."""
    filling, pattern = LOOKS[place]
    width = 0.8 / of
    at = [week - 0.4 + width * (place + 0.5) for week in range(len(kind.heights))]
    heights = [height or 0.0 for height in kind.heights]
    drawn = axes.bar(
        at, heights, width * 0.9, color=filling, edgecolor=INK, hatch=pattern, label=kind.name
    )
    axes.bar_label(drawn, labels=kind.texts, padding=3, fontproperties=font, color=INK)


def _ticks(axes: Axes, weeks: Sequence[str], font: FontProperties) -> None:
    """Weeks below, numbers from 0 on at the side, and room for the values above the bars."""
    axes.set_xticks(range(len(weeks)), weeks)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1] * 1.1))
    axes.locator_params(axis="y", integer=True)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)


def _png(figure: Figure, canvas: type) -> bytes:
    """The figure's bytes, without the name and version of what drew it."""
    made = io.BytesIO()
    canvas(figure)
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()
