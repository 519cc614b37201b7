"""A page of ours shown in the browser of whoever is at the machine."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from worker.cli import terminal
from worker.language import Language


def show_page(path: Path, said: Language) -> None:
    """Open it. Where there is no browser, one sentence says where the page is; nothing fails."""
    try:
        shown = webbrowser.open(path.absolute().as_uri())
    except (webbrowser.Error, OSError):
        shown = False
    if not shown:
        told = said.text("No browser was found here; the report is {path}", path=path.absolute())
        terminal.note(terminal.safe(told))
