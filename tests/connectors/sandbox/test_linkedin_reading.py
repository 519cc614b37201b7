"""Accounts, roles, groups, campaigns and creatives, as they are read."""

import pytest

from tests.connectors.sandbox.linkedin_wire import at, creative

CAMPAIGNS, GROUPS = "adAccounts/501/adCampaigns", "adAccounts/501/adCampaignGroups"
CREATIVES = "adAccounts/501/creatives"
CRITERIA = f"{CREATIVES}?q=criteria"


def urn(kind, number):
    return f"urn%3Ali%3A{kind}%3A{number}"


def ids(answer):
    return [row["id"] for row in answer["elements"]]


def test_accounts_that_the_member_does_not_see_are_passed_over_in_silence(shared_linkedin):
    assert ids(shared_linkedin.find("adAccounts?q=search")) == [501, 502, 503]
    assert shared_linkedin.get("adAccounts/501")["servingStatuses"] == ["RUNNABLE"]


def test_an_account_of_strangers_looks_like_one_that_is_not_there(shared_linkedin):
    told = [shared_linkedin.refused(f"adAccounts/{number}") for number in (504, 599, 999)]
    assert set(told) == {(404, "NOT_FOUND")}
    got = shared_linkedin.get("adAccounts?ids=List(501,504)")
    assert set(got["results"]) == {"501"}
    assert got["statuses"] == {"501": 200, "504": 404}
    assert got["errors"]["504"]["code"] == "NOT_FOUND"


def test_what_is_below_an_account_of_strangers_is_forbidden(shared_linkedin):
    for path in ("adCampaigns?q=search", "adCampaigns/41"):
        told = shared_linkedin.refused(f"adAccounts/504/{path}")
        assert told == (403, "NO_PERMISSION_ON_ENTITY")
    assert shared_linkedin.refused("adAccounts/999/adCampaigns?q=search") == (404, "NOT_FOUND")


@pytest.mark.parametrize("resource", ["adCampaignGroups", "adCampaigns", "creatives"])
def test_a_path_without_an_account_is_refused_and_says_so(shared_linkedin, resource):
    answer = shared_linkedin.ask(f"{resource}?q=search")
    assert answer.status_code == 400
    assert f"/adAccounts/{{adAccountId}}/{resource}" in answer.json()["message"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [11, 12, 13, 14, 15, 16, 17, 18, 19]),
        ("&search=(test:false,status:(values:List(ACTIVE)))", [11, 13, 17, 18]),
        ("&search=(test:true)", [19]),
        (f"&search=(id:(values:List({urn('sponsoredCampaign', 12)})))", [12]),
        (f"&search=(campaignGroup:(values:List({urn('sponsoredCampaignGroup', 2)})))", [13]),
        ("&search=(name:(values:List(Insats%2012,Insats%2014)))", [12, 14]),
        ("&search=(type:(values:List(DYNAMIC)))", []),
    ],
)
def test_a_search_finds_what_meets_all_criteria(shared_linkedin, search, found):
    assert ids(shared_linkedin.find(f"{CAMPAIGNS}?q=search{search}")) == found


@pytest.mark.parametrize(
    ("search", "code"),
    [
        ("(id:(values:List(11)))", "INVALID_VALUE_FOR_FIELD"),
        ("(campaignGroup:(values:List(1)))", "INVALID_VALUE_FOR_FIELD"),
        ("(status:(values:List(RUNNING)))", "INVALID_VALUE_FOR_FIELD"),
        ("(servingStatuses:(values:List(RUNNABLE)))", "QUERY_PARAM_NOT_ALLOWED"),
        ("(status:(value:List(ACTIVE)))", "QUERY_PARAM_NOT_ALLOWED"),
        ("(test:(values:List(true)))", "PARAM_INVALID"),
        ("(status:List(ACTIVE))", "PARAM_INVALID"),
        ("(status:(values:ACTIVE))", "PARAM_INVALID"),
        ("List(ACTIVE)", "PARAM_INVALID"),
    ],
)
def test_criteria_that_cannot_be_are_refused(shared_linkedin, search, code):
    assert shared_linkedin.refused(f"{CAMPAIGNS}?q=search&search={search}") == (400, code)


