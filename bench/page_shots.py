"""Pictures of all pages and mails as people see them, on a desktop and on a phone.

The report is there as a page and as the plain text that a mail carries beside it.

python bench/page_shots.py --out DIR [--lang sv|en] [--only PART OF A NAME]
Needs the extra `test` and Debian's chromium. Makes no measurement; the pictures are for looking at.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.worker.pages import gallery
from tests.worker.pages.browser import Browser, chromium
from tests.worker.reporting.kept import ENGLISH, SWEDISH
from worker.language import Language

BEGINNING = 12_000
WIDTHS = {"desktop": 1280, "phone": 360}


def pages(said: Language, folder: Path) -> Iterator[tuple[str, str]]:
    """Every page by name, as HTML."""
    weeks = {
        "report": [gallery.ordinary, gallery.weeks],
        "report-empty": [],
        "report-huge": [gallery.catastrophe],
    }
    for name, leave in weeks.items():
        written = gallery.week(folder / name, said, *leave)
        yield name, written.paths["report.html"].read_text("utf-8")
        yield f"{name}-text", shown(written.paths["report.txt"].read_text("utf-8"))
    for name, mail in gallery.stop_mails(said).items():
        yield name, mail.html or ""
    yield from gallery.queue_mails(folder / "queue", said).items()
    yield from gallery.upkeep_mails(said).items()


def shown(text: str) -> str:
    """Plain text as a mail program shows it: its beginning, which is what people look at."""
    return (
        '<meta name="viewport" content="width=device-width">'
        '<pre style="white-space: pre-wrap; overflow-wrap: anywhere;font-size: 14px; margin: 1em">'
        f"{escape(text[:BEGINNING])}</pre>"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lang", choices=["sv", "en"], default="sv")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    program = chromium()
    if program is None:
        print("no Chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    asked.out.mkdir(parents=True, exist_ok=True)
    said = SWEDISH if asked.lang == "sv" else ENGLISH
    browser = Browser(program)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, html in pages(said, Path(folder)):
                if asked.only in name:
                    for window, width in WIDTHS.items():
                        path = asked.out / f"{name}-{window}.png"
                        browser.picture(html, path, width, most=6_000)
                        print(path)
    finally:
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
