"""C3: the city's posts that run as ads of accounts that nobody here sees, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import Unavailable
from connectors.sandbox.city_linkedin import UNSEEN_ACCOUNT
from connectors.sandbox.city_linkedin_posts import Ground as LinkedInGround
from connectors.sandbox.city_linkedin_posts import picture_post
from connectors.sandbox.city_linkedin_shapes import CITY
from connectors.sandbox.city_meta_creatives import Ground, post
from policies.model import Platform, Post, PostId, Promoted, Promotions, Unread, Wall, Words
from policies.rules import ON_ACCOUNTS
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import City, a_snapshot, an_account, some_means
from tests.worker.retention.office import Office
from worker.store import findings, posts
from worker.store.posts import Shown
from worker.sweeping.means import Scope, Topic
from worker.sweeping.sweep import sweep

META, LINKEDIN = Platform.META, Platform.LINKEDIN
RULE = "access.unseen-account"
PAGE = "1001"
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OTHERS = tuple(rule for rule in ON_ACCOUNTS if rule.clause != "C8")
"""What the ad shows is of no matter here."""


@pytest.fixture
def ads(lite):
    """One account with one ad on Meta, and what a sweep finds of the city's posts."""
    with ad_city() as city:
        city.campaign()
        city.store = lite
        yield city


def put(ads, number=9_001):
    """A post for an ad that no account in the city shows."""
    made = NOON - timedelta(days=4)
    return post(ads.world, Ground(number, "Annans", made), PAGE, inline=True)


def swept(ads, *, scope=None, **changed):
    means = some_means(ads.store, clock=lambda: NOON, rules=OTHERS)
    return sweep(means, {META: ads.reader(**changed)}, scope or Scope())


def found(store, platform=META):
    """(kind, id) → the finding that is there."""
    with store.reading() as connection:
        rows = findings.of_rules(connection, platform, [RULE])
    return {one.subject.key: one for one in rows}


def test_ads_of_the_citys_own_accounts_are_left_alone(ads):
    told = swept(ads)
    assert (found(ads.store), told.unread) == ({}, ())


def test_a_post_that_runs_as_somebody_elses_ad_is_found_with_a_link(ads):
    strange = put(ads)
    told = swept(ads)
    one = found(ads.store)["post", strange]
    assert (one.outcome, one.state, one.account_id) == ("fail", "open", "unseen")
    assert one.link == f"https://www.facebook.com/{strange}"
    assert (told.findings["opened"], told.findings["open"]) == (1, 1)


def test_sweeping_again_finds_no_second_one(ads):
    put(ads)
    swept(ads)
    assert swept(ads).findings == {"opened": 0, "open": 1, "resolved": 0, "unknown": 0}


@pytest.mark.parametrize("toggle", ["omit_fields", "removed_fields"])
def test_without_the_state_of_promotion_nothing_passes_nor_is_put_right(ads, toggle):
    known = put(ads)
    swept(ads)
    new = put(ads, 9_002)
    ads.toggle(**{toggle: ["promotion_status"]})
    swept(ads)
    told = found(ads.store)
    assert (told["post", known].outcome, told["post", known].state) == ("fail", "open")
    assert (told["post", new].outcome, told["post", new].state) == ("unknown", "open")


def test_it_is_put_right_when_the_post_is_read_and_no_longer_runs(ads):
    strange = put(ads)
    swept(ads)
    ads.world.meta[strange].fields["promotion_status"] = "inactive"
    assert swept(ads).findings["resolved"] == 1
    assert found(ads.store)["post", strange].state == "resolved"


def test_a_post_that_the_list_lacks_is_read_by_itself(ads):
    strange = put(ads)
    swept(ads)
    ads.world.meta[PAGE].edges["ads_posts"].remove(strange)
    swept(ads)
    assert found(ads.store)["post", strange].state == "open"
    ads.world.meta[strange].fields["promotion_status"] = "inactive"
    swept(ads)
    assert found(ads.store)["post", strange].state == "resolved"


def test_a_post_that_is_deleted_is_put_right_when_its_page_still_answers(ads):
    strange = put(ads)
    swept(ads)
    ads.world.meta[PAGE].edges["ads_posts"].remove(strange)
    del ads.world.meta[strange]
    swept(ads)
    one = found(ads.store)["post", strange]
    assert (one.state, one.evidence["status"]) == ("resolved", "gone")


