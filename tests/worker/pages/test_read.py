"""What people get can be read by everybody: axe finds nothing in it, and it fits a phone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.worker.pages import gallery
from tests.worker.pages.browser import Read
from tests.worker.reporting.kept import ENGLISH, SWEDISH
from worker.tokens.consent import Listener

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

both = pytest.mark.parametrize("said", [SWEDISH, ENGLISH], ids=["sv", "en"])
FINE = Read(faults=(), undecided=(), beside=(), asked=())


@both
def test_the_weekly_report(browser, tmp_path, said):
    written = gallery.week(tmp_path, said, gallery.ordinary, gallery.weeks)
    page = written.paths["report.html"].read_text("utf-8")
    assert page.count("<img ") == 2
    assert browser.read(written.paths["report.html"].read_text("utf-8")) == FINE


def test_the_report_of_an_empty_week(browser, tmp_path):
    written = gallery.week(tmp_path, SWEDISH)
    assert browser.read(written.paths["report.html"].read_text("utf-8")) == FINE


def test_the_report_of_a_catastrophic_week(browser, tmp_path):
    written = gallery.week(tmp_path, SWEDISH, gallery.catastrophe, gallery.weeks)
    page = written.paths["report.html"].read_text("utf-8")
    assert page.count("<img ") == 2
    assert browser.read(page) == FINE


@pytest.mark.parametrize(
    ("said", "name"),
    [(SWEDISH, "stop-left"), (SWEDISH, "resumed"), (SWEDISH, "stop-ended"),
     (ENGLISH, "stop-left"), (ENGLISH, "stop-owner")],
)  # fmt: skip
def test_the_mails_of_a_stop(browser, said, name):
    assert browser.read(gallery.stop_mails(said)[name].html) == FINE


@pytest.mark.parametrize(
    ("said", "names"),
    [(SWEDISH, ["digest", "flood", "alarm", "ask"]), (ENGLISH, ["digest", "ask"])],
)
def test_the_mails_about_the_queue(browser, tmp_path, said, names):
    mails = gallery.queue_mails(tmp_path, said)
    assert {name: browser.read(mails[name]) for name in names} == dict.fromkeys(names, FINE)


def test_the_mails_about_the_service_itself(browser):
    mails = gallery.upkeep_mails(SWEDISH)
    assert {name: browser.read(html) for name, html in mails.items()} == dict.fromkeys(mails, FINE)


def test_the_page_that_a_member_comes_back_to(browser):
    listener = Listener(0)
    with ThreadPoolExecutor(1) as waiting:
        came = waiting.submit(listener.wait, "Klart. <Stäng> sidan.", "sv", seconds=60)
        html = requests.get(f"http://127.0.0.1:{listener.port}/linkedin?code=1", timeout=60).text
        came.result()
    assert browser.read(html) == FINE
    assert browser.built(html).texts == ["Klart. <Stäng> sidan."] * 2
