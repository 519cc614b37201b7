"""The browser sees what it is asked about: faults that are planted are found."""

from __future__ import annotations

import pytest

from tests.worker.pages.browser import Fault, Read

pytestmark = pytest.mark.xdist_group("browser")

GOOD = """<!DOCTYPE html><html lang="sv"><head><title>Rapport</title></head>
<body><main><h1>Rapport</h1>{}</main></body></html>"""


def test_a_page_without_faults_has_none(browser):
    read = browser.read(GOOD.format("<p>Allt är bra.</p>"))
    assert read == Read(faults=(), undecided=(), beside=(), asked=())


PLANTED = {
    "color-contrast": '<p style="color: #bbbbbb">För ljus text.</p>',
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "link-name": '<p><a href="https://example.org/"></a></p>',
    "valid-lang": '<p lang="svenska!">Hej.</p>',
    "aria-roles": '<section role="nothing">x</section>',
    "heading-order": "<h3>Ett steg för långt</h3>",
}


def test_planted_faults_are_found_and_no_others(browser):
    read = browser.read(GOOD.format("".join(PLANTED.values())))
    assert {one.rule for one in read.faults} == set(PLANTED)


def test_a_page_without_language_or_title_is_found(browser):
    rules = {one.rule for one in browser.read("<h1>Rapport</h1>").faults}
    assert {"html-has-lang", "document-title"} <= rules


def test_what_is_wider_than_a_phone_is_found(browser):
    wide = '<p style="width: 400px">Bred.</p>'
    assert browser.read(GOOD.format(wide)).beside == (wide, "408 px at 320 px")


def test_what_a_page_wants_from_elsewhere_is_noted_and_refused(browser):
    read = browser.read(GOOD.format('<img alt="x" src="https://example.org/x.png">'))
    assert read.asked == ("https://example.org/x.png",)


def test_what_axe_cannot_decide_is_told(browser):
    hidden = '<p style="background: linear-gradient(red, blue); color: #ffffff">Över färg.</p>'
    assert {one.rule for one in browser.read(GOOD.format(hidden)).undecided} == {"color-contrast"}


def test_a_fault_shows_where_it_is(browser):
    fault, again = browser.read(GOOD.format(PLANTED["link-name"])).faults
    assert fault == again == Fault(rule="link-name", where='<a href="https://example.org/"></a>')
