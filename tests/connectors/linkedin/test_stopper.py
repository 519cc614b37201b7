"""The stopper: every switch found, each write sent once, nothing believed that was not said."""

import json
from dataclasses import replace

import pytest
from werkzeug import Response

from connectors.errors import ConnectorError, RateLimited
from policies.model import Answer, Level, Unread
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    ADS,
    DAY_LIMIT,
    a_campaign,
    a_group,
    a_role,
    bare,
    batch,
    listed,
    page,
    refusal,
    says,
    the_account,
)

BELOW = f"adAccounts/{ACCOUNT}"
CAMPAIGNS, GROUPS = f"{BELOW}/adCampaigns", f"{BELOW}/adCampaignGroups"


def panel(script, **changed):
    return script.stopper(**changed).panel(ACCOUNT)


def switches(script, *numbers, level=Level.CAMPAIGN):
    the_account(script, campaigns=[a_campaign(number) for number in numbers])
    found = panel(script).switches
    script.asked.clear()
    return tuple(replace(one, level=level) for one in found)


def test_every_campaign_is_on_the_panel_with_its_group_and_what_a_plan_shows(script):
    the_account(
        script,
        campaigns=[a_campaign(901), a_campaign(902, 602, status="PAUSED", test=False)],
        groups=[a_group(601), a_group(602, status="PAUSED", backfilled=True)],
    )
    read = panel(script)
    assert (read.complete, read.unread, read.may_turn) == (True, (), True)
    assert read.account_name == "Stadens LinkedIn"
    first, second = read.switches
    assert (first.campaign_id, first.level, first.intent, first.updated) == (
        "901",
        Level.CAMPAIGN,
        "ACTIVE",
        "7",
    )
    assert (first.daily_budget.amount, first.end.year) == (1800, 2026)
    assert (first.group.id, first.group.intent, first.group.updated) == ("601", "ACTIVE", "3")
    assert (second.group.intent, second.group.backfilled) == ("PAUSED", True)
    assert first.link.endswith("/accounts/5001/campaigns/901")


def test_a_panel_that_counts_more_campaigns_than_it_gives_is_not_complete(script):
    the_account(script)
    paging = {"start": 0, "count": 1, "total": 7}
    script.on(CAMPAIGNS, {"elements": [a_campaign(901)], "paging": paging})
    read = panel(script)
    assert ([one.campaign_id for one in read.switches], read.complete) == (["901"], False)
    assert [one.what for one in read.unread] == ["ad_sets"]


def test_test_campaigns_are_not_on_the_panel(script):
    the_account(script, campaigns=[a_campaign(), a_campaign(902, test=True)])
    assert [one.campaign_id for one in panel(script).switches] == ["901"]


@pytest.mark.parametrize("lost", [refusal(403), bare(500), page()])
def test_a_campaign_whose_group_is_unreadable_stays_with_a_group_of_no_intent(script, lost):
    the_account(script)
    script.on(GROUPS, lost)
    read = panel(script)
    [switch] = read.switches
    assert (switch.group.id, switch.group.intent) == ("601", None)
    assert read.complete


def test_a_list_that_breaks_off_is_not_complete(script):
    the_account(script)
    script.on(CAMPAIGNS, page(a_campaign(901), token="2"))
    script.on(CAMPAIGNS, bare(502), having="pageToken=2")
    read = panel(script, seconds=0)
    assert ([one.campaign_id for one in read.switches], read.complete) == (["901"], False)


def test_a_campaign_of_another_shape_leaves_the_list_incomplete(script):
    the_account(script, campaigns=[a_campaign(), {"status": "ACTIVE"}])
    assert not panel(script).complete


def test_a_broken_budget_does_not_keep_a_campaign_off_the_panel(script):
    the_account(script, campaigns=[a_campaign(dailyBudget=7, runSchedule={"end": "soon"})])
    read = panel(script)
    [switch] = read.switches
    assert (switch.intent, switch.daily_budget, switch.end) == ("ACTIVE", None, None)
    assert [one.what.partition(":")[2] for one in read.unread] == ["901"]
    assert read.complete


