"""The stopper over the sandbox: panels, writes sent once, and reads that prove them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.errors import ConnectorError
from policies.model import Answer, Level, Unread
from tests.connectors.meta.scripted import LOST, error, page

USAGE = '{"1":[{"type":"ads_management","estimated_time_to_regain_access":2}]}'


def answers(receipts):
    return [one.answer for one in receipts]


def test_a_panel_holds_every_campaign_with_its_own_switch(ads):
    on = ads.campaign()
    off = ads.campaign(state="paused")
    ads.campaign(state="archived")
    panel = ads.stopper().panel("act_1")
    assert {one.campaign_id: one.intent for one in panel.switches} == {on: "ACTIVE", off: "PAUSED"}
    assert {one.level for one in panel.switches} == {Level.CAMPAIGN}
    assert (panel.account_name, panel.may_turn, panel.complete) == ("Konto", True, True)
    assert panel.unread == ()


def test_a_panel_takes_one_request(ads):
    for _ in range(30):
        ads.campaign()
    stopper = ads.stopper()
    assert len(stopper.panel("act_1").switches) == 30
    assert stopper.meter.http == 1


def test_a_token_that_may_only_read_may_not_turn(ads):
    ads.campaign()
    ads.toggle(read_only=["act_1"])
    assert ads.stopper().panel("act_1").may_turn is False


def test_rights_that_are_not_told_are_not_denied(ads):
    ads.campaign()
    ads.toggle(omit_fields=["user_tasks"])
    panel = ads.stopper().panel("act_1")
    assert isinstance(panel.may_turn, Unread)
    assert panel.complete


def test_campaigns_are_turned_off_and_on_and_read_back(ads):
    ids = [ads.campaign(), ads.campaign()]
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    assert answers(stopper.turn_off(switches)) == [Answer.ACCEPTED] * 2
    fresh = stopper.read_back(switches)
    assert [one.campaign_id for one in fresh] == [one.campaign_id for one in switches]
    assert {one.intent for one in fresh} == {"PAUSED"}
    assert {ads.world.meta[one].fields["status"] for one in ids} == {"PAUSED"}
    assert answers(stopper.turn_on(switches)) == [Answer.ACCEPTED] * 2
    assert {one.intent for one in stopper.read_back(switches)} == {"ACTIVE"}


def test_a_read_back_holds_the_same_budgets_as_the_panel(ads):
    for _ in range(4):
        ads.campaign()
    switches = ads.stopper().panel("act_1").switches
    assert any(one.daily_budget for one in switches)
    fresh = ads.stopper().read_back(switches)
    assert [one.daily_budget for one in fresh] == [one.daily_budget for one in switches]
    assert [one.end for one in fresh] == [one.end for one in switches]


def test_fifty_campaigns_are_one_write_and_more_are_several(ads):
    for _ in range(60):
        ads.campaign(ads=1)
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    before = stopper.meter.http, stopper.meter.counted
    assert stopper.batch_size == 50
    assert answers(stopper.turn_off(switches)) == [Answer.ACCEPTED] * 60
    assert (stopper.meter.http - before[0], stopper.meter.counted - before[1]) == (2, 60)


def test_a_campaign_that_refuses_says_so_and_the_others_are_turned(ads):
    first, second = ads.campaign(), ads.campaign()
    ads.toggle(refuse_writes={first: 200})
    stopper = ads.stopper()
    receipts = {one.campaign_id: one for one in stopper.turn_off(stopper.panel("act_1").switches)}
    assert receipts[first].answer is Answer.REFUSED
    assert "[meta] stop_token" in receipts[first].because.english()
    assert receipts[second].answer is Answer.ACCEPTED


def test_success_that_changes_nothing_is_found_out_by_the_read_back(ads):
    campaign = ads.campaign()
    ads.toggle(silent_writes=[campaign])
    stopper = ads.stopper()
    switches = stopper.panel("act_1").switches
    assert answers(stopper.turn_off(switches)) == [Answer.ACCEPTED]
    assert stopper.read_back(switches)[0].intent == "ACTIVE"


def test_success_false_is_a_refusal(ads):
    ads.campaign()
    ads.toggle(success_false=True)
    stopper = ads.stopper()
    assert answers(stopper.turn_off(stopper.panel("act_1").switches)) == [Answer.REFUSED]


def test_a_campaign_of_an_account_that_is_closed_reads_back_as_unread(ads):
    ads.campaign()
    stopper = ads.stopper()
    (switch,) = stopper.panel("act_1").switches
    (fresh,) = stopper.read_back([replace(switch, campaign_id="404")])
    assert isinstance(fresh, Unread)
    assert (fresh.what, fresh.account_id) == ("campaigns:404", "act_1")


def test_an_account_of_which_nothing_can_be_read_raises(ads):
    ads.campaign()
    ads.toggle(no_permission=["act_1"])
    with pytest.raises(ConnectorError):
        ads.stopper().panel("act_1")


def test_nothing_to_turn_is_no_request(ads):
    stopper = ads.stopper()
    assert (stopper.turn_off(()), stopper.read_back(())) == ((), ())
    assert stopper.meter.http == 0


def scripted(script, campaigns, **changed):
    from connectors.meta import MetaStopper

    script.on("act_1/campaigns", page(*campaigns))
    script.on("act_1", {"id": "act_1", "currency": "SEK", "user_tasks": ["ADVERTISE"]})
    patience = script.patience(1_000)
    return MetaStopper(script.access(**changed), patience=patience, clock=lambda: script.now)


ROWS = [{"id": "7", "status": "ACTIVE"}, {"id": "8", "status": "ACTIVE"}]


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ({"success": True}, Answer.ACCEPTED),
        ({}, Answer.UNKNOWN),
        ({"success": "true"}, Answer.UNKNOWN),
        ({"id": "7"}, Answer.UNKNOWN),
        (LOST, Answer.UNKNOWN),
        (error(2, is_transient=True, status=500), Answer.UNKNOWN),
        (error(1, status=500), Answer.UNKNOWN),
        (error(190, 463), Answer.REFUSED),
        (error(368), Answer.REFUSED),
        (error(80004, 2446079), Answer.THROTTLED),
    ],
)
def test_what_an_answer_says_of_a_write(script, answer, meant):
    stopper = scripted(script, ROWS)
    switches = stopper.panel("act_1").switches
    script.on("7", answer)
    script.on("8", {"success": True})
    assert answers(stopper.turn_off(switches)) == [meant, Answer.ACCEPTED]
    assert len(script.of("7")) == 1
    assert script.of("7")[0].params["status"] == "PAUSED"
    assert script.waited == []


def test_a_throttle_says_how_long(script):
    stopper = scripted(script, ROWS)
    script.on("7", error(80004, headers={"X-Business-Use-Case-Usage": USAGE}))
    script.on("8", error(80004))
    receipts = stopper.turn_off(stopper.panel("act_1").switches)
    assert [one.retry_after for one in receipts] == [120, None]


def test_a_batch_without_an_answer_leaves_all_unknown(script):
    stopper = scripted(script, ROWS)
    switches = stopper.panel("act_1").switches
    script.on("", error(960))
    assert answers(stopper.turn_off(switches)) == [Answer.UNKNOWN] * 2


def test_a_throttle_is_not_believed_when_a_person_tries_again(script):
    stopper = scripted(script, ROWS)
    switches = stopper.panel("act_1").switches
    script.on("7", error(80004), {"success": True})
    script.on("8", error(80004), {"success": True})
    assert answers(stopper.turn_off(switches)) == [Answer.THROTTLED] * 2
    assert answers(stopper.turn_off(switches)) == [Answer.ACCEPTED] * 2


@pytest.mark.parametrize(
    "odd",
    [
        {"name": 5},
        {"start_time": "soon"},
        {"stop_time": "2026-11-20T10:00:00"},
        {"daily_budget": "-1"},
        {"effective_status": ["ACTIVE"]},
        {"updated_time": 0},
    ],
)
def test_what_stands_beside_a_switch_does_not_keep_it_from_being_turned(script, odd):
    panel = scripted(script, [{"id": "7", "status": "ACTIVE", **odd}]).panel("act_1")
    (switch,) = panel.switches
    assert (switch.campaign_id, switch.intent) == ("7", "ACTIVE")
    (name,) = odd
    assert [one.what for one in panel.unread] == [f"campaigns.{name}:7"]
    assert panel.complete


@pytest.mark.parametrize("odd", [{}, {"id": None}, {"id": "7", "status": 5}, "text", None])
def test_a_switch_that_cannot_be_read_makes_the_panel_incomplete(script, odd):
    panel = scripted(script, [odd, {"id": "8", "status": "ACTIVE"}]).panel("act_1")
    assert [one.campaign_id for one in panel.switches] == ["8"]
    assert not panel.complete
    assert panel.unread


def test_a_list_that_breaks_off_makes_the_panel_incomplete(script):
    stopper = scripted(script, ROWS)
    script.on("act_1/campaigns", page(*ROWS, after="A", more=True), error(200))
    panel = stopper.panel("act_1")
    assert len(panel.switches) == 2
    assert not panel.complete


def test_an_account_that_cannot_be_read_stops_no_stop(script):
    stopper = scripted(script, ROWS)
    script.on("act_1", error(200))
    panel = stopper.panel("act_1")
    assert (panel.account_name, len(panel.switches), panel.complete) == ("act_1", 2, True)
    assert isinstance(panel.may_turn, Unread)


def test_without_a_token_the_stop_tokens_place_is_named(script):
    stopper = scripted(script, ROWS, token=None)
    with pytest.raises(ConnectorError, match=r"\[meta\] stop_token"):
        stopper.accounts()
