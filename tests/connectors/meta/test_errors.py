"""Meta's refusals become the one right error, by code and subcode."""

from __future__ import annotations

import pytest

from connectors.errors import (
    FieldRefused,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    TooMuchData,
    Unavailable,
    VersionRetired,
)
from connectors.meta.errors import decipher
from connectors.meta.refusal import Asked, read_refusal

ASKED = Asked(
    endpoint="act_1/ads", token="[meta] access_token", version="v26.0", account_id="act_1"
)


def meant(code=None, subcode=None, *, message="(#x) words", status=400, headers=None, **more):
    told = {"message": message, "code": code, "error_subcode": subcode, **more}
    return decipher(read_refusal(status, headers or {}, {"error": told}, asked=ASKED))


@pytest.mark.parametrize(
    ("code", "subcode", "expected"),
    [
        (190, None, TokenRejected),
        (190, 463, TokenRejected),
        (190, 492, TokenRejected),
        (102, None, TokenRejected),
        (104, None, TokenRejected),
        (10, None, PermissionMissing),
        (200, None, PermissionMissing),
        (273, None, PermissionMissing),
        (294, None, PermissionMissing),
        (299, None, PermissionMissing),
        (1815694, None, PermissionMissing),
        (100, 1815694, PermissionMissing),
        (100, 33, NotFound),
        (100, None, RequestRefused),
        (100, 1487694, RequestRefused),
        (3018, None, RequestRefused),
        (2642, None, RequestRefused),
        (2635, None, VersionRetired),
        (4, None, RateLimited),
        (17, 2446079, RateLimited),
        (32, None, RateLimited),
        (341, None, RateLimited),
        (613, 1487742, RateLimited),
        (80000, None, RateLimited),
        (80004, 2446079, RateLimited),
        (80014, None, RateLimited),
        (80015, None, RequestRefused),
        (368, 1404078, RequestRefused),
        (1404163, None, RequestRefused),
        (100, 1487566, RequestRefused),
        (1, None, Unavailable),
        (1, 99, Unavailable),
        (2, None, Unavailable),
        (960, None, Unavailable),
        (-3, None, Unavailable),
        (5, 99, Unavailable),
        (12345, None, RequestRefused),
    ],
)
def test_codes(code, subcode, expected):
    assert type(meant(code, subcode)) is expected


def test_a_throttle_that_calls_itself_transient_is_a_throttle():
    assert isinstance(meant(17, is_transient=True), RateLimited)


def test_an_unknown_code_that_calls_itself_transient_is_worth_repeating():
    assert isinstance(meant(12345, is_transient=True), Unavailable)


def test_the_removed_ids_parameter_is_never_asked_for_again_in_spite_of_its_status():
    message = "The ids query parameter is deprecated in v26.0+"
    assert isinstance(meant(100, message=message, status=500), RequestRefused)


@pytest.mark.parametrize("code", [1, 2])
def test_too_much_data_is_told_from_a_stumble(code):
    message = "Please reduce the amount of data you're asking for, then retry your request"
    assert isinstance(meant(code, message=message, status=500), TooMuchData)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("(#100) Tried accessing nonexisting field (placement_soft_opt_out) on node type (AdSet)",
         "placement_soft_opt_out"),
        ("(#100) The field targeting is deprecated", "targeting"),
        ("(#12) field 'body' has been deprecated for versions v26.0 and higher", "body"),
    ],
)  # fmt: skip
def test_a_refused_field_is_named(message, field):
    refused = meant(100, message=message)
    assert isinstance(refused, FieldRefused)
    assert refused.field == field


@pytest.mark.parametrize(
    "message",
    [
        "Invalid appsecret_proof provided in the API argument",
        "API calls from the server require an appsecret_proof argument",
    ],
)
def test_a_wrong_proof_leads_to_the_apps_secret(message):
    refused = meant(100, message=message)
    assert isinstance(refused, TokenRejected)
    assert "[meta] app_secret" in str(refused)


def test_an_expired_token_says_so_and_where_to_set_a_new_one():
    assert str(meant(190, 463)) == (
        "Meta rejects the token [meta] access_token: it has expired. Create a new one for the "
        "system user and set it there."
    )


def test_a_retired_version_is_named():
    assert "version v26.0 of its API" in str(meant(2635))


def test_code_2500_is_a_token_or_a_path():
    token = meant(2500, message="An active access token must be used to query information")
    assert isinstance(token, TokenRejected)
    assert isinstance(meant(2500, message="Unknown path components: /x"), RequestRefused)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("(#80004) There have been too many calls to this ad-account.", RateLimited),
        ("(#200) Permissions error", PermissionMissing),
        ("Error validating access token: Session has expired", TokenRejected),
        ("No node specified", RequestRefused),
    ],
)
def test_an_error_without_a_code_is_read_by_how_it_begins(message, expected):
    assert type(meant(message=message)) is expected


@pytest.mark.parametrize(
    ("status", "expected"), [(500, Unavailable), (502, Unavailable), (404, RequestRefused)]
)
def test_an_answer_that_says_nothing_is_judged_by_its_status(status, expected):
    for body in (None, {}, "text", [1], {"error": None}):
        assert type(decipher(read_refusal(status, {}, body, asked=ASKED))) is expected


def test_the_wait_is_read_from_the_usage_headers():
    usage = '{"1":[{"type":"ads_management","estimated_time_to_regain_access":3}]}'
    assert meant(80004, headers={"x-business-use-case-usage": usage}).retry_after == 180
    assert meant(80004).retry_after is None


def test_trace_and_account_are_kept():
    refused = meant(2, fbtrace_id="AbC")
    assert (refused.trace, refused.account_id) == ("AbC", "act_1")
    assert meant(2, headers={"x-fb-trace-id": "XyZ"}).trace == "XyZ"


def test_a_message_is_one_short_line_without_control_signs():
    says = str(meant(100, message="a\x1b[31m\n\u202eb" + "c" * 5_000))
    assert says.isprintable()
    assert len(says) < 400