def test_a_page_without_a_token_is_unknown_and_its_post_stays_found(ads):
    strange = put(ads)
    swept(ads)
    ads.world.meta[PAGE].hidden["tasks"] = ()
    told = swept(ads, pages=(PAGE,))
    after = found(ads.store)
    assert after["post", strange].state == "open"
    assert after["post", strange].unread_since is not None
    assert (after["page", PAGE].outcome, after["page", PAGE].state) == ("unknown", "open")
    assert f"posts:{strange}" in {one.what for one in told.unread}


def test_an_account_that_the_configuration_leaves_out_may_show_the_post(ads):
    strange = put(ads)
    ads.campaign(account="act_2")
    swept(ads, ad_accounts=("act_1",))
    [one] = found(ads.store).values()
    assert (one.outcome, one.subject.key) == ("unknown", ("page", PAGE))
    assert strange in one.evidence["posts"]
    assert "act_2" in one.because.english()


def test_what_was_found_stays_when_accounts_are_left_out_later(ads):
    strange = put(ads)
    swept(ads)
    ads.campaign(account="act_2")
    swept(ads, ad_accounts=("act_1",))
    one = found(ads.store)["post", strange]
    assert (one.outcome, one.state, one.unread_since) == ("fail", "open", NOON)
    assert "act_2" in one.because.english()


def test_an_ad_that_names_no_post_may_show_it(ads):
    strange = put(ads)
    [creative] = [one for one in ads.world.meta.values() if one.kind == "AdCreative"]
    del (
        creative.fields["effective_object_story_id"],
        creative.fields["effective_instagram_media_id"],
    )
    swept(ads)
    [one] = found(ads.store).values()
    assert (one.outcome, one.subject.key) == ("unknown", ("page", PAGE))
    assert strange in one.evidence["posts"]


def test_an_ad_put_together_from_parts_makes_the_page_unclear_and_no_other_post(ads):
    strange = put(ads)
    ads.campaign(sender="dynamic")
    swept(ads)
    told = found(ads.store)
    assert told.keys() == {("post", strange), ("page", PAGE)}
    assert told["post", strange].outcome == "fail"
    assert told["page", PAGE].outcome == "unknown"
    assert len(told["page", PAGE].evidence["posts"]) == 3


def test_the_post_of_an_ad_that_was_deleted_is_still_known_as_ours(ads):
    [creative] = [one for one in ads.world.meta.values() if one.kind == "AdCreative"]
    own = creative.fields["effective_object_story_id"]
    swept(ads)
    ads.world.meta["act_1"].edges["ads"] = []
    ads.world.meta[own].fields["promotion_status"] = "active"
    swept(ads)
    assert ("post", own) not in found(ads.store)


def test_a_post_that_ours_showed_in_spring_may_be_anybodys_in_autumn(ads):
    """Our ad is over for long; somebody runs the post anew, and its Page says that it runs."""
    [creative] = [one for one in ads.world.meta.values() if one.kind == "AdCreative"]
    own = creative.fields["effective_object_story_id"]
    swept(ads)
    ads.world.meta[own].fields["promotion_status"] = "active"
    ended(ads, NOON + timedelta(hours=1))
    assert told_of(ads, NOON + timedelta(hours=20)) == {}, "its Page may be slow to tell"
    late = told_of(ads, NOON + timedelta(days=200))
    assert late["page", PAGE].outcome == "unknown"
    assert late["page", PAGE].evidence["posts"] == [own]
    assert "Whose ad runs now" in late["page", PAGE].because.english()


def test_a_fail_stays_though_an_ad_of_ours_showed_the_post_long_ago(ads):
    strange = put(ads)
    swept(ads)
    shown = Shown(
        post=Post(platform=META, id=strange, kind="facebook", owner_id=PAGE),
        campaign_id="c9",
        account_id="act_1",
        ran_until=NOON - timedelta(days=200),
    )
    with ads.store.writing() as connection:
        posts.link(connection, [shown], NOON)
    swept(ads)
    one = found(ads.store)["post", strange]
    assert (one.outcome, one.state, one.unread_since) == ("fail", "open", NOON)


