"""C15: what a person should look at, what makes an end of it, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Platform, Words
from policies.rule import Breach, Pass, Unknown
from policies.rules.moderate import COMMENT_MODERATE
from policies.threads.messages import HIDDEN
from policies.triage import triage
from tests.policies.rules.heard import heard, verdicts
from tests.policies.threads.talked import CITY, STANDARDS, close, faded, gone, reopen, said

THREAT = "jag ska döda dig"
NUMBER = "Mitt nummer är 811218-9876"
KEY = ("comment", "c")
KNOWN = {KEY: ("threat",)}
NOT_TODAY = Words("Not today.")


def other(text=THREAT, **options):
    return said(0, text, number="c", **options)


def word(*messages, **changed):
    return verdicts(COMMENT_MODERATE, heard(*messages, **changed)).get("c")


@pytest.mark.parametrize("text", ["När öppnar det?", "Så fint!", "Ring 08-508 00 000", ""])
def test_what_breaks_no_rule_is_left_alone(text):
    message = other(text)
    if not text:
        message = replace(message, comment=replace(message.comment, attachment="sticker"))
    assert word(message) is None


def test_messages_to_the_city_are_no_comments():
    assert word(other(), kind="message") is None


def test_what_the_city_writes_itself_is_not_looked_at():
    assert isinstance(word(other(by=CITY)), Pass)


@pytest.mark.parametrize(("text", "kinds"), [(THREAT, ["threat"]), (NUMBER, ["personal-id"])])
def test_what_may_break_the_rules_is_told_by_its_kind_and_never_by_its_words(text, kinds):
    told = word(other(text))
    assert isinstance(told, Breach)
    assert told.evidence == {"kinds": kinds, "thread": "thread", "post": "1001_1"}
    assert told.message.values["rules"] == "https://example.org/om"
    assert told.link == "https://example.org/post"
    assert text not in repr(told)
    assert "500" not in repr(told)


def test_where_no_rules_are_named_none_are_told():
    for channel in ("instagram", None):
        told = word(other(), channel=channel)
        assert told.message.values == {"kinds": "threat", "thread": "thread"}


def test_a_link_leads_to_the_comment_if_there_is_one():
    message = other()
    message = replace(message, comment=replace(message.comment, link="https://example.org/c"))
    assert word(message).link == "https://example.org/c"


@pytest.mark.parametrize("channel", ["facebook", "instagram"])
def test_what_the_platform_hid_before_we_saw_it_is_to_be_looked_at(channel):
    told = word(other("Hej", hidden=True, seen_visible=False), channel=channel)
    assert isinstance(told, Breach)
    assert told.evidence["kinds"] == [HIDDEN]
    assert set(told.message.values) == (
        {"thread", "rules"} if channel == "facebook" else {"thread"}
    )


def test_hidden_and_a_threat_are_told_as_both():
    told = word(other(hidden=True, seen_visible=False))
    assert told.evidence["kinds"] == [HIDDEN, "threat"]
    assert told.message.values["kinds"] == "threat"


def ended(*messages, **changed):
    told = word(*messages, known=KNOWN, **changed)
    assert isinstance(told, Pass)
    return told.evidence.get("ended")


def test_what_makes_an_end_of_it():
    assert ended(gone(other())) == "deleted"
    assert ended(other(hidden=True)) == "hidden"
    assert ended(other(), decisions=[close(1)]) == "closed"
    assert ended(faded(other()), decisions=[close(1)]) == "closed"
    assert ended(other("Förlåt, det var dumt sagt.")) is None


def test_an_answer_by_the_city_is_no_end_of_it():
    assert isinstance(word(other(), said(1, "Nej. /Anna", by=CITY), known=KNOWN), Breach)


def test_a_closing_speaks_of_what_had_been_seen_then_and_a_reopening_ends_it():
    assert isinstance(word(other(seen=2), decisions=[close(1)]), Breach)
    assert isinstance(word(other(), decisions=[close(1), reopen(2)]), Breach)


def test_what_is_erased_or_could_not_be_read_stays_to_be_looked_at():
    assert word(faded(other())) is None
    assert isinstance(word(faded(other()), known=KNOWN), Unknown)
    assert word(other(), lost=NOT_TODAY) is None
    assert word(other(), known=KNOWN, lost=NOT_TODAY).because == NOT_TODAY
    assert word(faded(other()), known=KNOWN, lost=NOT_TODAY).because == NOT_TODAY


def test_a_comment_of_which_nothing_was_told_is_unknown():
    assert isinstance(word(other(None)), Unknown)
    assert isinstance(word(other(""), known=KNOWN), Unknown)


def test_that_it_is_hidden_no_more_is_not_enough_for_it_is_left_out_where_it_is_not_so():
    assert isinstance(word(other("Hej"), known={KEY: (HIDDEN,)}), Unknown)
    assert isinstance(word(other("Hej"), known={KEY: (HIDDEN,)}, decisions=[close(1)]), Pass)


TEXTS = st.sampled_from((THREAT, NUMBER, "Hej", "", None))
MESSAGES = st.builds(
    lambda text, hidden, seen, attached: replace(
        (message := other(text, hidden=hidden, seen_visible=seen)),
        comment=replace(message.comment, attachment=attached),
    ),
    TEXTS,
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, "sticker")),
)


@given(MESSAGES, st.sampled_from(tuple(Platform)[:2]))
def test_nothing_that_is_taken_away_puts_right_what_was_found(message, platform):
    before = word(message, platform=platform)
    kinds = () if before is None else tuple(before.evidence.get("kinds", ()))
    comment = message.comment
    poorer = [
        faded(message),
        *(
            replace(message, comment=replace(comment, **nothing))
            for nothing in (
                {"text": None},
                {"text": ""},
                {"attachment": None},
                {"author_id": None},
                {"link": None},
                {"text": None, "attachment": None},
            )
        ),
    ]
    if HIDDEN in kinds:
        poorer.append(replace(message, comment=replace(comment, hidden=False)))
    if isinstance(before, Breach | Unknown):
        for less in poorer:
            told = word(less, platform=platform, known={KEY: kinds})
            assert not isinstance(told, Pass), less
            assert not isinstance(word(less, platform=platform), Pass), less


def test_a_closing_ends_what_was_seen_then_and_nothing_later():
    late = said(5, THREAT, number="c")
    closed = {"closing": close(1), "known": KNOWN}
    assert isinstance(word(late, **closed), Breach)
    assert isinstance(word(faded(late), **closed), Unknown)
    assert isinstance(word(faded(other()), **closed), Pass)


def test_what_nobody_can_tell_says_why_and_where_to_look():
    told = word(other(None))
    assert (told.because.english(), told.link) == (
        "The text of the comment was not told.",
        "https://example.org/post",
    )
    shown = word(other("När öppnar det?"), known={KEY: (HIDDEN,)})
    assert isinstance(shown, Unknown)
    assert shown.because.english()


def wordless(message, moderate=(), untold=False):
    """The message after a person had its words erased: what it was judged to be is left."""
    verdict = replace(triage(None, (), None, STANDARDS.vocabulary), moderate=moderate)
    comment = replace(message.comment, text=None, author_id=None)
    return replace(message, comment=comment, judged=verdict, untold=untold)


def test_what_was_erased_on_request_is_judged_as_it_was_by_its_words():
    told = word(wordless(other(), ("threat",)))
    assert isinstance(told, Breach)
    assert told.evidence["kinds"] == ["threat"]
    assert word(wordless(other("Hej"))) is None
    assert isinstance(word(wordless(other("Hej")), known=KNOWN), Pass)
    assert word(wordless(other(), ("threat",)), decisions=[close(1)]).evidence["ended"] == "closed"


def test_what_was_erased_before_anybody_knew_its_words_is_still_to_be_looked_at():
    assert isinstance(word(wordless(other(), untold=True), known=KNOWN), Unknown)
