"""Names of campaigns: as they are written, and asked about where they may be several."""

from __future__ import annotations

import pytest

from policies.briefs.answers import Part
from policies.briefs.reading import read_mail


@pytest.mark.parametrize(
    ("text", "names", "ids"),
    [
        ("", (), ()),
        (",", (), ()),
        ("Simhall*", ("Simhall*",), ()),
        ("Bad & simhall; Vinter*", ("Bad & simhall", "Vinter*"), ()),
        ("\n- Simhall*\n- Vinter*.\n", ("Simhall*", "Vinter*"), ()),
        ("Simhall*,\nVinter*\nSimhall*", ("Simhall*", "Vinter*"), ()),
        ("120210000000000001", (), ("120210000000000001",)),
        ("120001, 120002 och 120003", (), ("120001", "120002", "120003")),
        ("120001, Simhall*", ("Simhall*",), ("120001",)),
        ("”Sök förskola och skola”", ("Sök förskola och skola",), ()),
        ('"Bad, sim"; "Lek och bus",', ("Bad, sim", "Lek och bus"), ()),
        ("Kampanj ”Bad”", ("Kampanj ”Bad”",), ()),
        ("Stockholm", ("Stockholm",), ()),
    ],
)
def test_names_are_taken_as_they_are_written(text, names, ids):
    read = read_mail(f"Kampanjer: {text}")
    assert (read.brief.patterns, read.brief.campaigns) == (names, ids)
    assert not [one for one in read.questions if one.part is Part.CAMPAIGNS]


@pytest.mark.parametrize(
    "text",
    [
        "Sök förskola och skola",
        "Sök förskola OCH skola",
        "Vinter*, Sommar*",
        "120001, Vinter* och Sommar*",
        "Bad och",
        "”Bad”, ”Lek”",
    ],
)
def test_what_may_be_one_name_or_several_claims_no_other_campaign_and_is_asked_about(text):
    """Cut in two, "Sök förskola och skola" would miss its own campaign, and claim "skola"."""
    read = read_mail(f"Kampanjer: {text}; Lek*; {text}")
    assert read.brief.patterns == (text, "Lek*")
    [asked] = [one.words for one in read.questions if one.part is Part.CAMPAIGNS]
    assert asked.values == {"name": text}
    assert "one campaign, or several" in asked.english()