def ended(ads, at):
    """All campaigns and ad sets of the city end then."""
    for one in ads.world.meta.values():
        if one.kind in ("Campaign", "AdSet"):
            one.fields["end_time"] = one.fields["stop_time"] = at.isoformat()


def told_of(ads, at):
    means = some_means(ads.store, clock=lambda: at, rules=OTHERS)
    sweep(means, {META: ads.reader()}, Scope())
    return found(ads.store)


def test_a_sweep_of_one_account_says_nothing_of_it(ads):
    put(ads)
    swept(ads, scope=Scope(account_id="act_1"))
    assert found(ads.store) == {}


def test_a_sweep_of_ads_alone_judges_it_as_well(ads):
    strange = put(ads)
    swept(ads, scope=Scope(topics=frozenset({Topic.ADS})))
    assert found(ads.store)["post", strange].outcome == "fail"


def test_the_listing_costs_no_request_of_its_own_in_a_whole_sweep(ads):
    before = swept(ads).requests[META].http
    put(ads)
    assert swept(ads).requests[META].http <= before


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path, AT)
    yield made
    made.close()


def dark(office, number="5099", place=60):
    made = office.at - timedelta(days=6)
    return picture_post(office.world, LinkedInGround(place, "Mässan", CITY, made, number))


def on_linkedin(office):
    office.sweep()
    return found(office.store, LINKEDIN)


def test_an_ad_of_an_account_that_nobody_sees_is_found_under_that_account(office):
    [one] = on_linkedin(office).values()
    assert (one.outcome, one.account_id, one.subject.kind) == ("fail", UNSEEN_ACCOUNT, "post")
    assert UNSEEN_ACCOUNT in one.message.english()


def test_an_archived_post_for_ads_is_put_right(office):
    [one] = on_linkedin(office).values()
    office.world.linkedin["posts"][one.subject.id]["adContext"]["dscStatus"] = "ARCHIVED"
    [after] = on_linkedin(office).values()
    assert after.state == "resolved"


def test_an_account_that_comes_in_sight_puts_it_right(office):
    from connectors.sandbox.city_linkedin import account, appoint

    on_linkedin(office)
    account(office.world, UNSEEN_ACCOUNT, "Byrån", kind="BUSINESS")
    appoint(office.world, UNSEEN_ACCOUNT, "VIEWER")
    [after] = on_linkedin(office).values()
    assert after.state == "resolved"


@pytest.mark.parametrize("field", ["dscStatus", "dscAdAccount", "adContext"])
def test_on_linkedin_no_field_that_is_missing_turns_it_into_a_pass(office, field):
    [one] = on_linkedin(office).values()
    record = office.world.linkedin["posts"][one.subject.id]
    if field == "adContext":
        record["adContext"] = {"isDsc": True}
    else:
        del record["adContext"][field]
    after = on_linkedin(office)
    assert (after[one.subject.key].outcome, after[one.subject.key].state) == ("fail", "open")


def test_a_post_whose_account_is_not_told_is_looked_for_among_those_in_sight(office):
    urn = dark(office, number="5001")
    context = office.world.linkedin["posts"][urn]["adContext"]
    assert ("post", urn) not in on_linkedin(office)
    del context["dscAdAccount"]
    told = on_linkedin(office)
    assert told["organization", CITY].outcome == "unknown"
    assert told["organization", CITY].evidence["posts"] == [urn]


def test_without_any_token_that_may_list_them_nothing_is_known_and_all_stays(office):
    [one] = on_linkedin(office).values()
    office.kill("sandbox-ads")
    office.kill("sandbox-community")
    after = on_linkedin(office)
    assert after[one.subject.key].state == "open"
    assert after["organization", CITY].outcome == "unknown"


def test_a_post_that_is_deleted_on_linkedin_is_put_right(office):
    [one] = on_linkedin(office).values()
    del office.world.linkedin["posts"][one.subject.id]
    [after] = on_linkedin(office).values()
    assert (after.state, after.evidence["status"]) == ("resolved", "GONE")


