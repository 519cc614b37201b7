"""Posts and roles on organisations."""

import pytest

from tests.connectors.sandbox.linkedin_wire import CITY, STRANGER, at

CITY_KEY, STRANGER_KEY = (urn.replace(":", "%3A") for urn in (CITY, STRANGER))
BY_AUTHOR = f"posts?q=author&author={CITY_KEY}"
DARK = "posts?q=dscAdAccount&dscAdAccount=urn%3Ali%3AsponsoredAccount%3A"


def share(number):
    return f"urn%3Ali%3Ashare%3A{number}"


def ids(body):
    return [int(row["id"].rpartition(":")[2]) for row in body["elements"]]


def test_both_tokens_read_posts(shared_linkedin):
    for asker in (shared_linkedin, shared_linkedin.community):
        assert asker.get(f"posts/{share(1)}")["author"] == CITY


def test_a_strangers_post_is_read_only_where_it_is_an_ad_of_ones_account(shared_linkedin):
    assert shared_linkedin.get(f"posts/{share(7101)}")["author"] == STRANGER
    answer = shared_linkedin.ask(f"posts/{share(9)}")
    assert answer.status_code == 403
    assert answer.json()["message"] == (
        "Not enough permissions to access: partnerApiPostsExternal.GET.20260801"
    )


def test_a_batch_of_posts_tells_of_each(shared_linkedin):
    body = shared_linkedin.get(f"posts?ids=List({share(1)},{share(9)},{share(404)})")
    assert set(body["results"]) == {share(1)}
    assert body["statuses"] == {share(1): 200, share(9): 403, share(404): 404}


@pytest.mark.parametrize(
    "path",
    [
        "posts/urn%3Ali%3Aactivity%3A1",
        "posts?ids=List(1)",
        "posts?q=author",
        f"{BY_AUTHOR}&count=101",
        f"{BY_AUTHOR}&sortBy=NAME",
        f"{BY_AUTHOR}&pageSize=1",
        "posts?q=dscAdAccount&dscAdAccount=501",
        f"{DARK}501",
        f"{DARK}501&dscAdTypes=List()",
        f"{DARK}501&dscAdTypes=List(STANDARD,PAPER)",
    ],
)
def test_what_cannot_be_asked_of_posts_is_refused(shared_linkedin, path):
    assert shared_linkedin.refused(path)[0] == 400


def test_an_organisations_feed_shows_what_is_published_and_no_mere_ads(shared_linkedin):
    assert sorted(ids(shared_linkedin.find(BY_AUTHOR))) == [1, 2]
    assert ids(shared_linkedin.find(f"{BY_AUTHOR}&sortBy=LAST_MODIFIED")) == [1, 2]
    assert ids(shared_linkedin.find(f"{BY_AUTHOR}&sortBy=CREATED")) == [2, 1]
    page = shared_linkedin.find(f"{BY_AUTHOR}&sortBy=LAST_MODIFIED&start=1&count=5")
    assert (ids(page), page["paging"]["total"]) == ([2], 2)
    told = shared_linkedin.refused(f"posts?q=author&author={STRANGER_KEY}")
    assert told == (403, "ACCESS_DENIED")


def test_an_organisations_posts_for_ads_are_listed_when_asked_for_alone(shared_linkedin):
    assert ids(shared_linkedin.find(f"{BY_AUTHOR}&isDsc=true")) == [7102]
    assert sorted(ids(shared_linkedin.find(f"{BY_AUTHOR}&isDsc=false"))) == [1, 2]
    assert shared_linkedin.refused(f"{BY_AUTHOR}&isDsc=maybe")[0] == 400
    told = shared_linkedin.refused(f"posts?q=author&author={STRANGER_KEY}&isDsc=true")
    assert told == (403, "ACCESS_DENIED")


def test_the_posts_that_are_ads_of_an_account_are_listed(shared_linkedin):
    types = "&dscAdTypes=List(STANDARD,VIDEO)"
    assert ids(shared_linkedin.find(f"{DARK}501{types}")) == [7101, 7102]
    assert ids(shared_linkedin.find(f"{DARK}501&dscAdTypes=List(VIDEO)")) == []
    assert shared_linkedin.refused(f"{DARK}504{types}") == (403, "ACCESS_DENIED")


def times(page):
    return [row["lastModifiedAt"] for row in page["elements"]]


@pytest.mark.parametrize("unsorted", [False, True])
def test_an_authors_posts_come_in_no_order_unless_one_is_asked_for(linkedin, unsorted):
    for number in range(20, 40):
        more = {"author": CITY, "lastModifiedAt": at(-number)}
        urn = f"urn:li:share:{number}"
        linkedin.tables["posts"][urn] = {"id": urn, **more}
    linkedin.toggle(posts_unsorted=unsorted)
    by_chance = times(linkedin.find(f"{BY_AUTHOR}&count=100"))
    asked = times(linkedin.find(f"{BY_AUTHOR}&count=100&sortBy=LAST_MODIFIED"))
    assert sorted(by_chance) != by_chance != sorted(by_chance, reverse=True)
    assert asked == (by_chance if unsorted else sorted(by_chance, reverse=True))


def test_a_role_that_is_not_approved_reads_nothing(linkedin):
    for row in linkedin.tables["organizationAcls"].values():
        row["state"] = "REQUESTED"
    assert linkedin.refused(BY_AUTHOR) == (403, "ACCESS_DENIED")


@pytest.mark.parametrize(
    ("criteria", "roles"),
    [
        ("", ["ADMINISTRATOR", "CONTENT_ADMIN"]),
        ("&role=ADMINISTRATOR&state=APPROVED", ["ADMINISTRATOR"]),
        ("&state=REQUESTED", []),
        ("&start=1&count=1", ["CONTENT_ADMIN"]),
    ],
)
def test_the_members_roles_on_organisations_are_listed(shared_linkedin, criteria, roles):
    body = shared_linkedin.community.find(f"organizationAcls?q=roleAssignee{criteria}")
    assert [row["role"] for row in body["elements"]] == roles
