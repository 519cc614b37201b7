"""The invented city on LinkedIn: what is in it, and that the same seed builds it again."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox import Sandbox, people
from connectors.sandbox.city_linkedin_campaigns import ACCOUNTS, GROUPS, STORIES
from connectors.sandbox.city_linkedin_posts import CONTENTS
from connectors.sandbox.city_linkedin_shapes import CITY, NIGHT, PARTNER, STATES
from connectors.sandbox.city_linkedin_talk import post_of
from connectors.sandbox.linkedin import ads, delivering
from connectors.sandbox.linkedin.talking import milliseconds
from connectors.sandbox.linkedin.tokens import MEMBER
from tests.connectors.sandbox.conftest import NOON


def build(seed=1, *, at=NOON):
    return Sandbox(seed, clock=lambda: at).world


@pytest.fixture(scope="module")
def city():
    return build()


@pytest.fixture(scope="module")
def comments(city):
    return list(city.linkedin["comments"].values())


def of(world, table):
    return list(world.linkedin[table].values())


def everything(world):
    return {name: dict(table) for name, table in world.linkedin.items()}


def test_the_same_seed_and_instant_build_the_same_city(city):
    assert everything(build()) == everything(city)


def test_another_seed_builds_another(city):
    assert everything(build(2)) != everything(city)


def test_the_city_moves_with_the_clock(city):
    later = build(at=NOON + timedelta(days=400))
    for table in ("adCampaigns", "creatives", "posts"):
        assert set(later.linkedin[table]) == set(city.linkedin[table])
    assert everything(later)["adCampaigns"] != everything(city)["adCampaigns"]


def test_two_accounts_hold_about_twenty_campaigns(city):
    assert [row["id"] for row in of(city, "adAccounts")] == [5001, 5002]
    assert {row["currency"] for row in of(city, "adAccounts")} == {"SEK"}
    assert 15 <= len(of(city, "adCampaigns")) <= 25
    assert len(of(city, "adCampaignGroups")) == len(GROUPS)


def test_the_member_may_stop_both_accounts_and_has_roles_in_deleted_ones(city):
    roles = {row["account"].rpartition(":")[2]: row["role"] for row in of(city, "adAccountUsers")}
    assert {row["user"] for row in of(city, "adAccountUsers")} == {MEMBER}
    assert {number: roles[number] for number, *_ in ACCOUNTS} == {
        "5001": "CAMPAIGN_MANAGER",
        "5002": "ACCOUNT_MANAGER",
    }
    assert set(roles) - set(city.linkedin["adAccounts"]) == {"5090", "5091"}


def test_every_state_and_every_kind_of_content_occurs():
    assert {story.state for story in STORIES} == set(STATES)
    assert {kind for story in STORIES for kind in story.contents} == set(CONTENTS)
    assert len({story.name for story in STORIES}) == len(STORIES)


def test_every_status_and_hold_occurs(city):
    campaigns = [delivering.as_served(city, ads.CAMPAIGNS, row) for row in of(city, "adCampaigns")]
    assert {row["status"] for row in campaigns} == {
        "ACTIVE", "PAUSED", "DRAFT", "COMPLETED", "ARCHIVED", "CANCELED", "REMOVED",
    }  # fmt: skip
    assert {hold for row in campaigns for hold in row["servingStatuses"]} == {
        "RUNNABLE", "STOPPED", "CAMPAIGN_START_DATE_HOLD", "CAMPAIGN_END_DATE_HOLD",
        "CAMPAIGN_GROUP_STATUS_HOLD", "CAMPAIGN_TOTAL_BUDGET_HOLD",
    }  # fmt: skip
    running = [row for row in campaigns if row["servingStatuses"] == ["RUNNABLE"]]
    assert {row["offsiteDeliveryEnabled"] for row in running} == {True, False}
    assert {row["associatedEntity"] for row in running} == {CITY, NIGHT}
    assert any("end" not in row["runSchedule"] for row in running)


def test_records_have_linkedins_shapes(city):
    for table, part in (("adCampaignGroups", "dailyBudget"), ("adCampaigns", "unitCost")):
        for number, row in city.linkedin[table].items():
            assert isinstance(row["id"], int)
            assert str(row["id"]) == number
            assert row["account"].startswith("urn:li:sponsoredAccount:")
            assert row["version"]["versionTag"].isdigit()
            assert row["changeAuditStamps"]["lastModified"]["time"] <= milliseconds(NOON)
            money = row.get(part)
            assert money is None or (money["amount"].isdigit() and money["currencyCode"] == "SEK")
    for urn, row in city.linkedin["creatives"].items():
        assert row["id"] == urn
        assert urn.startswith("urn:li:sponsoredCreative:")
        assert row["campaign"].startswith("urn:li:sponsoredCampaign:")


def test_whatever_is_named_exists(city):
    tables = city.linkedin
    for row in tables["adCampaigns"].values():
        group = tables["adCampaignGroups"][row["campaignGroup"].rpartition(":")[2]]
        assert group["account"] == row["account"]
        assert row["account"].rpartition(":")[2] in tables["adAccounts"]
    for row in tables["creatives"].values():
        campaign = tables["adCampaigns"][row["campaign"].rpartition(":")[2]]
        assert campaign["account"] == row["account"]
        assert post_of(row) is None or post_of(row) in tables["posts"]
    for row in tables["comments"].values():
        assert row["id"] in tables["activities"][row["object"]]["comments"]


def test_one_default_group_can_be_changed_by_nobody(city):
    backfilled = [row for row in of(city, "adCampaignGroups") if row["backfilled"]]
    assert [row["account"] for row in backfilled] == ["urn:li:sponsoredAccount:5002"]


def test_draft_groups_hold_drafts_only(city):
    drafts = {
        f"urn:li:sponsoredCampaignGroup:{row['id']}"
        for row in of(city, "adCampaignGroups")
        if row["status"] == "DRAFT"
    }
    assert drafts
    held = [row["status"] for row in of(city, "adCampaigns") if row["campaignGroup"] in drafts]
    assert set(held) == {"DRAFT"}


def test_test_objects_stand_beside_real_ones_and_their_ads_are_tests_too(city):
    tests = [row["id"] for row in of(city, "adCampaigns") if row["test"]]
    assert len(tests) == 1
    below = [row for row in of(city, "creatives") if row["campaign"].endswith(f":{tests[0]}")]
    assert below
    assert all(row["isTest"] for row in below)
    assert sum(row["isTest"] for row in of(city, "creatives")) > len(below)


def test_posts_are_dark_or_in_the_feed_shared_or_text_only(city):
    posts, creatives = city.linkedin["posts"], of(city, "creatives")
    shown = Counter(post_of(row) for row in creatives if post_of(row))
    assert max(shown.values()) == 3
    assert {urn.split(":")[2] for urn in shown} == {"share", "ugcPost"}
    dark = {urn for urn in shown if posts[urn]["distribution"]["feedDistribution"] == "NONE"}
    assert all(posts[urn]["adContext"]["isDsc"] for urn in dark)
    assert 0 < len(dark) < len(shown)
    assert any("textAd" in row["content"] for row in creatives)
    assert any("eventAd" in row["content"] for row in creatives)
    pictures = [p["content"]["media"] for p in posts.values() if "media" in p["content"]]
    assert {"altText" in one for one in pictures if ":image:" in one["id"]} == {True, False}


def test_an_activity_has_a_number_of_its_own(city):
    numbers = {urn.rpartition(":")[2] for urn in city.linkedin["posts"]}
    activities = {row["activity"] for row in of(city, "activities")}
    assert len(activities) == len(numbers)
    assert numbers.isdisjoint(urn.rpartition(":")[2] for urn in activities)


def test_the_city_has_posted_of_late_and_strangers_have_too(city):
    month = milliseconds(NOON - timedelta(days=30))
    feed = [row for row in of(city, "posts") if "adContext" not in row]
    recent = [row for row in feed if row["author"] == CITY and row["publishedAt"] > month]
    assert len(recent) >= 5
    assert any(row["author"] == CITY and row["publishedAt"] < month for row in feed)
    assert any(row["author"] == PARTNER for row in feed)


def test_people_have_written_well_over_a_hundred_comments(city, comments):
    assert 110 <= len(comments) <= 200
    tops = Counter(row["object"] for row in comments if "parentComment" not in row)
    assert max(tops.values()) > 50
    assert all(row["created"]["time"] < milliseconds(NOON) for row in comments)
    for row in comments:
        post = city.linkedin["posts"][city.linkedin["activities"][row["object"]]["post"]]
        assert row["created"]["time"] >= post["publishedAt"]


def test_comments_are_of_every_kind(comments):
    words = [row["message"]["text"] for row in comments]
    for text in (people.PERSONAL_ID, *people.SPAM, *people.HOSTILE):
        assert text in words
    assert set(words) & set(people.PRIVATE_ANSWERS)
    actors = Counter(row.get("actor", "").rpartition(":")[0] for row in comments)
    assert set(actors) == {"urn:li:person", "urn:li:organization", ""}
    assert any("content" in row for row in comments)
    kinds = {
        kind for row in comments for one in row["message"]["attributes"] for kind in one["value"]
    }
    assert {"person", "organization"} <= kinds


def test_an_answer_is_signed_mostly_and_tells_whose_hands_wrote_it(comments):
    answers = [row for row in comments if row.get("actor") in (CITY, NIGHT)]
    assert {row["agent"] for row in answers} == {MEMBER}
    signed = [
        row for row in answers if row["message"]["text"].rpartition(" /")[2] in people.EDITORS
    ]
    assert len(answers) / 2 < len(signed) < len(answers)


def test_replies_are_one_level_deep_and_come_after_their_top(city, comments):
    numbers = {row["commentUrn"]: row for row in comments}
    replies = [row for row in comments if "parentComment" in row]
    assert replies
    for row in replies:
        top = numbers[row["parentComment"]]
        assert "parentComment" not in top
        assert top["object"] == row["object"]
        assert top["created"]["time"] < row["created"]["time"]


def test_a_tag_covers_its_name_in_utf_16_units(comments):
    found = set()
    for row in comments:
        text = row["message"]["text"].encode("utf-16-le", "surrogatepass")
        for one in row["message"]["attributes"]:
            start, length = one["start"], one["length"]
            name = text[2 * start : 2 * (start + length)].decode("utf-16-le")
            first, _, last = name.partition(" ")
            named = first in people.FIRST_NAMES and last in people.LAST_NAMES
            assert named or name == "Stockholms stad"
            found.add(row["message"]["text"].find(name) - start)
    assert found == {0, -1}


@pytest.mark.parametrize("hours", range(0, 168, 12))
def test_somebody_waits_since_a_friday_whose_monday_is_past(hours):
    now = datetime(2026, 11, 23, 7, 30, tzinfo=UTC) + timedelta(hours=hours)
    zone = ZoneInfo("Europe/Stockholm")
    fridays = {
        written
        for row in of(build(at=now), "comments")
        if (written := datetime.fromtimestamp(row["created"]["time"] / 1000, zone)).hour == 15
        and (written.weekday(), written.minute, written.second) == (4, 0, 0)
    }
    assert len(fridays) == 1
    assert timedelta(days=3, hours=2) <= now - fridays.pop() < timedelta(days=10, hours=3)


def test_no_city_leaves_only_tokens():
    tables = Sandbox(clock=lambda: NOON, city=False).world.linkedin
    assert {name for name, table in tables.items() if table} == {"tokens"}