def test_the_commands_know_it_and_it_can_be_muted(office, capfd):
    import json

    [one] = on_linkedin(office).values()
    capfd.readouterr()
    assert office.run("findings", "--rule", RULE, "--json") == 0
    [told] = json.loads(capfd.readouterr().out)
    assert (told["account_id"], told["subject"]["kind"]) == (UNSEEN_ACCOUNT, "post")
    silence = ("--until", "2099-12-31", "--reason", "byrån öppnar kontot", "--by", "Anna")
    assert office.run("findings", "mute", one.id, *silence) == 0
    assert found(office.store, LINKEDIN)[one.subject.key].state == "muted"
    assert on_linkedin(office)[one.subject.key].state == "muted"
    report = office.report().paths["report.txt"].read_text("utf-8")
    assert RULE in report or UNSEEN_ACCOUNT in report


def fake(*posts, unread=None):
    city = City(META, a_snapshot())
    walls = (Wall(kind="page", id=PAGE),)
    city.promoted_posts = Promotions(platform=META, posts=posts, walls=walls, unread=unread)
    return city


def strange(runs=True):
    one = Post(platform=META, id=PostId("1001_9"), kind="facebook", owner_id=PAGE)
    return Promoted(post=one, runs=runs, told="active")


def with_fake(lite, city):
    sweep(some_means(lite, clock=lambda: NOON), {META: city}, Scope())
    return found(lite)


def test_a_reader_that_fails_as_a_whole_leaves_what_was_found(lite):
    with_fake(lite, fake(strange()))
    broken = fake()
    broken.promoted_posts = Unavailable(Words("It does not answer."), platform=META)
    after = with_fake(lite, broken)
    assert after["post", "1001_9"].state == "open"
    assert after["account", "unseen"].because == Words("It does not answer.")


@pytest.mark.parametrize("answer", ["silence", "unread"])
def test_a_post_of_which_its_own_read_tells_nothing_stays(lite, answer):
    with_fake(lite, fake(strange()))
    city = fake()
    if answer == "unread":
        why = Unread(what="posts:1001_9", because=Words("Refused."), platform=META)
        city.by_itself = {"1001_9": why}
    one = with_fake(lite, city)["post", "1001_9"]
    assert ("promoted", ("1001_9",)) in city.asked
    assert (one.outcome, one.state, one.unread_since) == ("fail", "open", NOON)
    assert (
        one.because.english()
        == {
            "silence": "The platform gave no answer about this post.",
            "unread": "Refused.",
        }[answer]
    )


def test_accounts_that_cannot_be_listed_leave_it_unknown(lite):
    city = fake(strange())
    city.snapshots = Unavailable(Words("It does not answer."), platform=META)
    [one] = with_fake(lite, city).values()
    assert (one.outcome, one.subject.key) == ("unknown", ("page", PAGE))
    assert one.evidence["posts"] == ["1001_9"]


def test_a_list_that_names_no_account_leaves_it_unknown_and_what_was_found(lite):
    silent = fake(strange())
    silent.snapshots = {}
    [one] = with_fake(lite, silent).values()
    assert (one.outcome, one.subject.key) == ("unknown", ("page", PAGE))
    assert "no ad account at all" in one.because.english()
    with_fake(lite, fake(strange()))
    one = with_fake(lite, silent)["post", "1001_9"]
    assert (one.outcome, one.state, one.unread_since) == ("fail", "open", NOON)


def test_an_account_that_cannot_be_read_leaves_it_unknown(lite):
    city = fake(strange())
    city.snapshots = {"act_1": Unavailable(Words("It does not answer."), platform=META)}
    [one] = with_fake(lite, city).values()
    assert (one.outcome, one.because) == ("unknown", Words("It does not answer."))
    whole = with_fake(lite, fake(strange()))
    assert (whole["post", "1001_9"].outcome, whole["page", PAGE].state) == ("fail", "resolved")


def test_a_reading_of_an_account_leaves_findings_on_posts_alone(lite):
    named = Promoted(post=strange().post, runs=True, told="active", account_id="act_1")
    city = fake(named)
    city.snapshots = {"act_2": a_snapshot(an_account("act_2"))}
    before = with_fake(lite, city)["post", "1001_9"]
    assert before.account_id == "act_1"
    means = some_means(lite, clock=lambda: NOON)
    sweep(means, {META: fake(named)}, Scope(account_id="act_1"))
    assert found(lite)["post", "1001_9"] == before
    assert with_fake(lite, fake(named))["post", "1001_9"].state == "resolved"