@pytest.mark.parametrize(
    ("broken", "lost"),
    [
        ({"runSchedule": 7}, {"start", "end"}),
        ({"runSchedule": {"start": 1790800000000, "end": "soon"}}, {"start", "end"}),
        ({"dailyBudget": {"amount": "much", "currencyCode": "SEK"}}, {"daily_budget"}),
        ({"totalBudget": 7}, {"total_budget"}),
        ({"servingStatuses": "RUNNABLE"}, {"delivery"}),
        ({"servingStatuses": ["RUNNABLE", 7], "dailyBudget": 7}, {"delivery", "daily_budget"}),
    ],
)
def test_one_field_of_another_shape_takes_no_other_with_it(script, broken, lost):
    whole = {"totalBudget": {"amount": "9000", "currencyCode": "SEK"}}
    the_account(script, campaigns=[a_campaign(901, **whole), a_campaign(902, **(whole | broken))])
    read = panel(script)
    sound, harmed = read.switches
    shown = ("start", "end", "daily_budget", "total_budget", "delivery", "updated", "intent")
    assert {one for one in shown if getattr(sound, one) != getattr(harmed, one)} == lost
    assert not any(getattr(harmed, one) for one in lost)
    assert [one.what.rpartition(":")[2] for one in read.unread] == ["902"]
    assert read.complete


def test_an_account_that_does_not_tell_its_name_is_stopped_all_the_same(script):
    the_account(script)
    script.on(BELOW, refusal(403))
    read = panel(script)
    assert (read.account_name, len(read.switches), read.complete) == (ACCOUNT, 1, True)


def test_without_any_campaign_list_the_failure_is_raised(script):
    the_account(script)
    script.on(CAMPAIGNS, refusal(403))
    with pytest.raises(ConnectorError):
        panel(script)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("ACCOUNT_BILLING_ADMIN", True),
        ("ACCOUNT_MANAGER", True),
        ("CAMPAIGN_MANAGER", True),
        ("CREATIVE_MANAGER", False),
        ("VIEWER", False),
        ("A_NEW_ROLE", False),
    ],
)
def test_the_right_to_turn_is_that_of_the_role(script, role, may):
    the_account(script)
    script.on("adAccountUsers", listed(a_role(5002), a_role(role=role), total=2))
    assert panel(script).may_turn is may


def test_no_role_on_the_account_is_no_right(script):
    the_account(script)
    script.on("adAccountUsers", listed(a_role(5002), total=1))
    assert panel(script).may_turn is False


def test_roles_that_cannot_be_read_leave_the_right_unknown(script):
    the_account(script)
    script.on("adAccountUsers", bare(500))
    assert isinstance(panel(script, seconds=0).may_turn, Unread)


def test_in_development_tier_only_listed_accounts_are_known_to_be_editable(script):
    the_account(script)
    assert panel(script, tier="development", editable_accounts=(ACCOUNT,)).may_turn is True
    told = panel(script, tier="development", editable_accounts=("5002",)).may_turn
    assert "not known to be on" in told.because.english()
    script.on("adAccountUsers", listed(a_role(role="VIEWER"), total=1))
    assert panel(script, tier="development").may_turn is False


def turned(script, *numbers, answer, status="PAUSED"):
    given = switches(script, *numbers)
    script.on(CAMPAIGNS, answer, verb="POST")
    stopper = script.stopper()
    return (stopper.turn_off if status == "PAUSED" else stopper.turn_on)(given)


def outcomes(receipts):
    return [(one.campaign_id, one.answer) for one in receipts]


def results(**statuses):
    return says({"results": {key[1:]: {"status": status} for key, status in statuses.items()}})


@pytest.mark.parametrize("status", ["PAUSED", "ACTIVE"])
def test_many_switches_are_turned_in_one_write(script, status):
    receipts = turned(script, 901, 902, answer=results(c901=204, c902=204), status=status)
    assert outcomes(receipts) == [("901", Answer.ACCEPTED), ("902", Answer.ACCEPTED)]
    [asked] = script.asked
    assert (asked.verb, asked.path, asked.query) == ("POST", CAMPAIGNS, "ids=List(901,902)")
    assert asked.headers["X-Restli-Method"] == "BATCH_PARTIAL_UPDATE"
    patch = {"patch": {"$set": {"status": status}}}
    assert json.loads(asked.body) == {"entities": {"901": patch, "902": patch}}


def test_groups_are_turned_at_their_own_resource(script):
    given = switches(script, 601, level=Level.CAMPAIGN_GROUP)
    script.on(GROUPS, results(c601=204), verb="POST")
    [receipt] = script.stopper().turn_off(given)
    assert (receipt.answer, receipt.level) == (Answer.ACCEPTED, Level.CAMPAIGN_GROUP)


