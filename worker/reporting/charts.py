"""Charts of the report: pictures made of a few numbers, each with the same numbers in words.

Every chart tells its values as text above its bars, and kinds by pattern, never by colour alone.
The alternative holds all that the picture shows, so that whoever does not see it misses nothing.
Drawing is imported on first use, for it takes a second. It heeds no configuration of the machine's
and no font but the one that comes with it: equal values give equal bytes. It is large on a phone
too: letters are a fortieth of the picture's width.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from worker.language import Language
from worker.logs import log, log_failure

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
_INCHES, _DOTS = (4.8, 2.8), 200
_TENTHS_BELOW = 10
"""Hours above a bar have a decimal below this many; the table beside the chart has the minutes."""
_DRAWING = Lock()
"""A style is the whole process's while something is drawn."""
_STYLE = {"axes.edgecolor": INK, "axes.spines.top": False, "axes.spines.right": False,
          "hatch.color": INK, "hatch.linewidth": 1.0}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture and what it says."""

    name: str
    """Of its file, such as `answer-times`."""
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
    """What stands above the bars."""
    words: tuple[str, ...]
    """The same for who hears it."""


def tried(draw: Callable[[], Chart]) -> tuple[Chart, ...]:
    """The chart; none where drawing is not installed or fails, for its numbers stand in a table.

    No report is held up by a picture.
    """
    try:
        return (draw(),)
    except ImportError as error:
        log("report.without-charts", because=str(error))
    except Exception as error:  # noqa: BLE001 a library that draws reads fonts, folders and more
        log_failure("report.chart-failed", error)
    return ()


def open_findings(weeks: Sequence[OpenAtEnd], said: Language) -> Chart:
    """Open findings at the end of each week, the earliest first.

    Raises:
        ValueError: no weeks.
    """
    title = said.text("Open findings at the end of each week")
    told = [None if one.open is None else said.number(one.open) for one in weeks]
    bars = _Bars(
        name=title,
        heights=tuple(one.open for one in weeks),
        texts=tuple(one or NOTHING for one in told),
        words=tuple(one or said.text("no figure") for one in told),
    )
    labels = [one.week for one in weeks]
    png = _picture(title, said.text("Findings"), labels, [bars], said)
    return Chart(name="open-findings", png=png, alternative=_words(title, labels, [bars], said))


def answer_times(weeks: Sequence[AnsweredWithin], said: Language) -> Chart:
    """Within how long half of a week's questions were answered, and nine of ten.

    Raises:
        ValueError: no weeks.
    """
    kinds = (
        (said.text("Half were answered within"), [one.half for one in weeks]),
        (said.text("Nine of ten within"), [one.nine_of_ten for one in weeks]),
    )
    bars = [_spans(name, spans, said) for name, spans in kinds]
    title = said.text("How fast questions were answered, by week")
    labels = [one.week for one in weeks]
    png = _picture(title, said.text("Hours"), labels, bars, said)
    return Chart(name="answer-times", png=png, alternative=_words(title, labels, bars, said))


def _spans(name: str, spans: Sequence[timedelta | None], said: Language) -> _Bars:
    """Bars of so many hours."""
    return _Bars(
        name=name,
        heights=tuple(None if one is None else one / HOUR for one in spans),
        texts=tuple(NOTHING if one is None else _hours(one, said) for one in spans),
        words=tuple(said.text("no figure") if one is None else said.duration(one) for one in spans),
    )


def _hours(span: timedelta, said: Language) -> str:
    """Hours as short as they can be said: a bar is narrow."""
    hours = span / HOUR
    return said.number(round(hours, 1) if hours < _TENTHS_BELOW else round(hours))


def _picture(
    title: str, unit: str, weeks: Sequence[str], kinds: Sequence[_Bars], said: Language
) -> bytes:
    if not weeks:
        raise ValueError("A chart needs a week.")
    with _DRAWING:
        return _drawn(
            title, unit, tuple(_short(one, said) for one in weeks), tuple(kinds), _between(said)
        )


def _between(said: Language) -> str:
    """What stands between thousands in this language."""
    return said.number(1000)[1:-3]


def _short(week: str, said: Language) -> str:
    """A week as it stands below a bar: the year is that of the report, or the one before."""
    return said.text("W{number}", number=week.rpartition("W")[2])


def _words(title: str, weeks: Sequence[str], kinds: Sequence[_Bars], said: Language) -> str:
    """All that the picture shows."""
    told = [
        "; ".join(
            f"{kind.name} {kind.words[place]}" if len(kinds) > 1 else kind.words[place]
            for kind in kinds
        )
        for place in range(len(weeks))
    ]
    values = ". ".join(f"{week}: {one}" for week, one in zip(weeks, told, strict=True))
    return said.text("Bar chart. {title}. {values}.", title=title, values=values)


@lru_cache(maxsize=8)
def _drawn(
    title: str, unit: str, weeks: tuple[str, ...], kinds: tuple[_Bars, ...], between: str
) -> bytes:
    """The picture as PNG, drawn once for the page and the mails that show it."""
    # It tells of fonts and folders that it would like; nobody can do anything about them here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
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
        _ticks(axes, weeks, font, between)
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


def _ticks(axes: Axes, weeks: Sequence[str], font: FontProperties, between: str) -> None:
    """Weeks below, numbers from 0 on at the side, and room for the values above the bars."""
    axes.set_xticks(range(len(weeks)), weeks)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1] * 1.1))
    axes.locator_params(axis="y", integer=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", between))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)


def _png(figure: Figure, canvas: type) -> bytes:
    """The figure's bytes, without the name and version of what drew it."""
    made = io.BytesIO()
    canvas(figure)
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()
