"""Headless Chromium as a reader of pages: what axe finds in one, and whether it fits its window."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files

PHONE, DESKTOP = 320, 1280
"""Widths in CSS pixels; 320 is that of WCAG 1.4.10."""
WIDTHS = (PHONE, 600, 961, DESKTOP)
"""961: the narrowest at which our tables are laid out as tables."""
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


BUILT = """() => {
  const all = [...document.querySelectorAll("*")];
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { texts.push(walk.currentNode.data); }
  return [all.map((one) => [one.localName, ...one.getAttributeNames()]), texts];
}"""
"""Names of elements and attributes, and texts, as they stand in the document."""


@dataclass(frozen=True)
class Fault:
    """One thing on a page that a rule of axe found."""

    rule: str
    where: str
    """The element's HTML, shortened."""


@dataclass(frozen=True)
class Read:
    """What there is to say of a page; nothing in any of it is as it should be."""

    faults: tuple[Fault, ...]
    """What axe finds wrong, on a phone or on a desktop."""
    undecided: tuple[Fault, ...]
    """What axe would have a person look at."""
    beside: tuple[str, ...]
    """What sticks out at the side, at any of `WIDTHS`, or on a phone with a reader's spacing."""
    asked: tuple[str, ...]
    """Addresses that it wanted to fetch; each was refused."""


@dataclass(frozen=True)
class Built:
    """A page as the browser holds it."""

    elements: list
    """Each element's name and those of its attributes."""
    texts: list


def chromium():
    """Debian's Chromium, or what the machine has in its place; None: nothing."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


class Browser:
    """One Chromium, driven from a thread of its own: its event loop must not become the test's."""

    def __init__(self, program):
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self.axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
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
        """Open the page in a window of its own. The answer: what `what` says, and what it asked."""
        asked = []

        def refuse(route):
            asked.append(route.request.url)
            route.abort()

        def done():
            context = self.chromium.new_context(viewport={"width": width, "height": 800})
            try:
                context.set_default_timeout(100_000)  # machines are shared
                context.route("**/*", refuse)
                page = context.new_page()
                page.set_content(html)
                return what(page)
            finally:
                context.close()

        return self.thread.submit(done).result(), tuple(asked)

    def read(self, html):
        """Hold the page against all that can be measured."""
        chosen = {"runOnly": [*WCAG, *BEYOND], "resultTypes": ["violations", "incomplete"]}

        def measure(page):
            page.evaluate(self.axe)
            ran, beside = [], []
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                beside += _beside(page, width)
                if width in (PHONE, DESKTOP):
                    ran.append(page.evaluate("(chosen) => axe.run(document, chosen)", chosen))
            page.set_viewport_size({"width": PHONE, "height": 800})
            page.add_style_tag(content=SPACED)
            return ran, beside + _beside(page, PHONE)

        (ran, beside), asked = self._do(measure, html, PHONE)
        return Read(
            faults=_faults(ran, "violations"),
            undecided=_faults(ran, "incomplete"),
            beside=tuple(dict.fromkeys(beside)),
            asked=asked,
        )

    def built(self, html):
        """The elements that the browser made of it, and their own texts, in order."""
        elements, texts = self._do(lambda page: page.evaluate(BUILT), html, DESKTOP)[0]
        return Built(elements=elements, texts=texts)

    def picture(self, html, path, width=DESKTOP, *, most=16_000):
        """A picture of the page, of at most `most` pixels' height."""

        def take(page):
            high = page.evaluate("() => document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": width, "height": min(high, most)}
            page.screenshot(path=path, clip=clip, full_page=True)

        self._do(take, html, width)


def _beside(page, width):
    """Elements that reach beyond the right edge, and the page itself if it scrolls sideways."""
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return [*page.evaluate(BESIDE), *([f"{wide} px at {width} px"] if wide > width else [])]


def _faults(ran, kind):
    return tuple(
        Fault(rule=found["id"], where=node["html"][:200])
        for one in ran
        for found in one[kind]
        for node in found["nodes"]
    )
