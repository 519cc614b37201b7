"""Lists and objects as they were written before the second protocol."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox.linkedin.first_protocol import gathered
from connectors.sandbox.linkedin.restli import Malformed

PLAIN = {"X-Restli-Protocol-Version": None}


def test_plain_parameters_stay_as_they_are():
    assert gathered({"q": "search", "pageSize": "10"}) == {"q": "search", "pageSize": "10"}


def test_lists_and_objects_are_put_together_in_the_order_of_their_places():
    assert gathered(
        {
            "search.status.values[1]": "PAUSED",
            "search.status.values[0]": "ACTIVE",
            "search.test": "false",
            "ids[0]": "urn%3Ali%3AsponsoredCreative%3A1",
            "ids[1]": "urn:li:sponsoredCreative:2",
        }
    ) == {
        "search": {"status": {"values": ("ACTIVE", "PAUSED")}, "test": "false"},
        "ids": ("urn:li:sponsoredCreative:1", "urn:li:sponsoredCreative:2"),
    }


@pytest.mark.parametrize(
    "written",
    [
        {"ids[1]": "1"},
        {"ids[0]": "1", "ids[00]": "2"},
        {"ids[0]": "1", "ids.a": "2"},
        {"a": "1", "a.b": "2"},
        {"a.b": "1", "a": "2"},
        {"ids[x]": "1"},
        {"ids[]": "1"},
        {"a..b": "1"},
        {"search": "(test:false)"},
        {"ids": "List(1)"},
        {"a": "%ff"},
    ],
)
def test_what_contradicts_itself_or_is_of_the_second_protocol_is_refused(written):
    with pytest.raises(Malformed):
        gathered(written)


@settings(max_examples=100)
@given(st.dictionaries(st.text("ab.[]01", max_size=8), st.text(max_size=4), max_size=4))
def test_no_text_does_worse_than_that(written):
    with contextlib.suppress(Malformed):
        gathered(written)


def test_a_search_means_the_same_in_both_protocols(shared_linkedin):
    plain = "adAccounts/501/adCampaigns?q=search&search.status.values%5B0%5D=ACTIVE"
    second = "adAccounts/501/adCampaigns?q=search&search=(status:(values:List(ACTIVE)))"
    found = shared_linkedin.get(plain, headers=PLAIN)
    assert found["elements"]
    assert found == shared_linkedin.get(second)


def test_a_batch_answers_by_the_plain_urn(shared_linkedin):
    urn = "urn:li:sponsoredCreative:101"
    answer = shared_linkedin.get(f"adAccounts/501/creatives?ids[0]={urn}", headers=PLAIN)
    assert answer["results"][urn]["id"] == urn
    assert answer["statuses"] == {urn: 200}


def test_a_list_that_is_none_is_refused(shared_linkedin):
    for path in ("adAccounts?ids[1]=501", "adAccounts?ids=501"):
        assert shared_linkedin.refused(path, headers=PLAIN) == (400, "PARAM_INVALID")
