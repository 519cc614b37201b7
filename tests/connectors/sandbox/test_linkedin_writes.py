"""Pausing, resuming, and what LinkedIn says of it."""

import pytest

from connectors.sandbox.linkedin.tokens import MEMBER

CAMPAIGNS, GROUPS = "adAccounts/501/adCampaigns", "adAccounts/501/adCampaignGroups"
CREATIVES = "adAccounts/501/creatives"
CREATIVE = "urn%3Ali%3AsponsoredCreative%3A101"


def status(linkedin, number):
    return linkedin.tables["adCampaigns"][str(number)]["status"]


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_a_pause_answers_204_without_a_word_and_shows_when_read_back(linkedin):
    before = linkedin.get(f"{CAMPAIGNS}/11")
    answer = linkedin.patch(f"{CAMPAIGNS}/11", status="PAUSED")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    after = linkedin.get(f"{CAMPAIGNS}/11")
    assert (after["status"], after["servingStatuses"]) == ("PAUSED", ["STOPPED"])
    assert after["version"] == {"versionTag": "5"}
    stamp = after["changeAuditStamps"]["lastModified"]
    assert stamp["actor"] == MEMBER
    assert stamp["time"] > before["changeAuditStamps"]["lastModified"]["time"]


def test_resuming_restores_all_but_the_version(linkedin):
    def state():
        row = linkedin.get(f"{CAMPAIGNS}/11")
        return row["status"], row["servingStatuses"]

    before = state()
    tags, times = [], []
    for switch in ("PAUSED", "ACTIVE"):
        assert linkedin.patch(f"{CAMPAIGNS}/11", status=switch).status_code == 204
        row = linkedin.get(f"{CAMPAIGNS}/11")
        tags.append(row["version"]["versionTag"])
        times.append(row["changeAuditStamps"]["lastModified"]["time"])
    assert state() == before
    assert tags == ["5", "6"]
    assert times[0] < times[1]


def test_a_pause_of_what_is_paused_is_harmless(linkedin):
    assert linkedin.patch(f"{CAMPAIGNS}/12", status="PAUSED").status_code == 204
    assert status(linkedin, 12) == "PAUSED"


def test_pausing_a_group_holds_what_is_below_and_changes_none_of_it(linkedin):
    assert linkedin.patch(f"{GROUPS}/1", status="PAUSED").status_code == 204
    assert linkedin.get(f"{GROUPS}/1")["servingStatuses"] == ["STOPPED"]
    campaign = linkedin.get(f"{CAMPAIGNS}/11")
    assert campaign["status"] == "ACTIVE"
    assert campaign["servingStatuses"] == ["CAMPAIGN_GROUP_STATUS_HOLD"]
    assert campaign["version"] == {"versionTag": "4"}
    creative = linkedin.get(f"{CREATIVES}/{CREATIVE}")
    assert creative["intendedStatus"] == "ACTIVE"
    assert creative["servingHoldReasons"] == ["CAMPAIGN_GROUP_STATUS_HOLD"]


def test_a_creative_has_its_own_switch(linkedin):
    before = linkedin.tables["creatives"]["urn:li:sponsoredCreative:101"]["lastModifiedAt"]
    answer = linkedin.patch(f"{CREATIVES}/{CREATIVE}", intendedStatus="PAUSED")
    assert (answer.status_code, answer.content) == (204, b"")
    row = linkedin.get(f"{CREATIVES}/{CREATIVE}")
    assert (row["isServing"], row["servingHoldReasons"]) == (False, ["STOPPED"])
    assert (row["lastModifiedAt"] > before, row["lastModifiedBy"]) == (True, MEMBER)
    assert "version" not in row
    assert code(linkedin.patch(f"{CREATIVES}/{CREATIVE}", status="PAUSED"))[0] == 403