def test_a_bare_number_in_a_search_is_named_as_no_urn(shared_linkedin):
    answer = shared_linkedin.ask("adAccounts?q=search&search=(id:(values:List(501)))")
    assert answer.json()["message"] == "Invalid Urn format. Invalid prefix."


def test_campaigns_go_by_number_and_creatives_by_urn(shared_linkedin):
    assert shared_linkedin.get(f"{CAMPAIGNS}/11")["id"] == 11
    path = f"{CREATIVES}/{urn('sponsoredCreative', 101)}"
    assert shared_linkedin.get(path)["id"] == "urn:li:sponsoredCreative:101"
    for wrong, code in (
        (f"{CAMPAIGNS}/{urn('sponsoredCampaign', 11)}", "PARAM_INVALID"),
        (f"{CAMPAIGNS}?ids=List(11,{urn('sponsoredCampaign', 12)})", "PARAM_INVALID"),
        (f"adAccounts/{urn('sponsoredAccount', 501)}", "PARAM_INVALID"),
        (f"adAccounts?ids=List({urn('sponsoredAccount', 501)})", "PARAM_INVALID"),
        (f"{CREATIVES}/101", "INVALID_VALUE_FOR_FIELD"),
        (f"{CREATIVES}?ids=List(101)", "INVALID_VALUE_FOR_FIELD"),
    ):
        assert shared_linkedin.refused(wrong) == (400, code)


def test_an_object_is_found_in_its_own_account_only(shared_linkedin):
    assert shared_linkedin.refused(f"{CAMPAIGNS}/21") == (404, "NOT_FOUND")
    assert shared_linkedin.refused(f"{CAMPAIGNS}/1000") == (404, "NOT_FOUND")


def test_a_batch_answers_by_encoded_id_and_tells_of_what_it_lacks(shared_linkedin):
    key, missing = urn("sponsoredCreative", 101), urn("sponsoredCreative", 999)
    before = shared_linkedin.sandbox.world.counted["linkedin"]
    got = shared_linkedin.get(f"{CREATIVES}?ids=List({key},{missing},{key})")
    assert got["results"][key]["id"] == "urn:li:sponsoredCreative:101"
    assert got["statuses"] == {key: 200, missing: 404}
    assert got["errors"][missing]["status"] == 404
    assert shared_linkedin.sandbox.world.counted["linkedin"] == before + 3


def test_fields_narrow_what_comes_and_unknown_ones_are_left_out_in_silence(shared_linkedin):
    assert shared_linkedin.get(f"{CAMPAIGNS}/11?fields=id,status,colour") == {
        "id": 11,
        "status": "ACTIVE",
    }
    row = shared_linkedin.find(f"{CAMPAIGNS}?q=search&fields=servingStatuses")["elements"][0]
    assert row == {"servingStatuses": ["RUNNABLE"]}


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        (11, ["RUNNABLE"]),
        (12, ["STOPPED"]),
        (13, ["CAMPAIGN_GROUP_STATUS_HOLD"]),
        (16, ["STOPPED", "CAMPAIGN_GROUP_STATUS_HOLD"]),
        (17, ["CAMPAIGN_START_DATE_HOLD"]),
        (18, ["CAMPAIGN_END_DATE_HOLD"]),
        (19, ["CAMPAIGN_TOTAL_BUDGET_HOLD"]),
    ],
)
def test_what_holds_a_campaign_follows_from_itself_and_its_group(shared_linkedin, number, holds):
    assert shared_linkedin.get(f"{CAMPAIGNS}/{number}")["servingStatuses"] == holds


