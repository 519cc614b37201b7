"""The OAuth end points: what is known of a token, new ones, and taking them back."""

from datetime import timedelta

import pytest

from connectors.sandbox.linkedin.tokens import SCOPES
from tests.connectors.sandbox.linkedin_wire import NOON, serving

SEARCH = "adAccounts?q=search"
REFRESH = {"grant_type": "refresh_token", "refresh_token": "sandbox-refresh-ads"}


@pytest.mark.parametrize("kind", ["ads", "community"])
def test_introspection_tells_scopes_and_dates_in_seconds(shared_linkedin, kind):
    body = shared_linkedin.form("introspectToken", token=f"sandbox-{kind}").json()
    assert (body["active"], body["status"], body["auth_type"]) == (True, "active", "3L")
    assert body["scope"].split(",") == list(SCOPES[kind])
    assert body["expires_at"] - body["created_at"] == 5184000
    assert body["created_at"] == body["authorized_at"] < NOON.timestamp()
    assert not [name for name in body if name.startswith("_")]


def test_introspection_tells_that_a_token_is_dead(linkedin):
    for toggle, status in (("token_expired", "expired"), ("token_revoked", "revoked")):
        linkedin.toggle(**{toggle: True})
        body = linkedin.form("introspectToken", token="sandbox-ads").json()
        assert (body["active"], body["status"]) == (False, status)
    assert linkedin.form("introspectToken", token="nobody").json() == {"active": False}


def test_refreshing_gives_a_new_token_and_does_not_prolong_the_refresh_token(linkedin):
    first, second = (linkedin.form("accessToken", **REFRESH).json() for _ in range(2))
    assert first["access_token"] != second["access_token"]
    assert first["expires_in"] == 5184000
    assert first["refresh_token_expires_in"] == 364 * 86400
    assert first["scope"].split(",") == list(SCOPES["ads"])
    assert linkedin.as_(second["access_token"]).get(SEARCH)


def test_tokens_die_of_age():
    now = [NOON]
    linkedin = serving(clock=lambda: now[0])
    try:
        now[0] = NOON + timedelta(days=59)
        assert linkedin.refused(SEARCH) == (401, "EXPIRED_ACCESS_TOKEN")
        fresh = linkedin.form("accessToken", **REFRESH).json()
        assert linkedin.as_(fresh["access_token"]).get(SEARCH)
        now[0] = NOON + timedelta(days=364)
        answer = linkedin.form("accessToken", **REFRESH)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    finally:
        linkedin.sandbox.stop()


def test_a_token_can_be_taken_back(linkedin):
    assert linkedin.form("revoke", token="sandbox-ads").status_code == 200
    assert linkedin.form("revoke", token="nobody").status_code == 200
    assert linkedin.refused(SEARCH) == (401, "REVOKED_ACCESS_TOKEN")
    assert linkedin.community.get("organizationAcls?q=roleAssignee")


@pytest.mark.parametrize(
    ("name", "form", "status", "error"),
    [
        ("introspectToken", {"client_secret": "wrong"}, 401, "invalid_client"),
        ("accessToken", {"client_id": "2"}, 401, "invalid_client"),
        ("accessToken", {"grant_type": "password"}, 400, "unsupported_grant_type"),
        ("accessToken", {**REFRESH, "refresh_token": "ads"}, 400, "invalid_request"),
        ("accessToken", {**REFRESH, "refresh_token": "sandbox-refresh-x"}, 400, "invalid_request"),
        ("authorization", {}, 404, "not_found"),
    ],
)
def test_a_form_that_is_wrong_is_refused(shared_linkedin, name, form, status, error):
    answer = shared_linkedin.form(name, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
