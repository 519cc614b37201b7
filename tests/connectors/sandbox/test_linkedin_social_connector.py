"""The real connector hears all that the city's people say on LinkedIn."""

import pytest

from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader, ask
from connectors.linkedin.pages import by_start
from connectors.sandbox.city_linkedin_shapes import NIGHT
from connectors.sandbox.linkedin.talking import delete, write
from tests.connectors.linkedin.reading import wire
from tests.connectors.sandbox.linkedin_wire import CITY, NOON, at, serving

PERSON = "urn:li:person:aB3dE5fG7h"
ACCOUNT, STRANGERS = "urn:li:sponsoredAccount:501", "urn:li:sponsoredAccount:5099"


def reader(linkedin, **changed):
    access = LinkedInAccess(
        base_url=linkedin.base_url,
        version="202608",
        ads_token="sandbox-ads",
        community_token="sandbox-community",
        ad_accounts=(),
        organizations=(CITY,),
        tier="standard",
        editable_accounts=(),
        watch_after_days=90,
        **{"community_tier": "standard", **changed},
    )
    patience = Patience(60, sleep=lambda seconds: None)
    return LinkedInReader(access, patience=patience, clock=lambda: NOON)


@pytest.fixture
def city():
    linkedin = serving(city=True)
    yield linkedin
    linkedin.sandbox.stop()


@pytest.fixture
def small():
    linkedin = serving()
    yield linkedin
    linkedin.sandbox.stop()


def posts_of(ears):
    """Every post that the connector knows: behind ads, and the city's own."""
    snapshots = [ears.snapshot(account) for account in ears.accounts().accounts]
    creatives = [ad.creative for snapshot in snapshots for ad in snapshot.ads]
    unread = {one.what for creative in creatives for one in creative.unread}
    assert unread <= {"content"}  # of some kinds of posts LinkedIn does not tell what they show
    own, unread = ears.own_posts()
    assert unread == ()
    posts = [*own, *(post for creative in creatives for post in creative.posts)]
    return list({post.id: post for post in posts}.values())


def test_every_comment_of_the_city_is_heard_once(city):
    ears = reader(city)
    discussions = list(ears.discussions(posts_of(ears)))
    assert all(one.complete and not one.unread for one in discussions)
    heard = [comment for one in discussions for comment in one.comments]
    written = city.tables["comments"]
    assert sorted(one.id for one in heard) == sorted(written)
    for one in heard:
        record = written[one.id]
        assert one.author_id == record.get("actor")
        assert one.text == record["message"]["text"]
        assert (one.parent_id is None) == ("parentComment" not in record)
        marked = record["message"]["attributes"]
        people = [each for each in marked if "organization" not in each["value"]]
        assert len(one.tags) == len(people)
    assert any(one.tags for one in heard)


def test_a_comment_stays_in_the_thread_of_its_top_whatever_its_activity(city):
    ears = reader(city)
    for one in ears.discussions(posts_of(ears)):
        tops = {comment.id for comment in one.comments if comment.parent_id is None}
        assert {comment.thread_id for comment in one.comments} == tops


def test_comments_under_another_page_of_ours_are_heard_too(city):
    ears = reader(city)
    night = [post for post in posts_of(ears) if post.owner_id == NIGHT]
    assert [bool(one.comments) for one in ears.discussions(night)] == [True]


def test_a_post_with_more_comments_than_a_page_holds_is_heard_to_its_end(city):
    ears = reader(city)
    post = posts_of(ears)[0]
    for number in range(230):
        write(city.sandbox.world, post.id, f"Hej {number}?", PERSON)
    top = write(city.sandbox.world, post.id, "Och?", PERSON)["id"]
    for number in range(120):
        write(city.sandbox.world, post.id, f"Ja {number}", PERSON, top)
    (one,) = ears.discussions([post])
    assert one.complete
    assert {f"Hej {number}?" for number in range(230)} <= {each.text for each in one.comments}
    assert sum(each.thread_id == top for each in one.comments) == 121


@pytest.mark.parametrize("told", [0, None], ids=["as none", "not at all"])
def test_comments_that_linkedin_counts_as_none_are_heard(city, told):
    place = max(city.tables["activities"].values(), key=lambda row: len(row["comments"]))
    city.toggle(comment_counts={place["post"]: told})
    ears = reader(city)
    [post] = [one for one in posts_of(ears) if one.id == place["post"]]
    [one] = ears.discussions([post])
    assert one.complete
    assert sorted(comment.id for comment in one.comments) == sorted(place["comments"])