def test_what_holds_a_creative_follows_from_all_that_is_above_it(linkedin):
    def told(number):
        row = linkedin.get(f"{CREATIVES}/{urn('sponsoredCreative', number)}")
        return row["isServing"], row.get("servingHoldReasons")

    assert told(101) == (True, None)
    assert told(102) == (False, ["STOPPED"])
    assert told(103) == (False, ["UNDER_REVIEW", "CAMPAIGN_GROUP_STATUS_HOLD"])
    assert told(104) == (False, ["REJECTED", "CAMPAIGN_STOPPED"])
    linkedin.tables["adAccounts"]["501"] |= {"status": "DRAFT", "servingStatuses": ["BILLING_HOLD"]}
    assert told(101) == (False, ["ACCOUNT_SERVING_HOLD", "BILLING_HOLD"])
    assert linkedin.get("adAccounts/501")["servingStatuses"] == ["STOPPED", "BILLING_HOLD"]
    held = {"servingHoldReasons": ["FORM_HOLD", "STOPPED"]}
    creative(linkedin.tables, 105, 404, **held)
    assert told(105) == (False, ["FORM_HOLD", "CAMPAIGN_STOPPED"])


def test_a_groups_dates_hold_its_campaigns(linkedin):
    linkedin.tables["adCampaignGroups"]["1"]["runSchedule"] = {"start": at(-9), "end": at(-1)}
    held = ["CAMPAIGN_GROUP_END_DATE_HOLD"]
    assert linkedin.get(f"{GROUPS}/1")["servingStatuses"] == held
    assert linkedin.get(f"{CAMPAIGNS}/11")["servingStatuses"] == held


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ("", [101, 102, 103, 104]),
        ("&campaigns=List()&creatives=List()&intendedStatuses=List()", [101, 102, 103, 104]),
        (f"&campaigns=List({urn('sponsoredCampaign', 11)})", [101, 102]),
        ("&intendedStatuses=List(PAUSED,DRAFT)", [102]),
        (f"&creatives=List({urn('sponsoredCreative', 103)})", [103]),
        (f"&contentReferences=List({urn('share', 7104)})", [104]),
        ("&isTestAccount=true", []),
        ("&isTestAccount=false&sortOrder=DESCENDING&pageSize=3", [104, 103, 102]),
    ],
)
def test_creatives_are_found_by_their_criteria(shared_linkedin, criteria, found):
    rows = shared_linkedin.find(CRITERIA + criteria)["elements"]
    assert [int(row["id"].rpartition(":")[2]) for row in rows] == found


@pytest.mark.parametrize(
    "criteria",
    [
        "&campaigns=List(11)",
        "&intendedStatuses=List(RUNNING)",
        "&isTestAccount=maybe",
        "&sortOrder=UP",
        "&search=(test:false)",
        "&pageSize=101",
        "&pageSize=0",
        "&pageToken=nonsense",
    ],
)
def test_criteria_of_creatives_that_cannot_be_are_refused(shared_linkedin, criteria):
    assert shared_linkedin.refused(CRITERIA + criteria, method="FINDER")[0] == 400


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_broken_creative_leaves_a_gap_in_a_page_that_is_not_the_last(linkedin, order):
    for number in range(201, 206):
        creative(linkedin.tables, number, 11, _broken=number == 202)
    path = f"{CRITERIA}&campaigns=List({urn('sponsoredCampaign', 11)})&sortOrder={order}&pageSize=3"
    rows, sizes = linkedin.all(path)
    numbers = [int(row["id"].rpartition(":")[2]) for row in rows]
    whole = [101, 102, 201, 203, 204, 205]
    assert numbers == (whole if order == "ASCENDING" else whole[::-1])
    assert sorted(sizes) == [1, 2, 3]
    assert "_broken" not in rows[0]


