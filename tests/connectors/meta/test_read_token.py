"""What a token is worth, as Meta tells it, and what it lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import ConnectorError, Unreadable
from connectors.meta.read_token import NEVER, inspect, read_token
from connectors.meta.refusal import Asked
from connectors.meta.scopes import READING, STOPPING, lacking, reaches
from connectors.sandbox.meta.tokens import SCOPES
from tests.connectors.meta.scripted import SECRET, TOKEN

ASKED = Asked(endpoint="debug_token", token="[meta] stop_token", version="v26.0", secrets=(SECRET,))


def told(**data):
    return read_token({"data": {"is_valid": True, **data}}, ASKED)


def missing(scopes, needs=READING):
    return [one.scope for one in lacking(scopes, needs)]


def test_a_token_of_a_system_user_is_good_for_ever(ads):
    worth = ads.reader().token()
    assert (worth.valid, worth.because, worth.app_id) == (True, None, "1")
    assert (worth.kind, worth.expires, worth.data_access_ends) == ("SYSTEM_USER", NEVER, NEVER)
    assert worth.limited["pages_read_engagement"]
    assert missing(worth.scopes, READING + STOPPING) == []


def test_an_expired_token_is_not_valid_and_says_what_to_do(ads):
    ads.toggle(token_expired=True)
    worth = ads.reader().token()
    assert not worth.valid
    assert "[meta] access_token: it has expired. Create a new one" in worth.because.english()


def test_a_token_that_ends_says_when(ads):
    ads.toggle(token_expires_in_days=14, data_access_expires_in_days=90)
    worth = ads.reader().token()
    assert worth.data_access_ends - worth.expires == timedelta(days=76)


@pytest.mark.parametrize("without", ["token", "app_secret"])
def test_without_token_and_secret_nobody_can_ask(ads, without):
    with pytest.raises(ConnectorError, match="Set both"):
        ads.reader(**{without: None}).token()


def test_no_error_shows_the_token_that_it_is_about(script):
    script.on("debug_token", {"error": {"code": 190, "message": f"no {TOKEN}, {SECRET}"}})
    with pytest.raises(ConnectorError) as failed:
        inspect(script.graph(), script.access())
    assert "[secret]" in str(failed.value)
    assert TOKEN not in str(failed.value)
    assert SECRET not in str(failed.value)


def test_an_end_is_an_instant_never_or_not_told():
    assert told(expires_at=1_800_000_000).expires == datetime(2027, 1, 15, 8, tzinfo=UTC)
    assert told(expires_at=0).expires == NEVER
    assert told().expires is None


@pytest.mark.parametrize(
    ("error", "because"),
    [
        ({"code": 190, "subcode": 460, "message": "x"}, "changed the password"),
        ({"code": 190, "error_subcode": 458}, "the app was removed"),
        ({"message": f"no {SECRET}"}, "no [secret]"),
    ],
)
def test_a_token_that_is_not_valid_says_why(error, because):
    worth = told(is_valid=False, error=error)
    assert not worth.valid
    assert because in worth.because.english()
    assert SECRET not in worth.because.english()


def test_a_token_of_which_nothing_is_told_is_not_valid():
    worth = read_token({"data": {}}, ASKED)
    assert (worth.valid, worth.because, worth.kind, worth.scopes) == (False, None, None, None)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"is_valid": "yes"},
        {"expires_at": "soon"},
        {"expires_at": False},
        {"expires_at": 10**30},
        {"scopes": "ads_read"},
        {"error": "no"},
        {"granular_scopes": [5]},
        {"granular_scopes": [{"target_ids": ["1"]}]},
    ],
)
def test_another_shape_is_refused(data):
    with pytest.raises(Unreadable):
        read_token({"data": data if isinstance(data, list) else {"is_valid": False, **data}}, ASKED)


def test_a_scope_that_is_not_limited_reaches_everything():
    worth = told(granular_scopes=[{"scope": "ads_read"}, {"scope": "pages_messaging",
                                                        "target_ids": ["1001"]}])  # fmt: skip
    assert worth.outside("ads_read", ["act_1"]) == ()
    assert worth.outside("pages_messaging", ["1001", "1002"]) == ("1002",)


def test_an_account_is_the_same_with_and_without_its_prefix():
    limit = [{"scope": "ads_management", "target_ids": ["1", "act_2"]}]
    assert told(granular_scopes=limit).outside("ads_management", ["act_1", "act_2", "act_3"]) == (
        "act_3",
    )


def test_reading_needs_no_permission_to_change_anything():
    assert "ads_management" not in {need.scope for need in READING}
    assert {need.scope for need in READING + STOPPING} < set(SCOPES)


def test_the_permission_to_manage_ads_includes_reading_them():
    assert missing(set(SCOPES) - {"ads_read"}) == []
    assert missing(set(SCOPES) - {"ads_read", "ads_management"}) == ["ads_read"]
    assert missing({"ads_read"}, STOPPING) == ["ads_management"]


def test_every_permission_says_what_does_not_work_without_it():
    sentences = [need.without.english() for need in READING + STOPPING]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("ads_read", "ad_accounts"), ("pages_messaging", "pages"),
     ("instagram_basic", "instagram"), ("business_management", None)],
)  # fmt: skip
def test_what_a_limit_is_about(scope, expected):
    assert reaches(scope) == expected