def test_mixed_answers_are_told_apart_wherever_they_stand(script):
    answer = says(
        {
            "results": {
                "901": {"status": 204},
                "902": {"status": 400, "error": {"code": "STATUS_CHANGE_NOT_ALLOWED"}},
                "903": {"status": 429},
                "904": {"status": 504},
                "905": {"status": 204, "error": {"status": 400}},
                "906": "done",
                "907": {},
            },
            "errors": {
                "908": {"status": 403, "code": "NO_PERMISSION_ON_ENTITY"},
                "909": {"message": "no status"},
                "910": None,
            },
        }
    )
    receipts = turned(script, *range(901, 912), answer=answer)
    assert [one.answer for one in receipts] == [
        Answer.ACCEPTED,
        Answer.REFUSED,
        Answer.THROTTLED,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
        Answer.REFUSED,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
    ]
    assert all(one.because for one in receipts if one.answer is not Answer.ACCEPTED)


def test_what_is_in_results_and_in_errors_is_unknown(script):
    answer = says({"results": {"901": {"status": 204}}, "errors": {"901": {"status": 400}}})
    assert outcomes(turned(script, 901, answer=answer)) == [("901", Answer.UNKNOWN)]


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        (bare(204), Answer.UNKNOWN),
        (says({"results": {"901": {"status": 204}}}, 207), Answer.UNKNOWN),
        (bare(200), Answer.UNKNOWN),
        (bare(200, b"<html>"), Answer.UNKNOWN),
        (says({}), Answer.UNKNOWN),
        (says([]), Answer.UNKNOWN),
        (says({"results": []}), Answer.UNKNOWN),
        (Response(b"null", content_type="application/json"), Answer.UNKNOWN),
        (says({}, 302, Location="/rest/x"), Answer.UNKNOWN),
        (bare(408), Answer.UNKNOWN),
        (bare(500), Answer.UNKNOWN),
        (bare(504), Answer.UNKNOWN),
        (refusal(429, message="too fast"), Answer.THROTTLED),
        (refusal(429, **DAY_LIMIT), Answer.THROTTLED),
        (refusal(400, code="CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS"), Answer.REFUSED),
        (refusal(401, serviceErrorCode=65601), Answer.REFUSED),
        (refusal(403, code="NO_PERMISSION_TO_UPDATE"), Answer.REFUSED),
        (refusal(404), Answer.REFUSED),
        (refusal(426, code="NONEXISTENT_VERSION"), Answer.REFUSED),
    ],
)
def test_an_answer_about_the_whole_batch_is_one_about_each_and_is_not_sent_again(
    script, answer, meant
):
    receipts = turned(script, 901, 902, answer=answer)
    assert outcomes(receipts) == [("901", meant), ("902", meant)]
    assert all(one.because for one in receipts)
    assert (len(script.asked), script.waited) == (1, [])


def test_a_stated_wait_is_passed_on(script):
    answer = refusal(429, headers={"Retry_After": "12"})
    [receipt] = turned(script, 901, answer=answer)
    assert receipt.retry_after == 12.0


def test_a_stop_may_be_repeated_at_once_whatever_end_was_stated(script):
    script.on("adAccounts", refusal(429, headers={"Retry_After": "1200"}))
    stopper = script.stopper(seconds=5)
    for _ in range(2):
        with pytest.raises(RateLimited):
            stopper.accounts()
    assert script.times("adAccounts") == 2


def test_without_anybody_at_the_other_end_nothing_is_known(script):
    given = switches(script, 901)
    receipts = script.stopper(base_url="http://127.0.0.1:9").turn_off(given)
    assert outcomes(receipts) == [("901", Answer.UNKNOWN)]


def test_without_a_token_the_refusal_names_where_it_belongs(script):
    given = switches(script, 901)
    [receipt] = script.stopper(ads_token=None).turn_off(given)
    assert receipt.answer is Answer.REFUSED
    assert "[linkedin] stop_token/ads_token is missing" in receipt.because.english()


def test_more_than_a_write_holds_are_sent_in_several_each_once_and_nothing_for_none(script):
    given = switches(script, *range(1, 121))
    script.on(CAMPAIGNS, says({"results": {str(n): {"status": 204} for n in range(1, 121)}}),
              verb="POST")  # fmt: skip
    receipts = script.stopper().turn_off(given)
    assert [one.campaign_id for one in receipts] == [str(n) for n in range(1, 121)]
    assert len(script.asked) == 3
    assert script.stopper().batch_size == 50
    assert script.stopper().turn_off(()) == ()