def test_a_cursor_is_good_for_its_own_search_only(linkedin):
    path = f"{CAMPAIGNS}?q=search&pageSize=2"
    token = linkedin.find(path)["metadata"]["nextPageToken"]
    more = f"&pageToken={token}"
    assert ids(linkedin.find(path + more)) == [13, 14]
    assert ids(linkedin.find(f"{CAMPAIGNS}?q=search&pageSize=9{more}"))[:2] == [13, 14]
    for other in (f"{GROUPS}?q=search", f"{CAMPAIGNS}?q=search&search=(test:false)"):
        assert linkedin.refused(other + more) == (400, "PARAM_INVALID")
    linkedin.patch(f"{CAMPAIGNS}/11", status="PAUSED")
    assert ids(linkedin.find(path + more)) == [13, 14]


def test_a_page_of_campaigns_may_hold_a_thousand_and_more_must_be_paged(linkedin):
    rows = linkedin.tables["adCampaigns"]
    for number in range(1000, 2001):
        rows[str(number)] = rows["11"] | {"id": number}
    answer = linkedin.ask(f"{CAMPAIGNS}?q=search")
    assert answer.json() == {
        "status": 400,
        "message": "Request would return too many entities. ",
    }
    assert "larger than 1000" in linkedin.ask(f"{CAMPAIGNS}?q=search&pageSize=1001").text
    rows, sizes = linkedin.all(f"{CAMPAIGNS}?q=search&pageSize=1000")
    assert (len(rows), sizes) == (1010, [1000, 10])


def test_roles_are_listed_with_those_of_accounts_that_are_gone(shared_linkedin):
    body = shared_linkedin.find("adAccountUsers?q=authenticatedUser")
    accounts = [row["account"].rpartition(":")[2] for row in body["elements"]]
    assert accounts == ["501", "502", "503", "599"]
    assert body["paging"] == {"start": 0, "count": 10, "links": [], "total": 4}
    page = shared_linkedin.find("adAccountUsers?q=authenticatedUser&start=3&count=2")
    assert page["elements"] == body["elements"][3:]
    assert page["paging"]["total"] == 4
    too_many = "adAccountUsers?q=authenticatedUser&count=1001"
    assert shared_linkedin.refused(too_many) == (400, None)


def test_who_else_has_a_role_is_told_to_those_who_manage_the_account(linkedin):
    both = f"{urn('sponsoredAccount', 501)},{urn('sponsoredAccount', 502)}"
    for form in (urn("sponsoredAccount", 501), f"List({both})"):
        path = f"adAccountUsers?q=accounts&accounts={form}"
        assert [row["role"] for row in linkedin.find(path)["elements"]] == ["CAMPAIGN_MANAGER"]
    linkedin.tables["adAccountUsers"]["0"]["role"] = "ACCOUNT_MANAGER"
    assert len(linkedin.find(path)["elements"]) == 2
    assert linkedin.refused("adAccountUsers?q=accounts&accounts=501")[0] == 400


def test_one_role_goes_by_its_complex_key(shared_linkedin):
    def key(account, user="annonsvakt"):
        return f"(account:{urn('sponsoredAccount', account)},user:{urn('person', user)})"

    assert shared_linkedin.get(f"adAccountUsers/{key(502)}")["role"] == "VIEWER"
    for account in (504, 599):
        assert shared_linkedin.refused(f"adAccountUsers/{key(account)}") == (404, "NOT_FOUND")
    for wrong in ("5", "(account:5)"):
        assert shared_linkedin.refused(f"adAccountUsers/{wrong}") == (400, "PARAM_INVALID")


@pytest.mark.parametrize(
    "path", ["adAccounts?q=search", "adAccountUsers?q=authenticatedUser", f"{CAMPAIGNS}/11"]
)
def test_the_community_apps_token_reads_no_ads(shared_linkedin, path):
    answer = shared_linkedin.community.ask(path)
    assert answer.status_code == 403
    body = answer.json()
    assert (body["code"], body["serviceErrorCode"]) == ("ACCESS_DENIED", 100)
    assert body["message"].startswith("Not enough permissions to access: ad")
    assert body["message"].endswith(".20260801")
