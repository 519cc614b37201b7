"""Whether accessibility is ordered: yes, no, or asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.reading import read_mail
from policies.briefs.yes import read_yes


@pytest.mark.parametrize(
    "yes",
    [
        "Ja",
        "ja.",
        "JAPP!",
        "Ja, det ingår",
        "Ingår",
        "Ingår i beställningen",
        "Tillgänglighetsanpassning ska ingå",
        "Filmerna kommer att tillgänglighetsanpassas",
        "x",
        "[x]",
        "(X) ja ( ) nej",
        "[x] ja [ ] nej",
        "[ ] nej [x] ja",
        "- [x] Ja\n- [ ] Nej",
        "☒ ja ☐ nej",
        "☑ Ja",
        "[✓] ja, textning ingår [ ] nej",
        "[x] ingår",
    ],
)
def test_yes(yes):
    assert read_yes(yes).value is True


@pytest.mark.parametrize(
    "no",
    [
        "Nej",
        "nej.",
        "No",
        "No, not yet",
        "ingår inte",
        "Ingår ej",
        "Det ingår inte",
        "Inte.",
        "Nej, det ingår inte",
        "[ ] ja [x] nej",
        "☐ ja ☑ nej",
        "[x] nej, ingår ej",
    ],
)
def test_no(no):
    assert read_yes(no).value is False


@pytest.mark.parametrize(
    "unclear",
    [
        "vi får se",
        "kan inte ingå i år",
        "Jag vet inte",
        "Jag återkommer",
        "Absolut inte",
        "Ja/nej",
        "Nej/ja",
        "Ja eller nej",
        "Yes or no",
        "ja, eller?",
        "Ja?",
        "Nej, eller kanske",
        "Tillgänglighetsanpassning saknas",
        "Ingår tyvärr inte",
        "Ja, men inte textning",
        "Ingår kanske",
        "Inte klart än",
        "No idea",
        "[ ] ja [ ] nej",
        "[x] ja [x] nej",
        "[ ] ja",
        "[ ] ingår",
        "[ ]",
        "ja [x] nej [ ]",
        "ja [ ] nej [x]",
        "[x] ja [ ] nej, vet inte än",
        "Januari",
        "",
    ],
)
def test_neither_or_both_is_asked_about(unclear):
    read = read_yes(unclear)
    assert read.value is None
    assert "Answer yes or no" in read.ask.english()


@given(
    st.sampled_from(
        ["Ja", "Ingår", "Absolut", "Tillgänglighetsanpassning ingår", "[x] ja [ ] nej"]
    ),
    st.sampled_from(["inte", "ej", "nej", "saknas", "tyvärr", "eller", "?"]),
    st.sampled_from([" ", ", ", " – ", " det "]),
)
def test_no_word_that_denies_or_doubts_leaves_a_yes(yes, word, between):
    assert read_yes(yes).value is True
    assert read_yes(f"{yes}{between}{word}").value is not True


@given(st.text(alphabet="abcdeghijklmnopqrstuvwxyzåäö", min_size=1))
def test_a_word_that_only_begins_as_yes_is_none(rest):
    for word in ("ja", "absolut", "givetvis", "nej"):
        assert read_yes(word + rest).value is (True if word + rest == "japp" else None)


@pytest.mark.parametrize(
    ("answer", "accessible"),
    [("Jag vet inte", None), ("[x] ja [ ] nej", True), ("[ ] ja [x] nej", False)],
)
def test_a_mail_is_read_by_it(answer, accessible):
    read = read_mail(f"Ingår tillgänglighetsanpassning i beställningen? {answer}")
    assert read.brief.accessible is accessible
    assert ("accessibility" in {question.part for question in read.questions}) is (
        accessible is None
    )
