"""Consent, tokens for a code, refreshing, introspection: against the sandbox and word for word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response

from connectors.errors import ConnectorError, TokenRejected, Unavailable, Unreadable
from connectors.linkedin.grant import Grant, read_grant, scopes_in
from connectors.linkedin.oauth import App, consent_address, exchange, introspect, refresh
from connectors.sandbox import Sandbox

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BACK = "http://127.0.0.1:8734/linkedin"
SECRET, CODE = "quiet-secret-7", "quiet-code-8"
ADS = ("r_ads", "rw_ads", "r_ads_reporting")


@pytest.fixture
def sandbox():
    with Sandbox(clock=lambda: NOON, city=False) as sandbox:
        sandbox.base_url = sandbox.start()
        yield sandbox


def an_app(base_url, client_id="1", client_secret="sandbox-secret"):
    return App(
        oauth_url=base_url,
        place="[linkedin] ads_",
        client_id=client_id,
        client_secret=client_secret,
    )


def agree(app, scopes=ADS, state="xyz"):
    """Where a browser ends after the member agreed."""
    address = consent_address(app, redirect_uri=BACK, scopes=scopes, state=state)
    with requests.get(address, allow_redirects=False, timeout=5) as answer:
        return answer.headers["Location"]


def code_of(address):
    return address.partition("code=")[2].partition("&")[0]


def test_a_code_gives_tokens_with_both_their_ends(sandbox):
    app = an_app(sandbox.base_url)
    grant = exchange(app, code=code_of(agree(app)), redirect_uri=BACK, at=NOON)
    assert grant.expires_at == NOON + timedelta(days=60)
    assert grant.refresh_expires_at == NOON + timedelta(days=365)
    assert grant.scopes == tuple(sorted(ADS))
    assert introspect(app, grant.access_token).active


def test_a_code_is_good_once_and_with_its_own_address_only(sandbox):
    app = an_app(sandbox.base_url)
    code = code_of(agree(app))
    with pytest.raises(TokenRejected, match="of another address"):
        exchange(app, code=code, redirect_uri="http://127.0.0.1:1/else", at=NOON)
    code = code_of(agree(app))
    exchange(app, code=code, redirect_uri=BACK, at=NOON)
    with pytest.raises(TokenRejected, match="used"):
        exchange(app, code=code, redirect_uri=BACK, at=NOON)


def test_a_scope_that_was_not_granted_rejects_the_whole_request(sandbox):
    where = agree(an_app(sandbox.base_url), scopes=(*ADS, "w_member_social"))
    assert "error=unauthorized_scope_error" in where
    assert "code=" not in where
    assert "state=xyz" in where


def test_refreshing_gives_a_new_token_and_does_not_prolong_the_consent(sandbox):
    app = an_app(sandbox.base_url)
    first = exchange(app, code=code_of(agree(app)), redirect_uri=BACK, at=NOON)
    second = refresh(app, first, at=NOON)
    assert second.access_token != first.access_token
    assert second.refresh_expires_at == first.refresh_expires_at


def test_another_set_of_scopes_ends_the_tokens_from_before(sandbox):
    app = an_app(sandbox.base_url)
    first = exchange(app, code=code_of(agree(app)), redirect_uri=BACK, at=NOON)
    exchange(app, code=code_of(agree(app, scopes=ADS[:1])), redirect_uri=BACK, at=NOON)
    told = introspect(app, first.access_token)
    assert (told.active, told.status) == (False, "revoked")


def test_a_token_that_nobody_knows_is_not_active(sandbox):
    told = introspect(an_app(sandbox.base_url), "nobody")
    assert (told.active, told.status, told.expires_at) == (False, None, None)


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>502</html>", 502, content_type="text/html"),
        Response("", 200),
        Response("[1]", 200, content_type="application/json"),
        Response('{"expires_in": 5}', 200, content_type="application/json"),
        Response('{"access_token": "a"}', 200, content_type="application/json"),
        Response('{"access_token": "a", "expires_in": "5"}', 200),
        Response('{"access_token": "a", "expires_in": -5}', 200),
        Response('{"error": "x"}', 302, headers={"Location": "https://example.org/"}),
        Response(f'{{"error": "no", "error_description": "{SECRET} {CODE}"}}', 400),
        Response(f'{{"error": ["{CODE}"]}}', 401),
    ],
)
def test_whatever_comes_back_is_one_of_our_errors_and_shows_no_secret(httpserver, answer):
    httpserver.expect_request("/oauth/v2/accessToken").respond_with_response(answer)
    app = an_app(httpserver.url_for("").rstrip("/"), client_secret=SECRET)
    with pytest.raises(ConnectorError) as failed:
        exchange(app, code=CODE, redirect_uri=BACK, at=NOON)
    assert isinstance(failed.value, TokenRejected | Unavailable | Unreadable)
    told = f"{failed.value!s} {failed.value!r} {app!r}"
    assert SECRET not in told
    assert CODE not in told


def test_a_platform_that_cannot_be_reached_is_unavailable():
    with pytest.raises(Unavailable, match="cannot be reached"):
        introspect(an_app("http://127.0.0.1:1"), "t")


def test_without_refresh_token_only_a_member_can_renew():
    grant = Grant(access_token="a", granted_at=NOON, expires_at=NOON)
    with pytest.raises(TokenRejected, match="every 60 days"):
        refresh(an_app("http://127.0.0.1:1"), grant, at=NOON)


def test_a_refresh_that_names_no_refresh_token_keeps_the_one_there_was():
    before = Grant(
        access_token="a",
        granted_at=NOON,
        expires_at=NOON,
        refresh_token="r",
        refresh_expires_at=NOON + timedelta(days=9),
    )
    grant = read_grant({"access_token": "b", "expires_in": 60}, at=NOON, before=before)
    assert (grant.refresh_token, grant.refresh_expires_at) == ("r", before.refresh_expires_at)


def test_no_token_shows_in_a_grant_in_print():
    grant = Grant(access_token=SECRET, granted_at=NOON, expires_at=NOON, refresh_token=CODE)
    assert SECRET not in repr(grant)
    assert CODE not in repr(grant)


@given(st.lists(st.sampled_from(["r_ads", "rw_ads", "r_basicprofile"]), max_size=4), st.data())
def test_scopes_are_read_whether_spaces_or_commas_part_them(scopes, data):
    written = ""
    for one in scopes:
        written += one + data.draw(st.sampled_from([",", " ", ", "]))
    assert scopes_in(written) == tuple(sorted(set(scopes)))


@given(
    st.dictionaries(
        st.sampled_from(["access_token", "expires_in", "refresh_token", "scope", "x"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none()),
    )
)
def test_no_answer_makes_a_grant_out_of_nothing(told):
    try:
        grant = read_grant(told, at=NOON)
    except Unreadable:
        return
    assert grant.access_token == told["access_token"]
    assert grant.expires_at == NOON + timedelta(seconds=told["expires_in"])
