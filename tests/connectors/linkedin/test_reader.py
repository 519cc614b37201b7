"""The reader: accounts in scope, own posts, single standings, and each token on its own."""

from datetime import timedelta

import pytest

from connectors import Reader, Stopper
from connectors.errors import ConnectorError, TokenRejected
from connectors.linkedin import LinkedInReader, LinkedInStopper
from policies.model import Platform, Post
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    ADS,
    CITY,
    COMMUNITY,
    NO_SCOPE,
    NOW,
    SHARE,
    a_comment,
    a_post,
    a_role,
    an_account,
    bare,
    batch,
    listed,
    page,
    refusal,
    the_account,
)

BELOW = f"adAccounts/{ACCOUNT}"


def milliseconds(instant):
    return int(instant.timestamp() * 1000)


def test_both_satisfy_their_protocols(script):
    reader: Reader = script.reader()
    stopper: Stopper = script.stopper()
    assert isinstance(reader, LinkedInReader)
    assert isinstance(stopper, LinkedInStopper)
    assert (reader.platform, stopper.platform) == (Platform.LINKEDIN, Platform.LINKEDIN)
    assert not hasattr(reader, "turn_off")


def test_without_configured_accounts_all_that_the_token_sees_are_in_scope(script):
    script.on("adAccounts", page(an_account(5001), token="2"))
    script.on("adAccounts", page(an_account(5002), an_account(5003, test=True)), having="Token=2")
    visible = script.reader().accounts()
    assert (visible.accounts, visible.unread) == (("5001", "5002"), ())


def test_a_ghost_in_the_roles_is_no_account(script):
    script.on("adAccounts", page(an_account(5001)))
    script.on("adAccountUsers", listed(a_role(5001), a_role(5999)))
    visible = script.reader().accounts()
    assert (visible.accounts, visible.unread) == (("5001",), ())


def test_a_configured_account_that_the_token_does_not_see_is_told_with_its_number(script):
    script.on("adAccounts", page(an_account(5001), an_account(5002), an_account(5003, test=True)))
    visible = script.reader(ad_accounts=("5002", "5009", "5003", "5002")).accounts()
    assert visible.accounts == ("5002",)
    told = {one.account_id: one.because.english() for one in visible.unread}
    assert list(told) == ["5009", "5003"]
    assert "does not see account 5009" in told["5009"]
    assert "test account" in told["5003"]


def test_accounts_that_the_configuration_leaves_out_are_named_and_test_accounts_are_not(script):
    nameless = {**an_account(5004), "name": 5}
    script.on("adAccounts", page(an_account(5001), an_account(5002),
                                 an_account(5003, test=True), nameless))  # fmt: skip
    visible = script.reader(ad_accounts=("5001",)).accounts()
    assert visible.left_out == {"5002": an_account(5002)["name"], "5004": "5004"}
    assert script.reader().accounts().left_out == {}


def test_a_list_of_accounts_that_breaks_off_is_told(script):
    script.on("adAccounts", page(an_account(5001), {"id": "x"}, token="2"))
    script.on("adAccounts", bare(500), having="Token=2")
    visible = script.reader(seconds=0).accounts()
    assert visible.accounts == ("5001",)
    assert [one.what for one in visible.unread] == ["accounts", "accounts"]


def test_a_list_of_accounts_that_counts_more_than_it_gives_is_told(script):
    paging = {"start": 0, "count": 1, "total": 7}
    script.on("adAccounts", {"elements": [an_account(5001)], "paging": paging})
    visible = script.reader().accounts()
    assert visible.accounts == ("5001",)
    [unread] = visible.unread
    assert unread.what == "accounts"
    assert "counts 7 rows and gave 1" in unread.because.english()


def test_a_list_of_accounts_that_counts_what_it_gives_is_whole(script):
    script.on("adAccounts", {"elements": [an_account(5001)], "paging": {"start": 0, "total": 1}})
    visible = script.reader().accounts()
    assert (visible.accounts, visible.unread) == (("5001",), ())


def test_without_any_list_the_failure_itself_is_raised(script):
    script.on("adAccounts", bare(500))
    with pytest.raises(ConnectorError):
        script.reader(seconds=0).accounts()


def test_a_missing_ads_token_is_raised_where_ads_are_read_and_comments_go_on(script):
    reader = script.reader(ads_token=None, community_tier="development")
    for read in (reader.accounts, lambda: reader.snapshot(ACCOUNT)):
        with pytest.raises(TokenRejected) as caught:
            read()
        assert "[linkedin] ads_token is missing" in str(caught.value)
    script.on(f"socialActions/{SHARE}/comments", listed(a_comment(1), total=1))
    script.on("posts", listed(a_post(), total=1))
    [discussion] = reader.discussions(reader.own_posts()[0])
    assert discussion.complete
    assert {one.headers["Authorization"] for one in script.asked} == {f"Bearer {COMMUNITY}"}


