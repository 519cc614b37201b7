"""The wire: what leaves, what is repeated, what is remembered, what never leaks."""

import threading
from datetime import timedelta

import pytest
from werkzeug import Response

from connectors.errors import (
    ConnectorError,
    PermissionMissing,
    RateLimited,
    TokenRejected,
    Unavailable,
    Unreadable,
    VersionRetired,
)
from connectors.http import Meter
from connectors.linkedin import ask
from connectors.linkedin.restli import decode
from connectors.linkedin.transport import LONGEST_QUERY, Token, Wire
from policies.model import Level
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    ADS,
    DAY_LIMIT,
    NO_SCOPE,
    NOW,
    bare,
    page,
    refusal,
    says,
)

BELOW = f"adAccounts/{ACCOUNT}"
URN = "urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)"


@pytest.fixture
def meter():
    return Meter()


@pytest.fixture
def wire(script, meter):
    return a_wire(script, meter)


def a_wire(script, meter=None, *, token=ADS, seconds=1000.0, **changed):
    return Wire(
        script.access(**changed),
        Token(place="[linkedin] ads_token", value=token),
        patience=script.patience(seconds),
        clock=script.clock,
        meter=meter or Meter(),
    )


def test_what_is_asked_arrives_with_its_structure_literal_and_its_values_encoded_once(script, wire):
    script.on(f"{BELOW}/adCampaigns", page())
    wire.read(ask.campaigns(ACCOUNT).with_query(pageToken="a+b/c=="))
    [asked] = script.asked
    assert asked.address == f"/rest/{BELOW}/adCampaigns"
    assert asked.query == (
        "q=search&search=(status:(values:List(ACTIVE,ARCHIVED,CANCELED,COMPLETED,DRAFT,PAUSED,"
        "PENDING_DELETION,REMOVED)))&pageSize=500&pageToken=a%2Bb%2Fc%3D%3D"
    )


def test_a_urn_in_a_path_arrives_as_one_key(script, wire):
    script.on(f"socialActions/{URN}/comments", page())
    wire.read(ask.comments(URN))
    [asked] = script.asked
    assert asked.address == (
        "/rest/socialActions/urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A6631349431612559360"
        "%2C6636062862760562688%29/comments"
    )


def test_version_protocol_and_method_are_on_every_request(script, wire):
    script.on("adAccounts", page())
    wire.read(ask.accounts())
    headers = script.asked[0].headers
    assert headers["Linkedin-Version"] == "202608"
    assert headers["X-Restli-Protocol-Version"] == "2.0.0"
    assert headers["X-Restli-Method"] == "FINDER"
    assert headers["Authorization"] == f"Bearer {ADS}"


def test_a_long_query_travels_as_the_body_of_a_post(script, wire):
    urns = [f"urn:li:share:{number:019d}" for number in range(120)]
    script.on("posts", {"results": {}})
    wire.read(ask.posts(urns))
    [asked] = script.asked
    assert (asked.verb, asked.query) == ("POST", "")
    assert asked.headers["X-Http-Method-Override"] == "GET"
    assert asked.headers["X-Restli-Method"] == "BATCH_GET"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert len(asked.body) > LONGEST_QUERY
    assert decode(asked.body.removeprefix("ids=")) == urns


def test_a_query_of_fifty_ids_stays_in_the_address(script, wire):
    script.on("posts", {"results": {}})
    wire.read(ask.posts([f"urn:li:share:{number:019d}" for number in range(50)]))
    assert script.asked[0].verb == "GET"


def test_each_id_of_a_batch_is_charged_whether_it_is_read_or_written(script, wire, meter):
    script.on("posts", {"results": {}})
    script.on(f"{BELOW}/adCampaigns", {"results": {}})
    wire.read(ask.posts(["urn:li:share:1", "urn:li:share:2", "urn:li:share:3"]))
    assert (meter.http, meter.counted) == (1, 3)
    wire.write(ask.turn(ACCOUNT, Level.CAMPAIGN, ["901", "902"], "PAUSED"))
    assert (meter.http, meter.counted) == (2, 5)


@pytest.mark.parametrize(
    "trouble",
    [bare(500), bare(503, b"<html>busy</html>"), bare(408), bare(200), bare(200, b"<html>")],
    ids=["empty 500", "HTML 503", "408", "empty 200", "HTML 200"],
)
def test_trouble_of_the_moment_is_asked_again(script, wire, meter, trouble):
    script.on("adAccounts", trouble, page())
    assert wire.read(ask.accounts())["elements"] == []
    assert script.waited == [1.0]
    assert (meter.http, meter.counted) == (2, 2)


