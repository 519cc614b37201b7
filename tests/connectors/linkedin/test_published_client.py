"""LinkedIn's own published client and ours: the same campaigns, the same encoding.

Its licence ties it to an agreement with LinkedIn about their API, so it is no dependency of ours;
where `linkedin-api-client` 0.3.0 is installed beside the project, these run.
"""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader, restli
from connectors.sandbox import Sandbox
from connectors.sandbox.city_linkedin_campaigns import OURS
from connectors.sandbox.linkedin.tokens import ADS_TOKEN, COMMUNITY_TOKEN

published = pytest.importorskip("linkedin_api.clients.restli.client")
encoder = pytest.importorskip("linkedin_api.clients.restli.utils.encoder")
constants = pytest.importorskip("linkedin_api.common.constants")

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VERSION = "202608"
STATUSES = [
    "ACTIVE", "ARCHIVED", "CANCELED", "COMPLETED", "DRAFT", "PAUSED", "PENDING_DELETION", "REMOVED",
]  # fmt: skip
BELOW = "/adAccounts/{account}/adCampaigns"

words = st.text(min_size=1) | st.text(string.punctuation + " åäö😍", min_size=1)
urns = st.builds("urn:li:{}:{}".format, st.sampled_from(["share", "person"]), st.integers(0))
urns |= st.builds("urn:li:comment:({},{})".format, urns, st.integers(0))
leaves = words | urns | st.booleans() | st.integers()
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(words, inner, max_size=4).map(lambda one: dict(sorted(one.items())))
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def base_url():
    with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox.start()


@pytest.fixture
def client(base_url, monkeypatch):
    """The client, at the sandbox: its address is a constant of its package."""
    monkeypatch.setattr(constants, "VERSIONED_BASE_URL", f"{base_url}/rest")
    client = published.RestliClient()
    client.session.trust_env = False
    with client.session:
        yield client


def ours(base_url):
    access = LinkedInAccess(
        base_url=base_url,
        version=VERSION,
        ads_token=ADS_TOKEN,
        community_token=COMMUNITY_TOKEN,
        ad_accounts=(OURS,),
        organizations=(),
        tier="standard",
        community_tier="standard",
        editable_accounts=(),
        watch_after_days=90,
    )
    return LinkedInReader(access, patience=Patience(0), clock=lambda: NOW).snapshot(OURS)


def asked(**more):
    return {
        "resource_path": BELOW,
        "path_keys": {"account": OURS},
        "access_token": ADS_TOKEN,
        "version_string": VERSION,
        **more,
    }


def found(client, **more):
    wanted = {"search": {"status": {"values": STATUSES}, "test": False}, "pageSize": 1000, **more}
    return client.finder(**asked(finder_name="search", query_params=wanted))


def rows(elements):
    return {(str(one["id"]), one["name"], one["status"]) for one in elements}


def seen(base_url):
    return {(one.id, one.name, one.intent) for one in ours(base_url).ad_sets}


def test_a_finder_gives_it_the_campaigns_that_our_reader_reads(base_url, client):
    told = found(client)
    assert told.status_code == 200
    assert len(told.elements) > 5
    assert rows(told.elements) == seen(base_url)


def test_a_batch_gives_it_the_campaigns_that_our_reader_reads(base_url, client):
    ids = [int(one.id) for one in ours(base_url).ad_sets]
    told = client.batch_get(**asked(ids=ids))
    assert told.status_code == 200
    assert rows(told.results.values()) == seen(base_url)


def test_one_campaign_by_path_keys_is_the_one_that_our_reader_reads(base_url, client):
    one = ours(base_url).ad_sets[0]
    keys = {"account": OURS, "campaign": one.id}
    told = client.get(**asked(resource_path=BELOW + "/{campaign}", path_keys=keys))
    assert rows([told.entity]) == {(one.id, one.name, one.intent)}


def test_the_token_of_the_next_page_is_in_its_raw_answer_alone(client):
    told = found(client, pageSize=2)
    assert told.response.json()["metadata"]["nextPageToken"]
    assert (len(told.elements), told.metadata) == (2, None)


def test_a_finder_of_many_words_reaches_the_sandbox_by_its_tunnel(client):
    told = found(client, search={"name": {"values": ["x" * 5000]}, "test": False})
    assert told.response.request.method == "POST"
    assert (told.status_code, told.elements) == (200, [])


@given(values)
@settings(max_examples=150, deadline=None)
@example({"status": {"values": ["ACTIVE", "PAUSED"]}, "test": False})
@example([])
@example({})
@example("urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)")
@example("(a:b),List('c')%28 &=+/?#\"\\")
def test_every_value_is_encoded_as_its_encoder_does(value):
    assert restli.encode(value) == encoder.encode(value)


@given(st.dictionaries(st.sampled_from(["ids", "q", "search", "count"]), values))
@settings(max_examples=50, deadline=None)
def test_every_query_is_encoded_as_its_encoder_does(parameters):
    assert restli.query(dict(sorted(parameters.items()))) == encoder.param_encode(parameters)


@given(words | urns)
@settings(max_examples=50, deadline=None)
def test_a_key_of_a_path_is_encoded_as_its_encoder_does(identity):
    assert restli.key(identity) == encoder.encode(identity)


def test_an_empty_string_is_written_as_the_protocol_demands_which_the_client_does_not():
    """Rest.li protocol 2.0: the empty string is `''`; the client's is no value at all."""
    assert (restli.encode(["a", ""]), encoder.encode(["a", ""])) == ("List(a,'')", "List(a,)")
    with pytest.raises(restli.Malformed):
        restli.decode(encoder.encode(["a", ""]))


def test_the_keys_of_an_object_keep_our_order_and_get_the_clients():
    """Rest.li protocol 2.0 gives them no order: both are right."""
    told = {"values": ["A"], "exact": True}
    assert restli.encode(told) == "(values:List(A),exact:true)"
    assert encoder.encode(told) == "(exact:true,values:List(A))"
    assert restli.decode(restli.encode(told)) == restli.decode(encoder.encode(told))


def test_what_the_client_takes_beyond_ours_has_no_place_in_the_protocol_or_in_our_questions():
    """`None` becomes no text at all, and a fraction the text of Python; our types refuse both."""
    assert (encoder.encode(None), encoder.encode(1.5)) == ("", "1.5")