def old_posts(linkedin, **more):
    """More than a page of the city's posts, the last changed a hundred days ago, and no others."""
    linkedin.tables["posts"].clear()
    for number in range(1, 131):
        changed = {"lastModifiedAt": at(-100 - number), "createdAt": at(-100 - number)}
        record = {"id": f"urn:li:share:{number}", "author": CITY, **changed, **more}
        linkedin.tables["posts"][record["id"]] = record


def on_the_second_page(linkedin, more=""):
    """A post that no order brings to the first page: it is changed now."""
    path = f"posts?q=author&author={CITY.replace(':', '%3A')}&start=100&count=1{more}"
    [row] = linkedin.find(path)["elements"]
    record = linkedin.tables["posts"][row["id"]]
    record["lastModifiedAt"] = record["createdAt"] = at(-1)
    return record["id"]


@pytest.mark.parametrize("unsorted", [False, True], ids=["sorted", "unsorted"])
def test_a_new_post_is_found_in_whatever_order_posts_come(small, unsorted):
    old_posts(small)
    small.toggle(posts_unsorted=unsorted)
    new = on_the_second_page(small)
    small.sandbox.requests.clear()
    posts, unread = reader(small).own_posts()
    assert ([post.id for post in posts], unread) == ([new], ())
    assert len(small.sandbox.requests) == 2


@pytest.mark.parametrize("unsorted", [False, True], ids=["sorted", "unsorted"])
def test_a_post_for_ads_is_found_in_whatever_order_posts_come(small, unsorted):
    context = {"isDsc": True, "dscAdAccount": STRANGERS, "dscStatus": "ACTIVE"}
    old_posts(small, adContext=context)
    small.toggle(posts_unsorted=unsorted)
    new = on_the_second_page(small, "&isDsc=true")
    found = {one.post.id: one.account_id for one in reader(small).promotions().posts}
    assert found[new] == STRANGERS.rpartition(":")[2]


@pytest.mark.parametrize("kind", ["STANDARD", "VIDEO", "CAROUSEL", "NATIVE_DOCUMENT", "EVENT"])
def test_the_account_of_a_post_for_ads_is_told_by_its_own_list(small, kind):
    context = {"isDsc": True, "dscAdAccount": ACCOUNT, "dscAdType": kind, "dscStatus": "ACTIVE"}
    record = {"id": "urn:li:share:8", "author": CITY, "adContext": context}
    small.tables["posts"]["urn:li:share:8"] = record
    gathered = by_start(wire(small), ask.made_for("501"))
    assert gathered.error is None
    assert "urn:li:share:8" in {row["id"] for row in gathered.rows}


def test_only_what_was_deleted_is_gone(city):
    ears = reader(city)
    (one,) = (each for each in ears.discussions(posts_of(ears)) if len(each.comments) > 50)
    post = next(post for post in posts_of(ears) if post.id == one.post_id)
    reply = next(comment for comment in one.comments if comment.parent_id)
    top = next(each for each in one.comments if each.id not in (reply.id, reply.thread_id))
    delete(city.sandbox.world, top.id)
    asked = [top.id, reply.id, reply.thread_id]
    assert dict(ears.gone(post, asked)) == dict(zip(asked, (True, False, False), strict=True))


def test_faults_lose_no_comment_silently(city):
    ears = reader(city)
    posts = posts_of(ears)
    everything = {one.post_id: len(one.comments) for one in ears.discussions(posts)}
    city.sandbox.world.faults.set_rates("transient=0.1,throttle=0.05,html=0.05,null=0.1")
    for one in reader(city).discussions(posts):
        assert len(one.comments) == everything[one.post_id] or not one.complete
        assert one.complete or one.unread


def test_a_first_tier_app_that_runs_out_of_calls_says_so(city):
    city.toggle(community_development_tier=True)
    ears = reader(city, community_tier="development")
    posts = posts_of(ears)
    discussions = [one for _ in range(4) for one in ears.discussions(posts)]
    assert any(one.complete for one in discussions)
    assert all(one.complete or one.unread for one in discussions)
    assert not discussions[-1].complete
