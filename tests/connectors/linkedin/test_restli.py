"""The Rest.li 2.0 encoding, against LinkedIn's own forms and against itself."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.linkedin.restli import Malformed, decode, encode, key, plain, query

STRUCTURE = "(),:"
values = st.recursive(
    st.text(max_size=12) | st.sampled_from(["urn:li:comment:(urn:li:activity:1,2)", "List(", "''"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
@settings(max_examples=150)
def test_whatever_is_written_reads_back_the_same(value):
    assert decode(encode(value)) == value


@given(st.text())
def test_a_string_never_carries_structure_and_is_plain_ascii(text):
    written = encode(text)
    assert not set(written) & set(STRUCTURE + "&=?#/ ")
    assert written.isascii()


@given(st.text(alphabet=string.printable + "åäö(),:%", min_size=1))
def test_a_path_key_is_encoded_exactly_once(text):
    assert "/" not in key(text)
    assert plain(key(text)) == text


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1), values, max_size=4))
def test_a_query_has_one_part_a_parameter(parameters):
    written = query(parameters)
    parts = [part.partition("=") for part in written.split("&")] if written else []
    assert {name: decode(value) for name, _, value in parts} == parameters


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", "''"),
        ([], "List()"),
        ({}, "()"),
        (True, "true"),
        (False, "false"),
        (9, "9"),
        ([1, 2], "List(1,2)"),
        (
            {"status": {"values": ["ACTIVE", "PAUSED"]}, "test": False},
            "(status:(values:List(ACTIVE,PAUSED)),test:false)",
        ),
        (
            {"id": {"values": ["urn:li:sponsoredAccount:123"]}},
            "(id:(values:List(urn%3Ali%3AsponsoredAccount%3A123)))",
        ),
        (
            {"account": "urn:li:sponsoredAccount:1", "user": "urn:li:person:AbC"},
            "(account:urn%3Ali%3AsponsoredAccount%3A1,user:urn%3Ali%3Aperson%3AAbC)",
        ),
        ({"year": 2026, "month": 9, "day": 1}, "(year:2026,month:9,day:1)"),
    ],
)
def test_documented_forms_are_written_to_the_letter(value, written):
    assert encode(value) == written


def test_a_comment_urn_is_one_key_in_a_path():
    urn = "urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)"
    written = (
        "urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A6631349431612559360%2C6636062862760562688%29"
    )
    assert key(urn) == written


@pytest.mark.parametrize("text", ["", "List(", "(a)", "List(a", "(a:b", "a)", "List(a)b", "(a:)"])
def test_what_is_not_in_this_encoding_is_refused(text):
    with pytest.raises(Malformed):
        decode(text)


def test_wanted_fields_keep_their_plain_commas():
    assert query({"q": "search"}, ("id", "dateRange")) == "q=search&fields=id,dateRange"
    assert query({}, ("id",)) == "fields=id"