def test_a_missing_community_token_leaves_the_ad_side_whole(script):
    the_account(script)
    reader = script.reader(community_token=None)
    assert reader.accounts().unread == ()
    assert reader.snapshot(ACCOUNT).unread == ()
    assert {one.headers["Authorization"] for one in script.asked} == {f"Bearer {ADS}"}


def test_each_side_goes_out_with_its_own_token(script):
    the_account(script)
    script.on("socialMetadata", batch())
    script.on(f"socialActions/{SHARE}/comments", listed(total=0))
    reader = script.reader()
    [ad] = reader.snapshot(ACCOUNT).ads
    list(reader.discussions(ad.creative.posts))
    tokens = {one.path.partition("/")[0]: one.headers["Authorization"] for one in script.asked}
    assert tokens == {
        "adAccounts": f"Bearer {ADS}",
        "adAccountUsers": f"Bearer {ADS}",
        "posts": f"Bearer {ADS}",
        "socialMetadata": f"Bearer {COMMUNITY}",
        "socialActions": f"Bearer {COMMUNITY}",
    }
    assert reader.meter.http == len(script.asked)


def own(script, **changed):
    posts, unread = script.reader(**changed).own_posts()
    return [post.id for post in posts], [one.what for one in unread]


def published(urn, days, **more):
    at = milliseconds(NOW - timedelta(days=days))
    return a_post(urn, createdAt=at, publishedAt=at, lastModifiedAt=at) | more


def test_own_posts_are_those_of_the_last_thirty_days(script):
    recent, old = published("urn:li:share:1", 29), published("urn:li:share:2", 31)
    script.on("posts", listed(recent, old, total=2))
    assert own(script) == (["urn:li:share:1"], [])
    assert script.asked[0].query == (
        "q=author&author=urn%3Ali%3Aorganization%3A77&sortBy=LAST_MODIFIED&count=100&start=0"
    )


def test_an_old_post_that_was_edited_lately_does_not_end_the_reading(script):
    edited = published("urn:li:share:1", 90, lastModifiedAt=milliseconds(NOW))
    script.on("posts", listed(edited), having="start=0")
    script.on("posts", listed(published("urn:li:share:2", 5)), having="start=1")
    script.on("posts", listed(published("urn:li:share:3", 40)), having="start=2")
    assert own(script) == (["urn:li:share:2"], [])
    assert script.times("posts") == 3


def test_posts_that_come_in_another_order_are_read_to_the_end(script):
    """The oldest first: nothing on the first page was touched of late."""
    first = listed(published("urn:li:share:1", 50), published("urn:li:share:2", 40))
    script.on("posts", first, having="start=0")
    script.on("posts", listed(published("urn:li:share:3", 20)), having="start=2")
    script.on("posts", listed(), having="start=3")
    assert own(script) == (["urn:li:share:3"], [])


def test_an_order_that_breaks_later_is_no_order_any_more(script):
    first = listed(published("urn:li:share:1", 20), published("urn:li:share:2", 50))
    script.on("posts", first, having="start=0")
    second = listed(published("urn:li:share:3", 45), published("urn:li:share:4", 60))
    script.on("posts", second, having="start=2")
    script.on("posts", listed(published("urn:li:share:5", 10)), having="start=4")
    script.on("posts", listed(), having="start=5")
    assert own(script) == (["urn:li:share:1", "urn:li:share:5"], [])


def test_a_post_that_cannot_be_read_breaks_no_order(script):
    script.on("posts", listed(published("urn:li:share:1", 20), {"id": 7}), having="start=0")
    script.on("posts", listed(published("urn:li:share:3", 45)), having="start=2")
    assert own(script) == (["urn:li:share:1"], ["own_posts"])
    assert script.times("posts") == 2


def test_a_post_without_any_instant_is_watched(script):
    bare_post = {"id": "urn:li:share:4", "author": CITY}
    script.on("posts", listed(bare_post, total=1))
    assert own(script) == (["urn:li:share:4"], [])


def test_own_posts_fall_to_the_other_token_where_the_first_may_not(script):
    script.on("posts", refusal(403, **NO_SCOPE), listed(published("urn:li:share:1", 1), total=1))
    assert own(script) == (["urn:li:share:1"], [])


