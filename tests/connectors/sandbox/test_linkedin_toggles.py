"""What goes wrong on request, and who is kept out."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors.sandbox.linkedin import TOGGLES
from tests.connectors.sandbox.linkedin_wire import NOON, creative, serving

DOCS = Path(__file__).parents[3] / "docs"
CAMPAIGNS, GROUPS = "adAccounts/501/adCampaigns", "adAccounts/501/adCampaignGroups"
SEARCH = f"{CAMPAIGNS}?q=search"
PAUSE = {"status": "PAUSED"}


def statuses(linkedin, path, times):
    return [linkedin.ask(path).status_code for _ in range(times)]


def test_every_toggle_is_documented():
    page = (DOCS / "sandbox.md").read_text(encoding="utf-8")
    for name, does in TOGGLES.items():
        assert f"| `{name}` | {does} |" in page, name


@pytest.mark.parametrize(
    ("toggle", "code", "service"),
    [
        ("token_revoked", "REVOKED_ACCESS_TOKEN", 65601),
        ("token_expired", "EXPIRED_ACCESS_TOKEN", 65602),
    ],
)
def test_a_token_can_be_dead(linkedin, toggle, code, service):
    linkedin.toggle(**{toggle: True})
    for asker in (linkedin, linkedin.community):
        body = asker.ask(SEARCH).json()
        assert (body["status"], body["code"], body["serviceErrorCode"]) == (401, code, service)
    linkedin.toggle(**{toggle: False})
    assert linkedin.get(SEARCH)


def test_a_fresh_token_is_not_known_at_once(linkedin):
    linkedin.toggle(fresh_token_401=2)
    assert statuses(linkedin, SEARCH, 3) == [401, 401, 200]
    fresh = linkedin.form(
        "accessToken", grant_type="refresh_token", refresh_token="sandbox-refresh-ads"
    ).json()["access_token"]
    assert statuses(linkedin.as_(fresh), SEARCH, 3) == [401, 401, 200]


@pytest.mark.parametrize("retired", [True, ["202608", "202607"]])
def test_a_version_can_be_retired(linkedin, retired):
    linkedin.toggle(version_retired=retired)
    assert linkedin.refused(SEARCH) == (426, "NONEXISTENT_VERSION")
    other = linkedin.ask(SEARCH, headers={"LinkedIn-Version": "202601"})
    assert other.status_code == (426 if retired is True else 200)


def test_the_quota_of_a_day_ends_at_midnight_utc():
    now = [NOON]
    linkedin = serving(clock=lambda: now[0], toggles={"linkedin.day_limit": 2})
    try:
        assert statuses(linkedin, SEARCH, 3) == [200, 200, 429]
        answer = linkedin.ask(SEARCH)
        assert answer.json()["serviceErrorCode"] == 101
        assert answer.json()["message"] == (
            "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
        )
        assert "retry-after" not in answer.headers
        assert statuses(linkedin, f"{GROUPS}?q=search", 1) == [200]
        now[0] = NOON + timedelta(hours=12)
        assert statuses(linkedin, SEARCH, 1) == [200]
    finally:
        linkedin.sandbox.stop()


def test_the_quota_of_a_day_can_be_spent(linkedin):
    linkedin.toggle(day_limit=True)
    assert statuses(linkedin, SEARCH, 1) == [429]
    assert linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE).status_code == 429
    assert linkedin.tables["adCampaigns"]["11"]["status"] == "ACTIVE"


def test_every_answer_can_be_empty(linkedin):
    linkedin.toggle(empty_5xx=True)
    for path in (SEARCH, "adAccounts/501"):
        answer = linkedin.ask(path)
        assert (answer.status_code, answer.content) == (503, b"")


def test_a_role_can_be_taken_down_to_a_viewers(linkedin):
    linkedin.toggle(read_only=["501"])
    rows = linkedin.find("adAccountUsers?q=authenticatedUser")["elements"]
    assert [row["role"] for row in rows[:2]] == ["VIEWER", "VIEWER"]
    assert rows[2]["role"] == "CREATIVE_MANAGER"
    answer = linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE)
    assert (answer.status_code, answer.json()["code"]) == (403, "NO_PERMISSION_ON_ENTITY")
    assert linkedin.get(SEARCH)["elements"]


def test_an_account_can_be_out_of_sight(linkedin):
    linkedin.toggle(no_permission=["501"])
    assert [row["id"] for row in linkedin.find("adAccounts?q=search")["elements"]] == [502, 503]
    rows = linkedin.find("adAccountUsers?q=authenticatedUser")["elements"]
    assert "urn:li:sponsoredAccount:501" not in {row["account"] for row in rows}
    assert linkedin.refused("adAccounts/501") == (404, "NOT_FOUND")
    assert linkedin.refused(SEARCH) == (403, "NO_PERMISSION_ON_ENTITY")
    answer = linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE)
    assert answer.status_code == 403


@pytest.mark.parametrize("editable", [["502"], True])
def test_in_development_tier_only_listed_accounts_are_edited_and_all_are_read(linkedin, editable):
    linkedin.toggle(development_tier=editable)
    answer = linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE)
    assert (answer.status_code, answer.json()["code"]) == (403, "NO_PERMISSION_TO_UPDATE")
    assert linkedin.get(SEARCH)["elements"]
    linkedin.toggle(development_tier=["501"])
    assert linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE).status_code == 204


def test_in_development_tier_the_community_app_reads_no_batches_and_not_much(linkedin):
    linkedin.toggle(community_development_tier=True)
    batch, one = "posts?ids=List(urn%3Ali%3Ashare%3A1)", "posts/urn%3Ali%3Ashare%3A1"
    assert linkedin.get(batch)["results"]
    community = linkedin.community
    assert community.refused(batch) == (403, "ACCESS_DENIED")
    assert set(statuses(community, one, 99)) == {200}
    answer = community.ask(one)
    assert answer.status_code == 429
    assert "MEMBER DAY" in answer.json()["message"]
    assert linkedin.get(one)


REPORT = (
    "adAnalytics?q=analytics&pivot=CREATIVE&timeGranularity=DAILY"
    "&dateRange=(start:(year:2026,month:9,day:1))&accounts=List(urn%3Ali%3AsponsoredAccount%3A501)"
    "&fields=impressions,clicks,dateRange"
)
DELIVERY = {
    "from": "2026-09-01",
    "to": "2026-09-04",
    "impressions": 100,
    "clicks": 3,
    "cost": "12.50",
}


def test_reports_of_an_account_can_be_without_rows(linkedin):
    creative(linkedin.tables, 301, 11, _delivery=DELIVERY)
    assert len(linkedin.find(REPORT)["elements"]) == 4
    linkedin.toggle(analytics_empty=["501"])
    assert linkedin.find(REPORT)["elements"] == []
    linkedin.toggle(analytics_empty=["502"])
    assert len(linkedin.find(REPORT)["elements"]) == 4


def test_a_report_can_be_cut_earlier(linkedin):
    creative(linkedin.tables, 301, 11, _delivery=DELIVERY)
    linkedin.toggle(analytics_max_rows=3)
    body = linkedin.find(REPORT)
    assert [row["dateRange"]["start"]["day"] for row in body["elements"]] == [1, 2, 3]
    assert "total" not in body["paging"]


def test_five_minutes_can_hold_no_values_or_so_many():
    now = [NOON]
    linkedin = serving(clock=lambda: now[0], toggles={"linkedin.analytics_values": 10})
    try:
        creative(linkedin.tables, 301, 11, _delivery=DELIVERY)
        assert statuses(linkedin, REPORT, 2) == [200, 429]
        answer = linkedin.ask(REPORT)
        assert "metric values were requested in a 5-minute window" in answer.json()["message"]
        assert "retry-after" not in answer.headers
        now[0] = NOON + timedelta(minutes=5)
        assert statuses(linkedin, REPORT, 1) == [200]
        linkedin.toggle(analytics_values=True)
        assert statuses(linkedin, REPORT, 1) == [429]
        assert statuses(linkedin, SEARCH, 1) == [200]
    finally:
        linkedin.sandbox.stop()


def test_groups_can_be_unreadable_while_all_else_answers(linkedin):
    linkedin.toggle(unreadable_groups=True)
    for path in (f"{GROUPS}?q=search", f"{GROUPS}/1", f"{GROUPS}?ids=List(1)"):
        assert linkedin.refused(path) == (500, "INTERNAL_ERROR")
    assert linkedin.get(SEARCH)["elements"]
    assert linkedin.patch(f"{GROUPS}/1", **PAUSE).status_code == 204


def test_pages_can_be_short_and_hold_every_row_all_the_same(linkedin):
    rows, sizes = linkedin.all(f"{SEARCH}&pageSize=3")
    assert sizes == [3, 3, 3]
    linkedin.toggle(short_pages=True)
    again, short = linkedin.all(f"{SEARCH}&pageSize=3")
    assert again == rows
    assert short == [2, 2, 2, 3]
    assert linkedin.all(f"{SEARCH}&pageSize=1")[0] == rows


def test_a_batch_can_lose_ids(linkedin):
    linkedin.toggle(batch_loses=["11"])
    assert set(linkedin.get(f"{CAMPAIGNS}?ids=List(11,12)")["statuses"]) == {"12"}
    body = linkedin.patch_batch(CAMPAIGNS, {"11": PAUSE, "12": PAUSE}).json()
    assert body == {"results": {"12": {"status": 204}}, "errors": {}}
    assert linkedin.tables["adCampaigns"]["11"]["status"] == "ACTIVE"


def test_an_item_that_is_lost_at_random_is_done_or_not(linkedin):
    linkedin.sandbox.world.faults.set_rates("null=1,seed=3")
    numbers = ["11", "13", "17", "18", "19"]
    body = linkedin.patch_batch(CAMPAIGNS, dict.fromkeys(numbers, PAUSE)).json()
    assert body == {"results": {}, "errors": {}}
    rows = linkedin.tables["adCampaigns"]
    assert {rows[number]["status"] for number in numbers} == {"ACTIVE", "PAUSED"}
    assert linkedin.get(f"{CAMPAIGNS}?ids=List(11)") == {
        "results": {},
        "statuses": {},
        "errors": {},
    }


def test_an_item_that_is_lost_at_random_may_have_been_refused(linkedin):
    linkedin.sandbox.world.faults.set_rates("null=1")
    for number in ("14", "15", "999"):
        body = linkedin.patch_batch(CAMPAIGNS, {number: PAUSE}).json()
        assert body == {"results": {}, "errors": {}}


def test_throttled_at_random_is_told_by_the_body_alone(linkedin):
    linkedin.sandbox.world.faults.set_rates("throttle=1")
    answer = linkedin.ask(SEARCH)
    assert answer.status_code == 429
    assert answer.json()["serviceErrorCode"] == 101
    assert "DAY" not in answer.json()["message"]
    assert "retry-after" not in answer.headers


def test_transient_at_random_is_empty(linkedin):
    linkedin.sandbox.world.faults.set_rates("transient=1")
    answer = linkedin.patch(f"{CAMPAIGNS}/11", **PAUSE)
    assert (answer.status_code, answer.content) == (503, b"")
    assert linkedin.tables["adCampaigns"]["11"]["status"] == "ACTIVE"


def test_a_call_that_was_refused_is_counted_all_the_same(linkedin):
    counted = linkedin.sandbox.world.counted
    linkedin.ask(SEARCH, headers={"LinkedIn-Version": None})
    linkedin.ask("adAccounts?ids=List(501,999)")
    assert counted["linkedin"] == 3
