"""The grammar of field expansion."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.meta.errors import GraphError
from connectors.sandbox.meta.grammar import Wanted, parse


def test_no_fields_are_asked_for_by_an_empty_text():
    assert parse("") == ()


def test_plain_names_stand_in_order():
    assert [one.name for one in parse("id,name, status")] == ["id", "name", "status"]


def test_braces_nest_and_are_kept_as_written():
    outer = parse("campaigns.limit(5){name,adsets{id}}")[0]
    assert outer.name == "campaigns"
    assert outer.params == {"limit": "5"}
    assert outer.text == "name,adsets{id}"
    assert outer.inner[1] == Wanted("adsets", {}, (Wanted("id"),), "id")


def test_modifiers_may_follow_the_braces():
    assert parse("comments{id}.limit(2).order(chronological)")[0].params == {
        "limit": "2",
        "order": "chronological",
    }


def test_arguments_may_hold_json_with_brackets_and_strings():
    text = 'ads.filtering([{"field":"name","operator":"EQUAL","value":"a)\\"}"}]){id}'
    assert parse(text)[0].params["filtering"].endswith('"value":"a)\\"}"}]')


@pytest.mark.parametrize("text", ["a,", "a{b", "a{}", "a.limit", "a.limit(5", "a}b", ",", "a b}"])
def test_a_text_that_breaks_off_is_a_syntax_error(text):
    with pytest.raises(GraphError) as wrong:
        parse(text)
    assert wrong.value.code == 2500


@given(st.text(alphabet='ab{}(),."[]\\', max_size=30))
def test_no_text_does_worse_than_a_syntax_error(text):
    with suppress(GraphError):
        assert all(one.name for one in parse(text))