def test_a_token_that_was_rejected_at_one_account_is_told_without_it_elsewhere(script):
    script.on(f"adAccounts/{ACCOUNT}", refusal(401, code="EXPIRED_ACCESS_TOKEN"))
    reader = script.reader(community_token=None)
    with pytest.raises(TokenRejected) as caught:
        reader.snapshot(ACCOUNT)
    assert caught.value.account_id == ACCOUNT
    posts, [unread] = reader.own_posts()
    assert (posts, unread.what, unread.account_id) == ((), "own_posts", None)
    assert unread.because == caught.value.words
    assert len(script.asked) == 1


def test_own_posts_that_neither_token_may_read_are_told(script):
    script.on("posts", refusal(403, **NO_SCOPE))
    assert own(script) == ([], ["own_posts"])


def test_a_broken_post_and_a_broken_organisation_do_not_hold_up_the_others(script):
    other = "urn:li:organization:78"
    script.on("posts", bare(500), having="organization%3A77")
    script.on("posts", listed({"id": 7}, published("urn:li:share:1", 1), total=2),
              having="organization%3A78")  # fmt: skip
    assert own(script, organizations=(CITY, other), seconds=0) == (
        ["urn:li:share:1"],
        ["own_posts", "own_posts"],
    )


def test_no_organisation_is_no_silence(script):
    assert own(script, organizations=()) == ([], ["own_posts"])
    assert script.asked == []


def stand(script, kind, *ids):
    return {one.id: one for one in script.reader().standings(ACCOUNT, kind, ids)}


@pytest.mark.parametrize(
    ("kind", "resource", "field", "ids"),
    [
        ("campaign", "adCampaignGroups", "status", ["1", "2", "3"]),
        ("ad_set", "adCampaigns", "status", ["1", "2", "3"]),
        ("ad", "creatives", "intendedStatus", [f"urn:li:sponsoredCreative:{n}" for n in "123"]),
    ],
)
def test_a_standing_is_the_own_switch_of_each_kind(script, kind, resource, field, ids):
    words = dict(zip(ids, ["ACTIVE", "PAUSED", "FROZEN"], strict=True))
    found = {one.replace(":", "%3A"): {field: word} for one, word in words.items()}
    script.on(f"{BELOW}/{resource}", batch(found))
    standings = stand(script, kind, *ids)
    assert [standings[one].on for one in ids] == [True, False, None]
    assert "FROZEN" in standings[ids[2]].unread.because.english()


@pytest.mark.parametrize("told", [{}, {"status": None}, {"status": 7}])
def test_a_switch_that_is_not_told_is_not_off(script, told):
    script.on(f"{BELOW}/adCampaigns", batch({"1": told}))
    assert stand(script, "ad_set", "1")["1"].on is None


@pytest.mark.parametrize("trouble", [{"results": {}}, refusal(403), bare(500)])
def test_an_object_that_the_answer_leaves_out_is_not_off(script, trouble):
    script.on(f"{BELOW}/adCampaigns", trouble)
    standing = stand(script, "ad_set", "1")["1"]
    assert standing.on is None
    assert standing.unread.what == "ad_sets:1"


def test_an_object_that_two_reads_do_not_find_in_a_readable_account_is_off(script):
    script.on(f"{BELOW}/adCampaigns", batch({}, {"1": {"status": 404}}))
    script.on(BELOW, an_account())
    assert stand(script, "ad_set", "1")["1"].on is False
    assert script.times(f"{BELOW}/adCampaigns/1") == 1


def test_an_object_in_an_account_that_answers_no_more_is_not_told_off(script):
    script.on(f"{BELOW}/adCampaigns", batch({}, {"1": {"status": 404}}))
    assert stand(script, "ad_set", "1")["1"].on is None


def test_an_object_that_its_own_read_finds_stands_as_it_says(script):
    script.on(f"{BELOW}/adCampaigns", batch({}, {"1": {"status": 404}}))
    script.on(f"{BELOW}/adCampaigns/1", {"status": "ACTIVE"})
    assert stand(script, "ad_set", "1")["1"].on is True


def test_more_objects_than_a_request_holds_are_asked_for_in_several(script):
    script.on(f"{BELOW}/adCampaigns", batch({str(n): {"status": "PAUSED"} for n in range(1, 121)}))
    assert len(stand(script, "ad_set", *map(str, range(1, 121)))) == 120
    assert script.times(f"{BELOW}/adCampaigns") == 3


def test_posts_that_a_reader_gives_are_those_that_its_discussions_take(script):
    script.on("posts", listed(published(SHARE, 1), total=1))
    [post] = script.reader().own_posts()[0]
    assert isinstance(post, Post)
    assert (post.platform, post.kind, post.owner_id) == (Platform.LINKEDIN, "linkedin", CITY)