@pytest.mark.parametrize(
    ("path", "after", "told"),
    [
        ("adCampaignGroups/3", "PAUSED", "CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS"),
        ("adCampaigns/14", "PAUSED", "STATUS_CHANGE_NOT_ALLOWED"),
        ("adCampaigns/14", "ACTIVE", "STATUS_CHANGE_NOT_ALLOWED"),
        ("adCampaigns/11", "COMPLETED", "STATUS_CHANGE_NOT_ALLOWED"),
        ("adCampaigns/15", "ACTIVE", "ACTION_NOT_ALLOWED_FOR_CANCELLED_STATUS"),
        ("adCampaigns/16", "PAUSED", "INVALID_STATUS_TRANSITION"),
        ("adCampaigns/16", "ACTIVE", "ONLY_DRAFT_CAMPAIGNS_ALLOWED_IN_DRAFT_CAMPAIGN_GROUPS"),
        ("adCampaigns/11", "STOPPED", "INVALID_VALUE_FOR_FIELD"),
        ("adCampaigns/11", None, "INVALID_VALUE_FOR_FIELD"),
    ],
)
def test_a_change_that_the_state_forbids_is_refused(linkedin, path, after, told):
    answer = linkedin.patch(f"adAccounts/501/{path}", status=after)
    assert code(answer) == (400, told)
    table, number = path.split("/")
    assert linkedin.tables[table][number]["version"] == {"versionTag": "4"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, (400, "PARAM_INVALID")),
        ({"status": "PAUSED"}, (400, "PARAM_INVALID")),
        ({"patch": {"status": "PAUSED"}}, (400, "PARAM_INVALID")),
        ({"patch": {"$set": {"status": "PAUSED"}}, "more": 1}, (400, "PARAM_INVALID")),
        ({"patch": {"$set": {}}}, (400, "MISSING_FIELD")),
        ({"patch": {"$set": {"status": "PAUSED", "name": "x"}}}, (403, "ACCESS_DENIED")),
        ({"patch": {"$set": {"status": "PAUSED"}, "$delete": ["name"]}}, (403, "ACCESS_DENIED")),
    ],
)
def test_nothing_but_the_switch_can_be_set(linkedin, body, told):
    path = f"{CAMPAIGNS}/11"
    assert linkedin.refused(path, verb="POST", method="PARTIAL_UPDATE", json=body) == told
    assert status(linkedin, 11) == "ACTIVE"


def test_a_field_that_nobody_may_set_is_named(linkedin):
    answer = linkedin.patch(f"{CAMPAIGNS}/11", status="PAUSED", dailyBudget={})
    assert "REQUEST_BODY" in answer.json()["message"]
    assert "[/dailyBudget]" in answer.json()["message"]


def test_a_role_that_only_looks_changes_nothing(linkedin):
    answer = linkedin.patch("adAccounts/502/adCampaigns/21", status="PAUSED")
    assert code(answer) == (403, "NO_PERMISSION_ON_ENTITY")
    assert status(linkedin, 21) == "ACTIVE"


def test_a_creative_manager_turns_ads_and_nothing_above_them(linkedin):
    path = "adAccounts/503"
    answer = linkedin.patch(f"{path}/adCampaigns/31", status="PAUSED")
    assert code(answer) == (403, "NO_PERMISSION_ON_ENTITY")
    key = "urn%3Ali%3AsponsoredCreative%3A105"
    answer = linkedin.patch(f"{path}/creatives/{key}", intendedStatus="PAUSED")
    assert answer.status_code == 204


def test_the_community_apps_token_writes_no_ads(linkedin):
    answer = linkedin.community.patch(f"{CAMPAIGNS}/11", status="PAUSED")
    assert code(answer) == (403, "ACCESS_DENIED")
    assert answer.json()["message"] == (
        "Not enough permissions to access: adCampaigns.PARTIAL_UPDATE.20260801"
    )


PAUSE = {"status": "PAUSED"}


def test_a_batch_answers_200_and_tells_of_each_id(linkedin):
    before = linkedin.sandbox.world.counted["linkedin"]
    answer = linkedin.patch_batch(CAMPAIGNS, dict.fromkeys(("11", "14", "21", "999"), PAUSE))
    assert answer.status_code == 200
    body = answer.json()
    assert body["results"] == {"11": {"status": 204}}
    told = {key: (error["status"], error["code"]) for key, error in body["errors"].items()}
    assert told == {
        "14": (400, "STATUS_CHANGE_NOT_ALLOWED"),
        "21": (404, "NOT_FOUND"),
        "999": (404, "NOT_FOUND"),
    }
    assert [status(linkedin, number) for number in (11, 14, 21)] == [
        "PAUSED", "COMPLETED", "ACTIVE",
    ]  # fmt: skip
    assert linkedin.sandbox.world.counted["linkedin"] == before + 4


