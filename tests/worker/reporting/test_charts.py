"""Charts say in words all that they show, and are the same picture whenever they are drawn."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.worker.reporting.kept import ENGLISH, SWEDISH
from tests.worker.reporting.test_accessible import brightness
from worker.reporting.charts import (
    GROUND,
    INK,
    LOOKS,
    AnsweredWithin,
    OpenAtEnd,
    answer_times,
    open_findings,
)

HOUR = timedelta(hours=1)
OPEN = [OpenAtEnd(week="2026-W45", open=None), OpenAtEnd(week="2026-W46", open=1200),
        OpenAtEnd(week="2026-W47", open=0)]  # fmt: skip
TIMES = [
    AnsweredWithin(week="2026-W46", half=3 * HOUR, nine_of_ten=28 * HOUR),
    AnsweredWithin(week="2026-W47", half=None, nine_of_ten=None),
]


def test_the_words_tell_every_value_and_what_is_not_known():
    assert open_findings(OPEN, ENGLISH).alternative == (
        "Bar chart. Open findings at the end of each week. "
        "2026-W45: no figure. 2026-W46: 1,200. 2026-W47: 0."
    )
    assert answer_times(TIMES, SWEDISH).alternative == (
        "Stapeldiagram. Så snabbt besvarades frågor, vecka för vecka. "
        "2026-W46: Hälften besvarades inom 3 tim 0 min; Nio av tio inom 1 dygn 4 tim. "
        "2026-W47: Hälften besvarades inom uppgift saknas; "
        "Nio av tio inom uppgift saknas."
    )


def test_a_picture_is_a_png_of_its_size_without_the_name_of_what_drew_it():
    from PIL import Image

    png = answer_times(TIMES, SWEDISH).png
    assert png.startswith(b"\x89PNG\r\n")
    assert b"atplotlib" not in png
    assert len(png) < 100_000
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (960, 560)


def test_equal_values_give_equal_bytes_and_others_do_not():
    assert open_findings(OPEN, SWEDISH) == open_findings(OPEN, SWEDISH)
    more = [*OPEN[:2], OpenAtEnd(week="2026-W47", open=1)]
    assert open_findings(more, SWEDISH).png != open_findings(OPEN, SWEDISH).png


def ran_apart(code):
    """What this code prints in a process of its own."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


ELSEWHERE = """
import hashlib
from tests.worker.reporting.test_charts import SWEDISH, TIMES, answer_times
print(hashlib.sha256(answer_times(TIMES, SWEDISH).png).hexdigest())
"""


def test_a_machines_own_taste_changes_nothing(tmp_path, monkeypatch):
    taste = tmp_path / "matplotlibrc"
    taste.write_text("font.size: 30\nfont.family: monospace\naxes.facecolor: black\ndpi: 40\n")
    monkeypatch.setenv("MATPLOTLIBRC", str(taste))
    assert ran_apart(ELSEWHERE) == sha256(answer_times(TIMES, SWEDISH).png).hexdigest()


def test_bars_stand_out_and_differ_by_more_than_their_colour():
    assert len({pattern for _, pattern in LOOKS}) == len(LOOKS)
    ground = brightness(GROUND) + 0.05
    for filling, pattern in LOOKS:
        seen = INK if pattern else filling
        assert ground / (brightness(seen) + 0.05) >= 3


def test_without_a_week_there_is_no_chart():
    with pytest.raises(ValueError, match="week"):
        open_findings([], SWEDISH)


def test_drawing_is_loaded_when_something_is_drawn():
    code = "import sys, worker.reporting.charts; print('matplotlib' in sys.modules)"
    assert ran_apart(code) == "False"
