"""Headless Chromium as a reader of pages: what axe finds in one, and whether it fits its window."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

PHONE, DESKTOP = 320, 1280
"""Widths in CSS pixels; 320 is that of WCAG 1.4.10."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
"""What the law asks for: WCAG 2.1 level AA, by way of EN 301 549 v3.2.1 (checked 2026-11-29)."""
BEYOND = ("wcag22aa", "best-practice")
"""Not asked for by law, and kept all the same."""

SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
"""A reader's own spacing, which must cost no content (WCAG 1.4.12)."""
BESIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  .map((one) => one.outerHTML.slice(0, 200))"""
"""What reaches beyond the window's right edge."""


@dataclass(frozen=True)
class Fault:
    """One thing on a page that a rule of axe found."""

    rule: str
    where: str
    """The element's HTML, shortened."""


@dataclass(frozen=True)
class Read:
    """What axe says of a page."""

    faults: tuple[Fault, ...]
    undecided: tuple[Fault, ...]
    """What a person would have to look at."""


def chromium():
    """Debian's Chromium, or what the machine has in its place; None: nothing."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


class Browser:
    """One Chromium, driven from a thread of its own: its event loop must not become the test's."""

    def __init__(self, program):
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self.axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        self.asked = []
        """Addresses that pages wanted to fetch, in order; each was refused."""
        self.thread.submit(self._start, program).result()

    def _start(self, program):
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        # For root Chromium does not start in its sandbox; the pages here are our own.
        alone = [] if os.geteuid() else ["--no-sandbox"]
        try:
            self.chromium = self.playwright.chromium.launch(executable_path=program, args=alone)
        except BaseException:
            self.playwright.stop()
            raise

    def close(self):
        def stop():
            self.chromium.close()
            self.playwright.stop()

        self.thread.submit(stop).result()
        self.thread.shutdown()

    def _do(self, what, html, width):
        def done():
            with self._opened(html, width) as page:
                return what(page)

        return self.thread.submit(done).result()

    @contextmanager
    def _opened(self, html, width):
        """The page in a window of its own; what it asks for is noted and refused."""
        context = self.chromium.new_context(viewport={"width": width, "height": 800})

        def refuse(route):
            self.asked.append(route.request.url)
            route.abort()

        try:
            context.route("**/*", refuse)
            page = context.new_page()
            page.set_content(html)
            yield page
        finally:
            context.close()

    def read(self, html, width=DESKTOP, tags=WCAG + BEYOND):
        """What axe finds by the rules with these tags."""
        chosen = {"runOnly": list(tags), "resultTypes": ["violations", "incomplete"]}

        def run(page):
            page.evaluate(self.axe)
            return page.evaluate("(chosen) => axe.run(document, chosen)", chosen)

        found = self._do(run, html, width)
        return Read(faults=_faults(found["violations"]), undecided=_faults(found["incomplete"]))

    def beside(self, html, width=PHONE, *, spaced=False):
        """What sticks out at the side of the window: elements, or the page as a whole."""

        def measure(page):
            if spaced:
                page.add_style_tag(content=SPACED)
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            return [*page.evaluate(BESIDE), *([f"{wide} px"] if wide > width else [])]

        return self._do(measure, html, width)

    def shown(self, html, selector, width=DESKTOP):
        """The texts of these elements, as a person sees them."""
        return self._do(lambda page: page.locator(selector).all_inner_texts(), html, width)

    def picture(self, html, path, width=DESKTOP, *, most=16_000):
        """A picture of the page, of at most `most` pixels' height."""

        def take(page):
            high = page.evaluate("() => document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": width, "height": min(high, most)}
            page.screenshot(path=path, clip=clip, full_page=True)

        self._do(take, html, width)


def _faults(results):
    return tuple(
        Fault(rule=one["id"], where=node["html"][:200]) for one in results for node in one["nodes"]
    )