def test_failures_may_stand_among_the_results(linkedin):
    linkedin.toggle(errors_in_results=True)
    body = linkedin.patch_batch(CAMPAIGNS, {"11": PAUSE, "14": PAUSE}).json()
    assert body["errors"] == {}
    assert body["results"]["11"] == {"status": 204}
    assert body["results"]["14"]["status"] == 400
    assert body["results"]["14"]["error"]["code"] == "STATUS_CHANGE_NOT_ALLOWED"


def test_creatives_in_a_batch_go_by_encoded_urn(linkedin):
    change = {"intendedStatus": "PAUSED"}
    assert linkedin.patch_batch(CREATIVES, {CREATIVE: change}).json() == {
        "results": {CREATIVE: {"status": 204}},
        "errors": {},
    }


@pytest.mark.parametrize(
    ("query", "entities"),
    [
        ("ids=List(11)", {"12": PAUSE}),
        ("ids=List(11,12)", {"11": PAUSE}),
        ("ids=List(11)", {"11": PAUSE, "12": PAUSE}),
        ("ids=List(11)", [PAUSE]),
        ("ids=List()", {}),
        (f"ids=List({CREATIVE})", {CREATIVE: PAUSE}),
    ],
)
def test_ids_and_entities_of_a_batch_must_belong_together(linkedin, query, entities):
    told = linkedin.refused(
        f"{CAMPAIGNS}?{query}",
        verb="POST",
        method="BATCH_PARTIAL_UPDATE",
        json={"entities": entities},
    )
    assert told == (400, "PARAM_INVALID")
    assert status(linkedin, 11) == "ACTIVE"


def test_keys_of_entities_are_encoded_like_the_ids(linkedin):
    plain = {"urn:li:sponsoredCreative:101": {"patch": {"$set": {"intendedStatus": "PAUSED"}}}}
    told = linkedin.refused(
        f"{CREATIVES}?ids=List({CREATIVE})",
        verb="POST",
        method="BATCH_PARTIAL_UPDATE",
        json={"entities": plain},
    )
    assert told == (400, "PARAM_INVALID")


@pytest.mark.parametrize(
    ("refusal", "told"), [("CONFLICT", 409), ("START_DATE_AFTER_END_DATE", 400)]
)
def test_a_write_can_be_refused_by_name(linkedin, refusal, told):
    linkedin.toggle(refuse_writes={"11": refusal})
    assert code(linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE)) == (told, refusal)
    assert linkedin.patch(f"{CAMPAIGNS}/17", **PAUSE).status_code == 204


def test_a_write_can_be_silent(linkedin):
    linkedin.toggle(silent_writes=["11"])
    assert linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE).status_code == 204
    assert linkedin.patch_batch(CAMPAIGNS, {"11": PAUSE}).json()["results"]["11"]["status"] == 204
    assert linkedin.get(f"{CAMPAIGNS}/11")["status"] == "ACTIVE"


@pytest.mark.parametrize("batch", [False, True])
def test_a_write_that_took_effect_can_answer_504(linkedin, batch):
    linkedin.toggle(drop_after_write=True)
    path = f"{CAMPAIGNS}/11"
    answer = (
        linkedin.patch_batch(CAMPAIGNS, {"11": PAUSE}) if batch else linkedin.patch(path, **PAUSE)
    )
    assert (answer.status_code, answer.content) == (504, b"")
    assert linkedin.get(path)["status"] == "PAUSED"


def test_a_write_that_was_refused_is_not_cut_off(linkedin):
    linkedin.toggle(drop_after_write=True)
    assert code(linkedin.patch(f"{CAMPAIGNS}/14", **PAUSE))[0] == 400
