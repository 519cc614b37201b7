"""What strangers write does no harm in any file; what LinkedIn's members write is in none."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Words
from tests.worker.reporting.conftest import Page
from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SWEDISH,
    account,
    finding,
    swept,
    thread,
    turn,
)
from worker.pages.page import Cell, Grid, Section, one_line, web_link
from worker.pages.page import Page as Told
from worker.pages.rendering import as_html, as_text
from worker.reporting.in_json import tidy
from worker.reporting.spreadsheets import harmless, spreadsheet

TRICKS = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</td></table><h1>Din stad är hackad</h1>",
    '=HYPERLINK("https://evil.example.org")',
    "\u202etxt.exe",
    "\x1b]8;;https://evil.example.org\x07klicka\x1b]8;;\x07",
    "rad ett\r\nBcc: spy@example.org\nrad tre",
    "{{ 7 * 7 }} {platform}",
]


def strings(value):
    """All texts in it."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


def test_ids_stay_and_a_link_that_leads_nowhere_is_none(report):
    found = report(partial(finding, number="f\u202e1", link="javascript:alert(1)"))
    (listed,), (urgent,) = found.json["listed"], found.json["urgent"]
    assert (listed["id"], listed["link"]) == ("f\u202e1", None)
    assert (urgent["id"], urgent["link"]) == ("f\u202e1", None)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_hostile_name_is_text_and_nothing_else(report, trick):
    def leave(connection):
        account(connection)
        swept(connection)
        finding(connection, "f1", subject_name=trick, message=Words("Says {x}.", {"x": trick}))
        turn(connection, "f1", "unmuted", NOON, by=trick, reason=trick)

    found = report(leave)
    assert not found.page.all("script", "iframe", "object", "embed", "form", "link", "base")
    assert not [name for _, attrs in found.page.tags for name in attrs if name.startswith("on")]
    assert all(attrs["src"].startswith("data:") for _, attrs in found.page.all("img"))
    assert found.page.words("h1") == ["Veckorapport 2026-W47, preliminär"]
    for name in ("report.html", "report.txt"):
        assert not set(found.raw[name]) & set("\x1b\x07\u202e\r")
    assert not [line for line in found.text.splitlines() if line.startswith(("Bcc", "rad tre"))]
    assert all(len(row) == 10 for row in found.csv("findings.csv"))
    assert not [cell for row in found.csv("findings.csv") for cell in row
                if cell.startswith(("=", "+", "-", "@", "\t"))]  # fmt: skip
    assert json.loads(found.raw["report.json"])["listed"][0]["subject"]["name"] == tidy(trick)
    assert not set("".join(map(str, strings(found.json)))) & set("\x1b\x07\u202e\r")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example.org",
     "https://", "file:///etc/passwd", "http://[::1", "", None],
)  # fmt: skip
def test_only_a_page_on_the_web_becomes_a_link(report, link):
    assert web_link(link) is None
    found = report(account, swept, partial(finding, link=link))
    assert not found.page.all("a")
    assert found.csv("findings.csv")[1][-1] == ""


def test_a_link_cannot_leave_its_attribute(report):
    found = report(account, swept, partial(finding, link='https://example.org/"><b>x'))
    # The finding stands among what needs a person, and in its own section.
    (_, attrs), (_, again) = found.page.all("a")
    assert attrs == again
    assert attrs["href"] == 'https://example.org/"><b>x'
    assert not found.page.all("b")


SAID = "Jag heter Tuva och bor på Ekvägen"


def on_linkedin(connection):
    account(connection, "linkedin", "5001")
    swept(connection)
    thread(
        connection, "t1", platform="linkedin", text=SAID, author="Tuva Myrmalm",
        at=NOON + 7 * HOUR, due=NOON + 2 * DAY, reason=Words("It says {x}.", {"x": SAID}),
    )  # fmt: skip
    thread(
        connection, "t2", platform="linkedin", state="exempt", text=SAID, author="Tuva Myrmalm",
        at=NOON + 7 * HOUR, reason=Words("It says {x}.", {"x": SAID}),
    )  # fmt: skip


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH])
def test_what_a_linkedin_member_wrote_who_and_when_is_in_no_file(report, said):
    found = report(on_linkedin, said=said, at=NOON + 8 * HOUR)
    assert [one["id"] for one in found.json["waiting"]] == ["t1"]
    for trace in ("Tuva", "Ekvägen", "19:00", "7:00 PM", "T18:00", "T19:00"):
        assert trace not in found.everything, trace
    assert "https://example.org/c/t1" in found.everything


def test_a_members_name_is_not_the_name_of_a_finding(report):
    about = partial(finding, subject_kind="comment", subject_id="77", subject_name=SAID)
    found = report(account, swept, about)
    assert SAID not in found.everything
    assert found.json["listed"][0]["subject"] == {"kind": "comment", "id": "77", "name": None}


@pytest.mark.parametrize("text", ["=1+1", " =1", "+46", "-1", "@x", "\t=1", "＝1", "|cmd", "%x"])
def test_what_a_spreadsheet_could_take_for_a_formula_is_marked_as_text(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["Föräldrar", "1 = 1", "", "a=b", "2026-11-18"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_table_opens_in_a_swedish_excel():
    assert spreadsheet(["å"], [["a;b,c"]]) == '\ufeff"å"\r\n"a;b,c"\r\n'
    assert '"1";"2"' in spreadsheet(["a", "b"], [["1", "2"]])


def test_a_line_keeps_what_is_seen_and_drops_what_is_not():
    assert one_line("å\tb\u2028c\u200b\u202e\x00d") == "å b cd"
    assert one_line("👩\u200d👧") == "👩\u200d👧"


EMPTY = Told(code="sv", title="t", alerts=(), verdict="v", sentences=(), sections=())


@given(text=st.text(), link=st.text())
def test_no_text_at_all_changes_the_shape_of_the_page(text, link):
    grid = Grid(columns=(text, "b"), rows=((Cell(text, link), Cell(text)),))
    page = replace(EMPTY, sections=(Section(heading=text, sentences=(text,), grid=grid),))
    seen = Page(as_html(page))
    assert seen.inside == []
    tags = [tag for tag, _ in seen.tags if tag not in ("a", "meta")]
    assert tags == [
        "html", "head", "title", "style", "body", "main", "h1", "p", "section", "h2", "p", "table",
        "caption", "thead", "tr", "th", "th", "tbody", "tr", "th", "td",
    ]  # fmt: skip
    unseen = {sign for sign in as_text(page) if category(sign) in ("Cc", "Cf", "Cs", "Co")}
    assert unseen <= {"\n", "\u200d"}
