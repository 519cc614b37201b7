"""What people wrote stands in a mail on one short line that hides nothing and leads nowhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Platform
from tests.worker.digests.desk import speaking
from worker.pages.excerpts import SHOWN, excerpt, excerpt_of

SWEDISH = speaking()


def test_a_short_text_stands_as_it_was_written():
    text = "När öppnar anmälan? 🏊‍♀️ Tack – på förhand!"
    assert excerpt(text, SWEDISH) == text
    assert excerpt("", SWEDISH) == ""


def test_a_long_text_is_begun():
    found = excerpt("ord " * 100, SWEDISH)
    assert found.startswith("ord ord")
    assert found.endswith("ord…")
    assert len(found) <= SHOWN + 1


def test_megabytes_are_begun_as_well():
    assert len(excerpt("å" * 5_000_000, SWEDISH)) == SHOWN + 1
    assert excerpt(" " * 5_000_000 + "hej", SWEDISH) == "…"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/x",
        "HTTP://EVIL.EXAMPLE",
        "www.evil.example",
        "evil.se/hej",
        "10.0.0.1",
    ],
)
def test_links_are_left_out(link):
    assert excerpt(f"Titta {link} nu", SWEDISH) == "Titta [länk] nu"


def test_lines_escapes_and_turned_directions_are_taken_away():
    text = "a\r\nBcc: x@example.org\x1b[31m\u202eevil\u2066\u200b\x00\u2028b"
    found = excerpt(text, SWEDISH)
    assert found == "a Bcc: x@example.org[31mevil b"


def test_heaps_of_marks_are_lowered_and_letters_keep_theirs():
    assert excerpt("H" + "\u0301\u0489" * 500 + "ej", SWEDISH) == "H" + "\u0301\u0489" * 2 + "ej"
    joined = excerpt("H" + "\u0301\u200d\u0489" * 500 + "ej", SWEDISH)
    assert joined.count("\u0301") + joined.count("\u0489") <= 4
    assert excerpt("a\u030a ệ\u0302", SWEDISH) == "a\u030a ệ\u0302"


@given(st.text(st.characters(exclude_categories=[]), max_size=400))
def test_whatever_is_written_gives_one_short_harmless_line(text):
    found = excerpt(text, SWEDISH)
    assert len(found) <= SHOWN + 1
    categories = {unicodedata.category(sign) for sign in found if sign != "\u200d"}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert len(found.splitlines()) <= 1


def test_nothing_of_linkedin_and_no_personal_number_goes_by_mail():
    def shown(platform, *moderate, text="Mitt nummer är 19900101-2394"):
        return excerpt_of(text, platform, moderate, SWEDISH)

    assert shown(Platform.LINKEDIN) == ""
    assert shown(Platform.META, text=None) == ""
    assert "2394" not in shown(Platform.META, "personal-id")
    assert "personnummer" in shown(Platform.META, "personal-id")
    assert shown(Platform.META, "spam-link") == "Mitt nummer är 19900101-2394"
