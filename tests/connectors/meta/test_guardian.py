"""An account's controls: read whole, sent back whole, and believed by reading alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from werkzeug import Response

from connectors.errors import ConnectorError, PermissionMissing, Unreadable
from connectors.http import Patience
from connectors.meta import MetaGuardian
from policies.model import Answer
from policies.publishers import EXCLUSIONS
from tests.connectors.meta.city_ads import NOON
from tests.connectors.meta.scripted import error, page

EDGE = "act_1/account_controls"
AUDIENCE = {
    "age_min": 18,
    "geo_locations": {"countries": ["SE"], "cities": [{"key": "1", "name": "Åre", "radius": 1.5}]},
}
ROW = {
    "audience_controls": AUDIENCE,
    "placement_controls": {"placement_exclusions": ["FACEBOOK_MARKETPLACE"]},
    "status": "ACTIVE",
    "campaigns_with_error": [],
}


def scripted(script):
    return MetaGuardian(script.access(), patience=script.patience(), clock=lambda: NOON)


def in_city(ads):
    return MetaGuardian(ads.access(), patience=Patience(0), clock=lambda: NOON)


def read(script, *rows):
    script.on(EDGE, page(*rows))
    return scripted(script).controls("act_1")


def sent(script):
    [write] = [one for one in script.of(EDGE) if one.method == "POST"]
    return {name: json.loads(write.params[name]) for name in write.params if "controls" in name}


def test_all_that_a_setting_needs_is_asked_for(script):
    told = read(script, ROW)
    fields = script.of(EDGE)[0].params["fields"].split(",")
    assert {
        "audience_controls",
        "placement_controls",
        "placement_controls_per_objective",
        "status",
        "campaigns_with_error",
    } <= set(fields)
    assert told.exclusions == ("FACEBOOK_MARKETPLACE",)
    assert (told.status, told.are_set, told.by_objective) == ("ACTIVE", True, None)
    assert told.link.endswith("?act=1")


def test_what_is_sent_back_is_what_was_read(script):
    by_objective = {"OUTCOME_TRAFFIC": {"placement_exclusions": ["FACEBOOK_MARKETPLACE"]}}
    told = read(script, ROW | {"placement_controls_per_objective": by_objective})
    script.on(EDGE, {"success": True})
    receipt = scripted(script).set_controls(replace(told, exclusions=EXCLUSIONS))
    assert receipt.answer is Answer.ACCEPTED
    assert sent(script) == {
        "audience_controls": AUDIENCE,
        "placement_controls": {"placement_exclusions": list(EXCLUSIONS)},
        "placement_controls_per_objective": by_objective,
    }


def test_a_part_that_was_not_told_is_not_sent(script):
    told = read(script, ROW)
    script.on(EDGE, {"success": True})
    scripted(script).set_controls(told)
    assert set(sent(script)) == {"audience_controls", "placement_controls"}


@pytest.mark.parametrize(
    ("named", "read_as"),
    [
        ({"placement_exclusion": ["AUDIENCE_NETWORK_CLASSIC"]}, ("AUDIENCE_NETWORK_CLASSIC",)),
        ({"placement_exclusions": ["audience_network_classic"]}, ("AUDIENCE_NETWORK_CLASSIC",)),
        ({"placement_exclusion": "facebook_rhc"}, ("FACEBOOK_RIGHT_HAND_COLUMN",)),
        ({}, ()),
        (None, ()),
    ],
)
def test_exclusions_are_read_as_any_page_writes_them(script, named, read_as):
    assert read(script, ROW | {"placement_controls": named}).exclusions == read_as


def test_no_controls_at_all_are_none_that_are_set(script):
    told = read(script)
    assert (told.are_set, told.audience, told.exclusions, told.status) == (False, None, (), "")


def test_what_is_empty_and_what_is_not_told_are_two_things(script):
    assert read(script, ROW | {"audience_controls": {}}).audience == "{}"
    assert read(script, ROW | {"audience_controls": None}).audience is None
    assert read(script, {k: v for k, v in ROW.items() if "audience" not in k}).audience is None


@pytest.mark.parametrize(
    "strange",
    [
        {"audience_controls": [18]},
        {"audience_controls": "18+"},
        {"placement_controls_per_objective": []},
        {"placement_controls": {"placement_exclusions": [], "placement_inclusions": ["x"]}},
        {"placement_controls": ["AUDIENCE_NETWORK_CLASSIC"]},
        {"status": 1},
    ],
)
def test_what_could_not_be_sent_back_unchanged_is_not_read(script, strange):
    with pytest.raises(Unreadable):
        read(script, ROW | strange)


def test_two_rows_are_no_controls_of_one_account(script):
    with pytest.raises(Unreadable):
        read(script, ROW, ROW)


def test_an_audience_that_meta_no_longer_knows_is_not_told(ads):
    ads.account(guard="ACTIVE")
    ads.toggle(removed_fields=["audience_controls"])
    told = in_city(ads).controls("act_1")
    assert (told.audience, told.are_set) == (None, True)


@pytest.mark.parametrize("field", ["placement_controls", "placement_controls_per_objective"])
def test_exclusions_that_meta_no_longer_knows_are_unreadable(ads, field):
    ads.account(guard="ACTIVE")
    ads.toggle(removed_fields=[field])
    with pytest.raises(Unreadable, match=f" {field}:"):
        in_city(ads).controls("act_1")


def test_controls_that_are_kept_from_us_are_an_error(ads):
    ads.account(guard="ACTIVE")
    ads.toggle(no_controls=["act_1"])
    with pytest.raises(PermissionMissing):
        in_city(ads).controls("act_1")


@pytest.mark.parametrize(
    ("told", "answer", "words"),
    [
        ({"success": True, "id": "7"}, Answer.ACCEPTED, None),
        (
            {"success": False, "error_code": "2641", "error_message": "The ad includes that."},
            Answer.REFUSED,
            "2641 The ad includes that.",
        ),
        ({"success": False}, Answer.REFUSED, "and not why"),
        ({}, Answer.UNKNOWN, "what became of the controls"),
        ({"id": "7"}, Answer.UNKNOWN, "what became of the controls"),
        ({"success": "true"}, Answer.UNKNOWN, "what became of the controls"),
        (None, Answer.UNKNOWN, "without readable content"),
        ([], Answer.UNKNOWN, "unexpected shape"),
        (Response("<html>", status=502), Answer.UNKNOWN, "502"),
        (error(2, status=500, is_transient=True), Answer.UNKNOWN, None),
        (error(100), Answer.REFUSED, None),
        (error(200, status=403), Answer.REFUSED, "[meta] access_token"),
        (error(80004, 2446079), Answer.THROTTLED, None),
    ],
)
def test_an_answer_is_taken_for_what_it_is_and_nothing_is_sent_twice(script, told, answer, words):
    controls = read(script, ROW)
    script.on(EDGE, told)
    receipt = scripted(script).set_controls(controls)
    assert receipt.answer is answer
    assert words is None or words in receipt.because.english()
    assert len([one for one in script.of(EDGE) if one.method == "POST"]) == 1


def test_what_meta_says_of_a_refusal_holds_no_secret(script):
    controls = read(script, ROW)
    token = script.access().token
    script.on(EDGE, {"success": False, "error_message": f"no, {token}\x1b[2J"})
    said = scripted(script).set_controls(controls).because.english()
    assert token not in said
    assert said.isprintable()


def test_a_silent_meta_is_unknown(script):
    controls = read(script, ROW)
    guardian = MetaGuardian(
        script.access(base_url="http://127.0.0.1:9"), patience=Patience(0), clock=lambda: NOON
    )
    receipt = guardian.set_controls(controls)
    assert receipt.answer is Answer.UNKNOWN
    with pytest.raises(ConnectorError):
        guardian.controls("act_1")


def test_over_http_the_city_keeps_what_was_sent(ads):
    ads.account(guard="ACTIVE")
    guardian = in_city(ads)
    assert guardian.accounts().accounts == ("act_1",)
    asked = guardian.meter.http
    before = guardian.controls("act_1")
    more = replace(before, exclusions=(*before.exclusions, "FACEBOOK_MARKETPLACE"))
    assert guardian.set_controls(more).answer is Answer.ACCEPTED
    assert guardian.controls("act_1") == more
    assert guardian.meter.http - asked == 3
