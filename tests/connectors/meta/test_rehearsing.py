"""A pause rehearsed: checked by Meta, carried out by nobody, and believed for what it is."""

from __future__ import annotations

import copy

import pytest

from policies.model import Answer
from tests.connectors.meta.scripted import LOST, error
from tests.connectors.meta.test_stopper import ROWS, scripted

MINUTES = '{"1":[{"type":"ads_management","estimated_time_to_regain_access":2}]}'


def rehearsed(ads):
    stopper = ads.stopper()
    return stopper.rehearse(stopper.panel("act_1").switches)


def state(ads):
    return copy.deepcopy({key: (one.fields, one.hidden) for key, one in ads.world.meta.items()})


def test_a_rehearsal_changes_nothing_at_all(ads):
    campaigns = [ads.campaign(), ads.campaign(), ads.campaign(state="paused")]
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    before = state(ads)
    receipts = stopper.rehearse(switches)
    assert {one.campaign_id for one in receipts} == set(campaigns)
    assert {one.answer for one in receipts} == {Answer.ACCEPTED}
    assert state(ads) == before
    assert stopper.read_back(switches) == switches


def test_what_is_accepted_says_that_it_proves_nothing(ads):
    ads.campaign()
    [receipt] = rehearsed(ads)
    assert "does not prove" in receipt.because.english()


def test_fifty_are_one_batch_and_one_more_is_another(ads):
    for _ in range(51):
        ads.campaign(ads=1)
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    before = stopper.meter.http, stopper.meter.counted
    receipts = stopper.rehearse(switches)
    assert [one.campaign_id for one in receipts] == [one.campaign_id for one in switches]
    assert (stopper.meter.http - before[0], stopper.meter.counted - before[1]) == (2, 51)


def test_without_the_right_it_is_refused_and_others_are_not(ads):
    first, second = ads.campaign(), ads.campaign()
    ads.toggle(refuse_writes={first: 200})
    receipts = {one.campaign_id: one for one in rehearsed(ads)}
    assert receipts[first].answer is Answer.REFUSED
    assert "[meta] stop_token" in receipts[first].because.english()
    assert receipts[second].answer is Answer.ACCEPTED


def test_a_token_that_may_only_read_is_refused(ads):
    ads.campaign()
    ads.toggle(read_only=["act_1"])
    assert [one.answer for one in rehearsed(ads)] == [Answer.REFUSED]


def test_lost_items_are_unknown_and_nothing_is_sent_twice(ads):
    lost, kept = ads.campaign(), ads.campaign()
    ads.toggle(null_items=[lost])
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    before = stopper.meter.counted
    receipts = {one.campaign_id: one.answer for one in stopper.rehearse(switches)}
    assert receipts == {lost: Answer.UNKNOWN, kept: Answer.ACCEPTED}
    assert stopper.meter.counted - before == 2


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"success": True}, Answer.ACCEPTED),
        ({"success": False}, Answer.REFUSED),
        ({}, Answer.UNKNOWN),
        ({"id": "23"}, Answer.UNKNOWN),
        (LOST, Answer.UNKNOWN),
        (error(80004, 2446079, headers={"x-business-use-case-usage": MINUTES}), Answer.THROTTLED),
        (error(200), Answer.REFUSED),
        (error(1, status=500), Answer.UNKNOWN),
    ],
)
def test_each_answer_is_read_by_itself(script, told, answer):
    stopper = scripted(script, ROWS)
    switches = stopper.panel("act_1").switches
    script.on("7", told)
    script.on("8", {"success": True})
    first, second = stopper.rehearse(switches)
    assert (first.answer, second.answer) == (answer, Answer.ACCEPTED)
    for switch in switches:
        [sent] = script.of(switch.campaign_id)
        assert (sent.method, sent.params["status"]) == ("POST", "PAUSED")
        assert sent.params["execution_options"] == '["validate_only"]'