def test_trouble_that_lasts_is_told_with_their_ids_of_the_request(script, wire):
    answer = bare(504)
    answer.headers["x-li-uuid"] = "AAYuuid=="
    answer.headers["x-li-request-id"] = "REQ1"
    answer.headers["X-LI-Fabric"] = "prod-lva1"
    script.on("adAccounts", answer)
    with pytest.raises(Unavailable) as caught:
        wire.read(ask.accounts())
    assert caught.value.trace == ("x-li-uuid=AAYuuid== x-li-request-id=REQ1 x-li-fabric=prod-lva1")
    assert script.times("adAccounts") == 4


def test_a_refusal_is_an_answer_too(script, wire, meter):
    script.on("adAccounts", bare(500), bare(403))
    with pytest.raises(ConnectorError):
        wire.read(ask.accounts())
    assert meter.told() == {"http": 2, "counted": 2, "answered": 2}


def test_nobody_at_the_other_end_is_told_and_repeated(script, meter):
    wire = a_wire(script, meter, base_url="http://127.0.0.1:9")
    with pytest.raises(Unavailable) as caught:
        wire.read(ask.accounts())
    assert "cannot be reached" in str(caught.value)
    assert script.waited == [1.0, 2.0, 4.0]
    assert (meter.http, meter.answered) == (4, 0)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"[" * 100_000, b'{"elements": NaN}'])
def test_json_that_is_no_object_is_refused_and_never_crashes(script, wire, body):
    script.on("adAccounts", Response(body, content_type="application/json"))
    with pytest.raises((Unreadable, Unavailable)):
        wire.read(ask.accounts())


def test_a_throttle_is_waited_out_once(script, wire):
    script.on("adAccounts", refusal(429, message="too fast"), page())
    wire.read(ask.accounts())
    assert script.waited == [60.0]


def test_a_stated_wait_is_kept(script, wire):
    script.on("adAccounts", refusal(429, headers={"Retry_After": "7"}), page())
    wire.read(ask.accounts())
    assert script.waited == [7.0]


def test_a_second_throttle_is_believed_for_a_while(script, wire):
    script.on("adAccounts", refusal(429, message="too fast"))
    for _ in range(3):
        with pytest.raises(RateLimited):
            wire.read(ask.accounts())
    assert script.times("adAccounts") == 2
    script.now += timedelta(minutes=6)
    with pytest.raises(RateLimited):
        wire.read(ask.accounts())
    assert script.times("adAccounts") == 4


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"headers": {"Retry_After": "1200"}}, 1200),
        ({"headers": {"Retry_After": "7"}}, 300),
        ({"message": "More than 45 million values were requested in a 5-minute window."}, 330),
        ({"headers": {"Retry_After": "9" * 400}}, 86400),
    ],
    ids=["longer than ours", "shorter", "the five minutes of reports", "beyond all clocks"],
)
def test_a_stated_end_is_believed_where_it_is_later_than_ours(script, told, seconds):
    wire = a_wire(script, seconds=5)
    script.on("adAccounts", refusal(429, **told))
    for _ in range(2):
        with pytest.raises(RateLimited):
            wire.read(ask.accounts())
    met = script.times("adAccounts")
    script.now = NOW + timedelta(seconds=seconds - 1)
    with pytest.raises(RateLimited):
        wire.read(ask.accounts())
    assert script.times("adAccounts") == met
    script.now = NOW + timedelta(seconds=seconds)
    with pytest.raises(RateLimited):
        wire.read(ask.accounts())
    assert script.times("adAccounts") > met


def test_a_day_limit_is_met_once_and_believed_until_midnight_utc(script, wire):
    script.on("adAccounts", refusal(429, **DAY_LIMIT), page())
    script.on(BELOW, {"id": 5001})
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            wire.read(ask.accounts())
        assert caught.value.until_midnight
    assert (script.times("adAccounts"), script.waited) == (1, [])
    assert wire.read(ask.account(ACCOUNT)), "another endpoint has a quota of its own"
    script.now = script.now.replace(hour=23, minute=59, second=59)
    with pytest.raises(RateLimited):
        wire.read(ask.accounts())
    script.now += timedelta(seconds=1)
    assert wire.read(ask.accounts()) == page()


def test_a_throttle_that_patience_cannot_bear_is_told_at_once(script):
    wire = a_wire(script, seconds=59)
    script.on("adAccounts", refusal(429, message="too fast"))
    with pytest.raises(RateLimited):
        wire.read(ask.accounts())
    assert (script.times("adAccounts"), script.waited) == (1, [])


