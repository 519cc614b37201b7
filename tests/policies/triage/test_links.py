"""Links in a text, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.triage.links import has_link, host_of, links
from tests.policies.triage.words import judged


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.example.org/anmalan", "example.org"),
        ("http://example.org:8080", "example.org"),
        ("www.example.org?a=1", "example.org"),
        ("example.org#a", "example.org"),
        ("https://anna@example.org/", "example.org"),
        ("https://example.www.org", "example.www.org"),
        ("https://minwww.", "minwww"),
        ("https://www.", ""),
        ("https://bit.ly)", "bit.ly"),
        ("https://bit.ly).", "bit.ly"),
        ("https://t.me,", "t.me"),
        ("https://t.me,nu", "t.me"),
        ("https://bit.ly;", "bit.ly"),
        ("https://bit.ly!", "bit.ly"),
        ("https://bit.ly...", "bit.ly"),
        ("https://bit.ly./x", "bit.ly"),
        ('https://bit.ly"', "bit.ly"),
        ("https://bit.ly'", "bit.ly"),
        ("https://bit.ly>", "bit.ly"),
        ("https://bit.ly]", "bit.ly"),
        ("https://bit.ly\\x", "bit.ly"),
        ("https://a,b)c@bit.ly/x", "bit.ly"),
        ("192.0.2.7/a", "192.0.2.7"),
        ("https://", ""),
    ],
)
def test_the_host_of_a_link(link, host):
    assert host_of(link) == host


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("se example.org/a och www.example.com", ("example.org/a", "www.example.com")),
        ("https://example.org", ("https://example.org",)),
        ("http://192.0.2.7/a", ("http://192.0.2.7/a",)),
        ("anna@example.org", ()),
        ("klockan 12.30", ()),
        ("t.ex. simskolan", ()),
        ("storvinst.vip/abc", ("storvinst.vip/abc",)),
        ("gå till storvinst.click!", ("storvinst.click",)),
        ("storvinst.club, storvinst.icu", ("storvinst.club", "storvinst.icu")),
        ("discord.gg/abc gratis", ("discord.gg/abc",)),
        ("storvinst.win/a storvinst.live?b", ("storvinst.win/a", "storvinst.live?b")),
        ("på storvinst.store \nsen", ("storvinst.store",)),
        ("på storvinst.bet!", ("storvinst.bet",)),
        ("äntligen klart.live på lördag", ()),
        ("klart.win win för alla", ()),
        ("så kul.live-musik", ()),
        ("den lille.store kan vänta", ()),
        ("så vacker.bet hunden", ()),
        ("kom hit.vipp på stjärten", ()),
        ("sök på bettan.winter", ()),
        ("anna@storvinst.win", ()),
    ],
)
def test_links_with_and_without_a_scheme(text, found):
    assert links(text) == found
    assert has_link(text) is bool(found)


@given(
    st.sampled_from(["https://bit.ly", "http://t.me", "https://www.wa.me", "bit.ly/a", "t.me/b"]),
    st.text(alphabet="),.;!\"'", max_size=5),
    st.sampled_from(["", " nu", "\n"]),
    st.sampled_from(["", "(", "se: "]),
)
def test_what_stands_behind_a_link_makes_no_other_host_of_it(link, behind, rest, before):
    assert judged(f"{before}{link}{behind}{rest}").moderate == ("spam-link",)


@pytest.mark.parametrize(
    "text",
    [
        "Vinn pengar: storvinst.vip/abc",
        "Gratis pengar på storvinst.click",
        "Gratis pengar på storvinst.live",
        "discord.gg/abc gratis",
        "(https://bit.ly)",
        "https://t.me, nu",
    ],
)
def test_endings_that_spam_likes_and_hosts_in_brackets_are_spam(text):
    assert judged(text).moderate == ("spam-link",)


@pytest.mark.parametrize(
    "text",
    [
        "Vi vann.live på lördag igen",
        "Gratis inträde.store och små är välkomna",
        "Vinn tillbaka kvällen.win win för alla",
        "Se (https://example.org), tack!",
    ],
)
def test_a_missing_space_before_a_word_is_no_link_of_spam(text):
    assert judged(text).moderate == ()
