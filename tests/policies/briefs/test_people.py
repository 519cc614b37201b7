"""Those who answer, with first name and address, or what to ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.people import read_editors


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anna Berg, anna.berg@example.org", [("Anna", "anna.berg@example.org")]),
        (
            "Anna Berg <Anna.Berg@example.org>, Kalle Ek <kalle@example.org>",
            [("Anna", "anna.berg@example.org"), ("Kalle", "kalle@example.org")],
        ),
        (
            "Anna (anna@example.org) och Kalle (kalle@example.org)",
            [("Anna", "anna@example.org"), ("Kalle", "kalle@example.org")],
        ),
        (
            "- Anna Berg anna@example.org\n- Åsa von Holm asa@example.org",
            [("Anna", "anna@example.org"), ("Åsa", "asa@example.org")],
        ),
        ("Noor Lind\nnoor@example.org", [("Noor", "noor@example.org")]),
        (
            "Anna Berg, kommunikatör, anna@example.org, tel 08-000 00 00",
            [("Anna", "anna@example.org")],
        ),
        ("Anna anna@example.org\nAnna anna@example.org", [("Anna", "anna@example.org")]),
    ],
)
def test_people(text, people):
    assert [(one.first_name, one.mail) for one in read_editors(text).value] == people


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("anna@example.org", "What is the first name of anna@example.org?"),
        ("Anna och Kalle", "What is the address of Anna?"),
        ("vi återkommer", "Who answers questions"),
    ],
)
def test_who_is_not_told_is_asked_for(text, asks):
    read = read_editors(text)
    assert read.value is None
    assert asks in read.ask.english()


def test_nothing_is_nothing():
    read = read_editors("")
    assert (read.value, read.ask) == (None, None)


@given(st.text())
def test_no_text_breaks_it(text):
    for one in read_editors(text).value or ():
        assert one.first_name
        assert "@" in one.mail