def test_a_retired_version_is_told_with_its_remedy_and_not_asked_again(script, wire):
    told = {"code": "NONEXISTENT_VERSION", "message": "Requested version 20260801 is not active"}
    script.on("adAccounts", refusal(426, **told))
    for question in (ask.accounts(), ask.roles()):
        with pytest.raises(VersionRetired) as caught:
            wire.read(question)
    assert "[linkedin] version" in str(caught.value)
    assert "202608" in str(caught.value)
    assert len(script.asked) == 1


def test_a_dead_token_is_told_by_its_place_and_not_sent_again(script, wire):
    script.on("adAccounts", refusal(401, serviceErrorCode=65602, code="EXPIRED_ACCESS_TOKEN"))
    for question in (ask.accounts(), ask.roles()):
        with pytest.raises(TokenRejected) as caught:
            wire.read(question)
    assert "[linkedin] ads_token: it has expired" in str(caught.value)
    assert len(script.asked) == 1


def test_refusals_of_single_objects_do_not_shut_the_endpoint(script, wire):
    script.on("posts/urn:li:share:1", refusal(403, **NO_SCOPE))
    script.on("posts/urn:li:share:2", {"id": "urn:li:share:2"})
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(PermissionMissing):
                wire.read(ask.post("urn:li:share:1"))
        assert wire.read(ask.post("urn:li:share:2"))
    assert len(script.asked) == 6


@pytest.mark.parametrize("token", [None, ""])
def test_a_missing_token_is_told_without_a_request(script, token):
    with pytest.raises(TokenRejected) as caught:
        a_wire(script, token=token).read(ask.accounts())
    assert "[linkedin] ads_token is missing" in str(caught.value)
    assert script.asked == []


@pytest.mark.parametrize("token", ["a b", "a\nb", "å", "a\r\nX-Evil: 1"])
def test_a_token_that_cannot_stand_in_a_header_is_refused_and_not_shown(script, token):
    with pytest.raises(TokenRejected) as caught:
        a_wire(script, token=token).read(ask.accounts())
    assert token not in str(caught.value)
    assert script.asked == []


def test_a_token_is_never_shown_even_where_linkedin_repeats_it(script):
    wire = a_wire(script)
    told = f"Bearer {ADS} \x1b[31m\r\nSet-Cookie: x"
    script.on("adAccounts", refusal(400, message=told, code=f"BAD_{ADS}"))
    with pytest.raises(ConnectorError) as caught:
        wire.read(ask.accounts())
    shown = str(caught.value) + repr(caught.value.__dict__)
    assert ADS not in shown
    assert "\x1b" not in shown
    assert ADS not in repr(script.access())
    assert ADS not in repr(Token(place="x", value=ADS))


def test_redirects_are_not_followed_with_our_token(script, wire):
    script.on("adAccounts", says({}, 302, Location="/rest/elsewhere"))
    with pytest.raises(Unavailable):
        wire.read(ask.accounts())
    assert set(script.paths()) == {"adAccounts"}


def test_threads_have_sessions_of_their_own_and_one_meter(script, wire, meter):
    script.on("adAccounts", page())
    threads = [threading.Thread(target=wire.read, args=(ask.accounts(),)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meter.http == 5


def test_a_write_is_sent_once_whatever_comes_back(script, wire):
    script.on(f"{BELOW}/adCampaigns", bare(503))
    with pytest.raises(Unavailable):
        wire.write(ask.turn(ACCOUNT, "campaign", ["1"], "PAUSED"))
    assert (len(script.asked), script.waited) == (1, [])


@pytest.mark.parametrize(("rejections", "asked"), [(1, 2), (2, 3)])
def test_a_token_of_a_few_seconds_that_is_rejected_is_tried_twice_more(script, rejections, asked):
    answers = [refusal(401, code="REVOKED_ACCESS_TOKEN")] * rejections
    script.on("adAccounts", *answers, {"elements": [], "metadata": {}})
    reader = script.reader(ads_issued_at=NOW - timedelta(seconds=20))
    reader.accounts()
    assert script.times("adAccounts") == asked
    assert sum(script.waited) <= 10


@pytest.mark.parametrize("age", [timedelta(seconds=30), timedelta(days=3), None])
def test_the_rejection_of_an_older_token_is_believed_at_once(script, age):
    script.on("adAccounts", refusal(401, code="REVOKED_ACCESS_TOKEN"))
    reader = script.reader(ads_issued_at=NOW - age if age else None)
    with pytest.raises(TokenRejected):
        reader.accounts()
    assert script.times("adAccounts") == 1


def test_a_new_token_that_stays_rejected_is_not_asked_for_ever(script):
    script.on("adAccounts", refusal(401, code="REVOKED_ACCESS_TOKEN"))
    with pytest.raises(TokenRejected):
        script.reader(ads_issued_at=NOW).accounts()
    assert script.times("adAccounts") == 3