def test_a_write_goes_out_although_reads_were_refused_before(script):
    given = switches(script, 901)
    stopper = script.stopper()
    script.on(BELOW, refusal(401))
    script.on(CAMPAIGNS, refusal(401), verb="GET")
    script.on(CAMPAIGNS, results(c901=204), verb="POST")
    with pytest.raises(ConnectorError):
        stopper.panel(ACCOUNT)
    assert outcomes(stopper.turn_off(given)) == [("901", Answer.ACCEPTED)]


def test_a_refused_read_is_tried_again_at_once_by_a_stop(script):
    the_account(script)
    script.on(CAMPAIGNS, refusal(401), page(a_campaign()))
    stopper = script.stopper()
    with pytest.raises(ConnectorError):
        stopper.panel(ACCOUNT)
    assert len(stopper.panel(ACCOUNT).switches) == 1


def test_read_back_gives_each_switch_anew_with_its_group_in_order(script):
    given = switches(script, 902, 901)
    script.on(CAMPAIGNS, batch({"901": a_campaign(901, status="PAUSED"), "902": a_campaign(902)}))
    script.on(GROUPS, batch({"601": a_group(status="PAUSED")}))
    read = script.stopper().read_back(given)
    assert [(one.campaign_id, one.intent, one.group.intent) for one in read] == [
        ("902", "ACTIVE", "PAUSED"),
        ("901", "PAUSED", "PAUSED"),
    ]
    assert script.asked[0].query == "ids=List(902,901)"
    assert len(script.asked) == 2


def test_read_back_of_a_group_reads_the_group(script):
    given = switches(script, 601, level=Level.CAMPAIGN_GROUP)
    script.on(GROUPS, batch({"601": a_group(status="PAUSED")}))
    [read] = script.stopper().read_back(given)
    assert (read.level, read.intent, read.group) == (Level.CAMPAIGN_GROUP, "PAUSED", None)


def test_what_cannot_be_read_back_is_unread_and_never_what_it_was(script):
    given = switches(script, 901, 902, 903)
    found = {"901": a_campaign(901, status="PAUSED"), "903": "nonsense"}
    script.on(CAMPAIGNS, batch(found, {"902": {"status": 404}}))
    script.on(GROUPS, bare(500))
    first, *others = script.stopper(seconds=0).read_back(given)
    assert (first.intent, first.group.id, first.group.intent) == ("PAUSED", "601", None)
    assert all(isinstance(one, Unread) for one in others)


def test_a_read_back_that_fails_as_a_whole_is_unread_for_each(script):
    given = switches(script, 901, 902)
    script.on(CAMPAIGNS, bare(504))
    assert all(isinstance(one, Unread) for one in script.stopper(seconds=0).read_back(given))


def test_the_token_is_in_no_receipt(script):
    answer = refusal(403, message=f"Bearer {ADS} may not")
    assert ADS not in repr(turned(script, 901, answer=answer))


@pytest.mark.parametrize("level", [Level.CAMPAIGN, Level.CAMPAIGN_GROUP])
def test_a_rehearsal_sends_nothing_and_says_that_there_is_none(script, level):
    asked = switches(script, 901, 902, level=level)
    stopper = script.stopper()
    receipts = stopper.rehearse(asked)
    assert [(one.campaign_id, one.level) for one in receipts] == [("901", level), ("902", level)]
    assert {one.answer for one in receipts} == {Answer.UNKNOWN}
    assert {"no dry run" in one.because.english() for one in receipts} == {True}
    assert (script.asked, stopper.meter.http) == ([], 0)


@pytest.mark.parametrize(
    ("scopes", "may"), [(("r_ads", "rw_ads"), True), (("r_ads",), False), (None, True)]
)
def test_the_right_to_turn_takes_the_permission_as_it_was_told_last(script, scopes, may):
    the_account(script)
    assert panel(script, ads_scopes=scopes).may_turn is may


def test_an_account_that_is_not_active_cannot_be_turned(script):
    the_account(script)
    script.on(BELOW, {"id": int(ACCOUNT), "name": "Stadens LinkedIn", "status": "CANCELED"})
    assert panel(script).may_turn is False
