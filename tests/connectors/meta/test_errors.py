"""Meta's refusals become the one right error, by code and subcode."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.errors import (
    ConnectorError,
    CursorRefused,
    FieldRefused,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    TooMuchData,
    Transient,
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
        (2642, None, CursorRefused),
        (2500, None, RequestRefused),
        (2615, None, RequestRefused),
        (100, 1885183, RequestRefused),
        (1487056, None, RequestRefused),
        (100, 1487566, RequestRefused),
        (100, 1885088, RequestRefused),
        (100, 1487007, RequestRefused),
        (100, 2490427, RequestRefused),
        (2490468, None, RequestRefused),
        (2859015, None, RequestRefused),
        (1404078, None, RequestRefused),
        (100, 1815199, PermissionMissing),
        (4, 1504022, RateLimited),
        (4, 1504039, RateLimited),
        (613, 5044001, RateLimited),
        (613, 1487632, RateLimited),
        (613, 1487225, RateLimited),
        (613, 1996, RateLimited),
        *[(code, None, RateLimited) for code in range(80001, 80010)],
        *[(190, subcode, TokenRejected) for subcode in (458, 459, 460, 464, 467)],
        (3910001, None, Unavailable),
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


def test_a_limit_that_is_too_high_is_answered_with_a_lower_one():
    message = "(#100) The 'limit' parameter should not exceed 100"
    assert isinstance(meant(100, message=message, status=400), TooMuchData)


@pytest.mark.parametrize(
    ("message", "field", "kind"),
    [
        ("(#100) Tried accessing nonexisting field (placement_soft_opt_out) on node type (AdSet)",
         "placement_soft_opt_out", "AdSet"),
        ("(#100) Tried accessing nonexisting field (username)", "username", None),
        ("(#100) The field targeting is deprecated", "targeting", None),
        ("(#12) field 'body' has been deprecated for versions v26.0 and higher", "body", None),
    ],
)  # fmt: skip
def test_a_refused_field_is_named_with_the_type_that_lacks_it(message, field, kind):
    refused = meant(100, message=message)
    assert isinstance(refused, FieldRefused)
    assert (refused.field, refused.kind) == (field, kind)


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


@pytest.mark.parametrize(
    ("code", "subcode", "remedy"),
    [
        (190, 458, "Assign the app to the system user again"),
        (190, 459, "log in at facebook.com and confirm"),
        (190, 460, "changed the password"),
        (190, 464, "is not confirmed"),
        (190, 467, "made invalid"),
        (190, 492, "Give the system user the Page again"),
        (294, None, "lacks the permission ads_management"),
        (10, None, "Give the app the permission"),
        (200, None, "tasks of the system user"),
        (100, 1815199, "Connect the two in Business settings"),
        (368, None, "trying on makes it worse"),
        (100, 2490427, "rejected the ad in its review"),
        (100, 1885183, "development mode"),
        (2615, None, "Look at the account in Ads Manager"),
        (100, 1885088, "archived, deleted or over"),
    ],
)
def test_each_refusal_says_what_to_do_about_it(code, subcode, remedy):
    assert remedy in str(meant(code, subcode))


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


def test_a_failing_server_is_worth_asking_again_whatever_it_says():
    assert isinstance(meant(message="Internal error", status=500), Unavailable)
    assert isinstance(meant(12345, status=503), Unavailable)


def test_a_gateways_refusal_of_too_many_requests_is_a_throttle():
    assert isinstance(decipher(read_refusal(429, {}, None, asked=ASKED)), RateLimited)


def test_code_100_is_passing_only_where_meta_says_so_and_no_server_fails():
    assert isinstance(meant(100, is_transient=True), Unavailable)
    assert isinstance(meant(100, 99, is_transient=True, status=500), RequestRefused)


def test_a_code_is_understood_as_text_too():
    assert isinstance(meant("190"), TokenRejected)
    assert "has expired" in str(meant("190", "463"))


SECRET = "EAAB-system Secret/1"
HIDING = Asked(endpoint="act_1/ads", token="[meta] access_token", version="v26.0",
               account_id="act_1", secrets=(SECRET,))  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from([SECRET, f"x={SECRET}!", "EAAB-system%20Secret%2F1"])
)
NUMBERS = st.one_of(st.integers(), st.sampled_from([1, 2, 4, 99, 100, 190, 200, 368, 613, 80004]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.floats(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
TOLD = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("message", "type", "fbtrace_id", "error_user_msg"), TEXTS | VALUES),
        **dict.fromkeys(("code", "error_subcode", "subcode"), NUMBERS | VALUES),
        "is_transient": st.booleans() | VALUES,
        "error_data": VALUES | VALUES.map(json.dumps),
    },
)
BODIES = st.one_of(VALUES, st.fixed_dictionaries({"error": TOLD | VALUES}))


@given(body=BODIES, status=st.one_of(st.integers(0, 999), st.sampled_from([200, 400, 500])))
@example(body={"error": {"code": 100, "is_transient": True}}, status=500)
@example(body={"error": {"message": f"access_token={SECRET}", "type": SECRET}}, status=400)
@example(body={"error": {"error_data": "not json {", "error_user_msg": "Försök igen"}}, status=400)
def test_any_answer_becomes_an_error_without_a_secret(body, status):
    refused = decipher(read_refusal(status, {}, body, asked=HIDING))
    assert isinstance(refused, ConnectorError)
    shown = f"{refused}{refused.trace}{refused.words}{getattr(refused, 'field', '')}"
    assert SECRET not in shown
    assert "EAAB-system%20Secret%2F1" not in shown


@given(told=TOLD, status=st.integers(500, 599))
@example(told={"is_transient": True, "error_subcode": 99}, status=500)
@example(told={"message": "Please reduce the amount of data you're asking for"}, status=500)
def test_a_failure_with_code_100_is_never_worth_repeating(told, status):
    body = {"error": {**told, "code": 100}}
    assert not isinstance(decipher(read_refusal(status, {}, body, asked=HIDING)), Transient)


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
