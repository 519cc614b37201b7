"""A report written from rows that the test leaves, read back in every form."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO

import pytest

from tests.worker.reporting.kept import NOON, SWEDISH, settings
from worker.reporting import write_report
from worker.store.opening import open_store


class Page(HTMLParser):
    """What a reader of the page meets, in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.inside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag

    def handle_data(self, data):
        if data.strip() and "style" not in self.inside:
            self.texts.append((self.inside[-1] if self.inside else "", data.strip()))

    def all(self, *tags):
        return [(tag, attrs) for tag, attrs in self.tags if tag in tags]

    def words(self, *tags):
        return [text for tag, text in self.texts if tag in tags]


def without_pixels(text):
    return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "data:", text)


class Report:
    """A written report in its forms."""

    def __init__(self, written):
        self.written = written
        self.raw = {name: path.read_bytes().decode() for name, path in written.paths.items()}
        self.html = self.raw["report.html"]
        self.text = self.raw["report.txt"]
        self.json = json.loads(self.raw["report.json"])
        self.page = Page(self.html)

    def csv(self, name):
        assert self.raw[name].startswith("\ufeff")
        table = StringIO(self.raw[name].removeprefix("\ufeff"), newline="")
        return list(csv.reader(table, delimiter=";"))

    @property
    def everything(self):
        """All that is said in them: the pixels of pictures may look like any word."""
        return without_pixels("\n".join(self.raw.values()))


@pytest.fixture
def lite(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'kept.db'}")
    yield opened
    opened.close()


@pytest.fixture
def report(lite, tmp_path):
    """Leaves rows with the given functions of a connection, and writes the report."""

    def write(*leave, said=SWEDISH, at=NOON, week=None, banner=None, **changed):
        with lite.writing() as connection:
            for one in leave:
                one(connection)
        return Report(
            write_report(
                lite, settings(tmp_path / "var", **changed), said, week=week, at=at, banner=banner
            )
        )

    return write
