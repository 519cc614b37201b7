"""LinkedIn's refusals: each means one error, whatever the age of its envelope."""

import pytest

from connectors.errors import (
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    Unavailable,
    VersionRetired,
)
from connectors.linkedin.errors import ScopeMissing, decipher
from connectors.linkedin.refusal import Asked, read_refusal
from policies.model import Platform

ASKED = Asked(
    endpoint="adCampaigns.FINDER",
    token="[linkedin] community_token",
    version="202608",
    account_id="5001",
)


def error(status, body=None, headers=None):
    return decipher(read_refusal(status, headers or {}, body, asked=ASKED))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 410, 414, 422, 426, 429])
@pytest.mark.parametrize("body", [None, "", [], "<html>", {}, {"message": None, "code": 7}])
def test_the_status_alone_decides_where_the_body_says_nothing(status, body):
    kinds = {
        401: TokenRejected,
        403: PermissionMissing,
        404: NotFound,
        408: Unavailable,
        426: VersionRetired,
        429: RateLimited,
    }
    assert type(error(status, body)) is kinds.get(status, RequestRefused)


@pytest.mark.parametrize("status", [0, 302, 500, 502, 503, 504, 599])
def test_what_is_no_refusal_of_ours_is_trouble_of_theirs(status):
    assert type(error(status)) is Unavailable


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ({"serviceErrorCode": 65600}, "not valid"),
        ({"serviceErrorCode": 65601, "code": "UNAUTHORIZED"}, "revoked"),
        ({"serviceErrorCode": 65602}, "expired"),
        ({"code": "REVOKED_ACCESS_TOKEN"}, "revoked"),
        ({"code": "EXPIRED_ACCESS_TOKEN"}, "expired"),
        ({"errorCode": 0, "message": "Invalid access token."}, "not valid"),
    ],
)
def test_a_rejected_token_is_named_by_its_place_with_what_ails_it(body, meaning):
    told = error(401, body)
    assert isinstance(told, TokenRejected)
    assert "[linkedin] community_token" in str(told)
    assert meaning in str(told)


@pytest.mark.parametrize("mark", [{"serviceErrorCode": 100}, {"code": "ACCESS_DENIED"}])
def test_a_lacking_scope_is_told_from_a_lacking_role(mark):
    assert isinstance(error(403, mark), ScopeMissing)
    role = error(403, {"code": "NO_PERMISSION_ON_ENTITY"})
    assert isinstance(role, PermissionMissing)
    assert not isinstance(role, ScopeMissing)
    assert "role on the ad account" in str(role)


def test_a_throttle_of_the_first_version_came_as_403():
    old = {"errorCode": 0, "status": 403, "message": "Throttle limit for calls is reached."}
    assert isinstance(error(403, old), RateLimited)
    assert isinstance(error(403, {"serviceErrorCode": 101}), RateLimited)
    new = {"status": 403, "message": "You may not throttle this."}
    assert isinstance(error(403, new), PermissionMissing), "today's messages decide nothing"


@pytest.mark.parametrize(
    ("message", "day"),
    [
        ("Resource level throttle APPLICATION DAY limit for calls to this resource is reached.", 1),
        ("Resource level throttle MEMBER DAY limit for calls to this resource is reached.", 1),
        ("Resource level throttle limit for calls to this resource is reached.", 0),
        ("Comment create throttled: creation rate limit exceeded for member today", 0),
    ],
)
def test_only_a_day_limit_lasts_until_midnight(message, day):
    told = error(429, {"serviceErrorCode": 101, "message": message})
    assert told.until_midnight is bool(day)


@pytest.mark.parametrize(("stated", "seconds"), [("30", 30.0), ("soon", None), ("-1", None)])
def test_a_stated_wait_is_seconds_or_nothing(stated, seconds):
    assert error(429, None, {"retry-after": stated}).retry_after == seconds


def test_codes_of_the_status_family_say_what_a_person_can_do():
    assert "default campaign group" in str(
        error(400, {"code": "CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS"})
    )
    assert "Campaign Manager" in str(error(400, {"code": "INVALID_STATUS_TRANSITION"}))
    assert "at the same time" in str(error(409, {"code": "CONFLICT"}))


def test_an_error_knows_the_account_the_platform_and_their_ids_of_the_request():
    told = error(500, {"errorCode": 0, "requestId": "TSY8\x1b16"}, {"x-li-uuid": "u1"})
    assert (told.platform, told.account_id) == (Platform.LINKEDIN, "5001")
    assert told.trace == "x-li-uuid=u1 requestId=TSY8 16"


def test_a_long_or_wild_message_becomes_one_short_line():
    told = str(error(400, {"message": "A\r\nB\x00{x}\x1b[31m" + "ö" * 5000}))
    assert "A B {x} [31m" in told
    assert len(told) < 400


def test_reports_of_too_many_values_are_asked_for_again_when_their_five_minutes_are_over():
    message = "More than 45 million metric values were requested in a 5-minute window."
    told = error(429, {"message": message})
    assert (type(told), told.retry_after, told.until_midnight) == (RateLimited, 330.0, False)
    assert error(429, {"message": message}, {"retry-after": "7"}).retry_after == 7
    assert error(429, {"message": "Wait"}).retry_after is None
