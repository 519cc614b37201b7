"""The page can be read by everybody: by ear, by keyboard, on a narrow screen, without colour."""

from __future__ import annotations

import re

import pytest

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


@pytest.fixture(params=[SWEDISH, ENGLISH], ids=["sv", "en"])
def full(report, request):
    """A report in which every section stands."""

    def leave(connection):
        account(connection)
        swept(connection)
        finding(connection, "f1")
        finding(connection, "f2", outcome="unknown")
        finding(connection, "f3", state="muted", muted_until=NOON + DAY)
        turn(connection, "f3", "muted", NOON + HOUR, by="Anna", until=NOON + DAY)
        finding(connection, "f4", state="resolved", history=("opened", "resolved"))
        finding(connection, "f5", state="acknowledged", history=("opened", "acknowledged"))
        thread(connection, "t1", due=NOON)

    return report(leave, said=request.param, at=NOON + 3 * HOUR)


def test_the_page_names_its_language_and_title(full):
    assert full.page.all("html")[0][1]["lang"] == full.written.said.code
    assert full.page.words("title") == full.page.words("h1")


def test_there_is_one_heading_of_the_page_and_the_others_follow_in_order(full):
    levels = [tag for tag, _ in full.page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}
    assert len(levels) > 8


def test_every_section_is_named_by_its_heading(full):
    ids = [attrs["id"] for _, attrs in full.page.all("h2")]
    assert [attrs["aria-labelledby"] for _, attrs in full.page.all("section")] == ids
    assert len(ids) == len(set(ids))


def test_every_table_has_a_caption_and_every_header_says_what_it_heads(full):
    tables = full.page.all("table")
    assert len(full.page.all("caption")) == len(tables)
    assert all(full.page.words("caption"))
    scopes = {attrs.get("scope") for _, attrs in full.page.all("th")}
    assert scopes == {"row", "col"}


def test_a_table_that_is_stacked_on_narrow_screens_stays_a_table_to_the_ear(full):
    grids = [
        attrs for _, attrs in full.page.all("table") if "grid" in attrs.get("class", "").split()
    ]
    assert grids
    assert all(attrs["role"] == "table" for attrs in grids)
    cells = [attrs for _, attrs in full.page.all("td") if "data-label" in attrs]
    assert all(attrs["role"] == "cell" and attrs["data-label"] for attrs in cells)


def test_links_have_words_of_their_own(full):
    assert len(full.page.words("a")) == len(full.page.all("a"))
    assert not {"här", "here", "länk", "link"} & {text.lower() for text in full.page.words("a")}


def test_the_page_fetches_nothing_and_runs_nothing(full):
    assert not full.page.all("script", "link", "iframe")
    pictures = [attrs for _, attrs in full.page.all("img")]
    assert pictures
    assert all(one["src"].startswith("data:image/png;base64,") for one in pictures)
    assert "url(" not in full.html
    assert "@import" not in full.html
    (policy,) = [attrs for tag, attrs in full.page.all("meta") if attrs.get("http-equiv")]
    allowed = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert policy["content"] == allowed


def test_a_page_without_pictures_may_show_none(report):
    bare = report()
    assert not bare.page.all("img")
    (policy,) = [attrs for _, attrs in bare.page.all("meta") if attrs.get("http-equiv")]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_picture_says_in_words_what_the_table_beside_it_says(full):
    (picture,) = [attrs for _, attrs in full.page.all("img")]
    assert "2026-W47: 1" in picture["alt"]
    assert {"width", "height"} <= set(picture)
    label = (
        "Öppna avvikelser vid dess slut"
        if full.written.said is SWEDISH
        else ("Open findings at its end")
    )
    assert f"{label}: 1\n" in full.text


def brightness(colour):
    """As WCAG 2.2 defines it (relative luminance, https://www.w3.org/TR/WCAG22/)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_stands_out_from_its_ground(full):
    colours = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", full.html))
    assert len(colours) >= 3
    assert all(1.05 / (brightness(colour) + 0.05) >= 4.5 for colour in colours)


def test_lateness_is_said_in_words_and_not_by_colour_alone(full):
    late = "för sent" if full.written.said is SWEDISH else "overdue"
    assert late in full.page.words("td")


def test_the_page_fits_a_narrow_screen(full):
    assert 'content="width=device-width, initial-scale=1"' in full.html
    assert "@media (max-width: 60rem)" in full.html
