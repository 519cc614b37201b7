"""`access.unseen-account`: the city's posts that run as ads where nobody of the city sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import AccountId, Platform, Post, PostId, Promoted, Promotions, Wall, Words
from policies.promoted import EVERYWHERE, NOWHERE, Beside, Sight, judge, reconcile_posts
from policies.rule import Breach, Pass, Unknown
from policies.rules.unseen import UNSEEN_ACCOUNT
from tests.policies.rules.made import DAY, NOON, word

META, LINKEDIN = Platform.META, Platform.LINKEDIN
WHY = Words("It was not told.")
OURS, THEIRS = AccountId("5001"), AccountId("5099")
PAGE, ORGANIZATION = "1001", "urn:li:organization:77"


def a_post(post_id="p1", platform=META):
    owner = PAGE if platform is META else ORGANIZATION
    link = f"https://example.org/{post_id}"
    return Post(platform=platform, id=PostId(post_id), kind="facebook", owner_id=owner, link=link)


def promoted(post_id="p1", *, runs=True, platform=META, **told):
    return Promoted(post=a_post(post_id, platform), runs=runs, told="active", **told)


def facts(*posts, platform=META, walls=(), unread=None, lost=None, known=frozenset(), **seen):
    told = Promotions(platform=platform, posts=posts, walls=walls, unread=unread)
    sight = Sight(**{"accounts": frozenset({OURS}), **seen})
    return Beside(told=told, sight=sight, known=known, lost=lost or {})


def said(given):
    """(kind, id) → what is said."""
    return {one.subject.key: one for _, one in judge((UNSEEN_ACCOUNT,), given)}


def of_post(*posts, **given):
    [one] = [one for (kind, _), one in said(facts(*posts, **given)).items() if kind == "post"]
    return one


def test_the_post_of_an_ad_that_was_read_is_left_alone():
    assert word(of_post(promoted(), posts=frozenset({PostId("p1")}))) == "pass"


def test_the_post_of_an_account_in_sight_is_left_alone_whatever_was_read_of_it():
    assert word(of_post(promoted(account_id=OURS), no_ads=WHY, no_list=WHY)) == "pass"


def test_that_an_ad_of_ours_once_showed_the_post_is_no_word_on_whose_runs_now():
    over = {"once": {PostId("p1"): NOON}}
    told = said(facts(promoted(), walls=(Wall(kind="page", id=PAGE),), **over))
    page = told["page", PAGE]
    assert (word(page), page.evidence["posts"]) == ("unknown", ["p1"])
    assert page.because.english() == (
        "An account in sight showed the post until 2026-11-24. Whose ad runs now was not told."
    )
    assert word(of_post(promoted(), known=frozenset({PostId("p1")}), **over)) == "unknown"
    assert word(of_post(promoted(runs=False), **over)) == "pass"
    assert word(of_post(promoted(account_id=OURS), **over)) == "pass"
    assert word(of_post(promoted(account_id=THEIRS), **over)) == "fail"


def test_what_no_longer_runs_is_against_nothing():
    assert word(of_post(promoted(runs=False))) == "pass"
    assert word(of_post(promoted(runs=False, doubt=WHY))) == "pass"


def test_a_post_that_runs_and_that_no_ad_shows_is_somebody_elses():
    one = of_post(promoted())
    assert isinstance(one, Breach)
    assert one.evidence == {"account": None, "status": "active", "owner": PAGE}
    assert one.link == "https://example.org/p1"


def test_an_account_that_linkedin_names_and_nobody_sees_is_named():
    one = of_post(promoted(platform=LINKEDIN, account_id=THEIRS), platform=LINKEDIN, no_ads=WHY)
    assert isinstance(one, Breach)
    assert "5099" in one.message.english()


def test_an_account_that_came_out_of_sight_is_known_from_before():
    one = of_post(promoted(doubt=WHY), linked={PostId("p1"): THEIRS})
    assert isinstance(one, Breach)
    assert one.evidence["account"] == THEIRS


@pytest.mark.parametrize("gap", ["no_list", "no_ads"])
def test_where_accounts_or_ads_may_be_missing_nobody_can_tell_and_that_is_told_once(gap):
    told = said(
        facts(promoted(), promoted("p2"), walls=(Wall(kind="page", id=PAGE),), **{gap: WHY})
    )
    assert told.keys() == {("page", PAGE), ("account", NOWHERE)}
    assert (word(told["page", PAGE]), told["page", PAGE].because) == ("unknown", WHY)


@pytest.mark.parametrize("gap", ["no_list", "no_ads"])
def test_a_post_of_which_something_was_found_says_itself_that_nobody_can_tell_now(gap):
    one = of_post(promoted(), known=frozenset({PostId("p1")}), **{gap: WHY})
    assert (word(one), one.because) == ("unknown", WHY)


def test_an_account_that_is_named_may_be_missing_from_a_list_that_is_not_whole():
    assert word(of_post(promoted(account_id=THEIRS), no_list=WHY)) == "unknown"
    assert word(of_post(promoted(), linked={PostId("p1"): THEIRS}, no_list=WHY)) == "unknown"


def test_whether_it_runs_must_be_told():
    assert word(of_post(promoted(runs=None))) == "unknown"


def test_what_may_be_one_of_our_own_ads_is_told_once_for_the_page():
    wall = Wall(kind="page", id=PAGE, name="Staden", link="https://example.org/page")
    one = promoted(doubt=WHY), promoted("p2", doubt=WHY, runs=None)
    told = said(facts(*one, walls=(wall,)))
    assert told.keys() == {("page", PAGE), ("account", NOWHERE)}
    page = told["page", PAGE]
    assert (page.because, page.evidence) == (WHY, {"posts": ["p1", "p2"]})
    assert (page.subject.name, page.link) == ("Staden", "https://example.org/page")


def test_of_a_page_that_is_not_asked_the_post_itself_says_what_is_unclear():
    assert of_post(promoted(doubt=WHY)).because == WHY


def test_a_list_that_was_not_read_is_unknown_and_one_that_was_passes():
    walls = Wall(kind="page", id="1", unread=WHY), Wall(kind="page", id="2")
    told = said(facts(walls=walls))
    assert {key: word(one) for key, one in told.items()} == {
        ("page", "1"): "unknown",
        ("page", "2"): "pass",
        ("account", NOWHERE): "pass",
    }


def test_where_nobody_could_be_asked_all_is_unknown():
    assert word(said(facts(unread=WHY))[EVERYWHERE.key]) == "unknown"


def test_a_post_that_could_not_be_read_again_is_unknown():
    told = said(facts(lost={PostId("p9"): WHY}))["post", "p9"]
    assert told.because == WHY


def test_a_rule_of_another_platform_says_nothing():
    other = replace(UNSEEN_ACCOUNT, platforms=(LINKEDIN,))
    assert list(judge((other,), facts(promoted()))) == []


def test_a_post_that_passes_is_left_out_where_nothing_of_it_was_ever_found():
    ours = facts(promoted("p1"), promoted("p2"), posts=frozenset({PostId("p1"), PostId("p2")}))
    found = {(UNSEEN_ACCOUNT.id, ("post", "p2"))}
    told = [one.subject.key for _, one in judge((UNSEEN_ACCOUNT,), ours, found)]
    assert told == [("post", "p2"), EVERYWHERE.key]


def test_a_rule_that_fails_is_unknown_and_tells_no_more():
    def broken(_):
        raise ValueError("a secret")
        yield

    [(_, one)] = judge((replace(UNSEEN_ACCOUNT, check=broken),), facts(promoted()))
    assert isinstance(one, Unknown)
    assert one.subject == EVERYWHERE
    assert "secret" not in one.because.english()


def reconciled(known, given, days=0):
    platform = given.told.platform
    posts = (one for one in known if one.state == "open" and one.subject.kind == "post")
    given = replace(given, known=frozenset(PostId(one.subject.id) for one in posts))
    return reconcile_posts(
        known, judge((UNSEEN_ACCOUNT,), given), platform=platform, as_of=NOON + days * DAY
    )


def findings(known, given, days=0):
    """The findings after a reading."""
    outcome = reconciled(known, given, days)
    return [*{**{one.id: one for one in known}, **{o.id: o for o, _ in outcome.turned}}.values()]


def test_a_finding_stands_under_the_account_that_is_named_or_under_none():
    named = promoted("p2", account_id=THEIRS)
    found = {one.subject.id: one.account_id for one in findings([], facts(promoted(), named))}
    assert found == {"p1": NOWHERE, "p2": THEIRS}


def test_it_stays_where_it_began_when_the_account_is_named_later_or_no_more():
    [began] = findings([], facts(promoted()))
    [later] = findings([began], facts(promoted(account_id=THEIRS)), days=1)
    assert (later.id, later.account_id, later.evidence["account"]) == (began.id, NOWHERE, THEIRS)
    [named] = findings([], facts(promoted(account_id=THEIRS)))
    [silent] = findings([named], facts(promoted()), days=1)
    assert (silent.id, silent.account_id) == (named.id, THEIRS)


def test_it_is_put_right_when_the_post_runs_no_longer_or_comes_in_sight():
    for better in (promoted(runs=False), promoted(account_id=OURS)):
        before = findings([], facts(promoted()))
        outcome = reconciled(before, facts(better), days=1)
        assert (outcome.opened, outcome.resolved) == (0, 1)


def test_of_a_post_that_is_missing_nothing_is_put_right():
    before = findings([], facts(promoted()))
    [after] = findings(before, facts(), days=1)
    assert (after.state, after.outcome, after.unread_since) == ("open", "fail", NOON + DAY)


def test_of_a_rule_that_is_switched_off_nothing_is_put_right():
    before = findings([], facts(promoted()))
    outcome = reconcile_posts(before, [], platform=META, as_of=NOON + DAY)
    [(after, _)] = outcome.turned
    assert after.state == "open"
    assert "switched off" in after.because.english()


POSTS = st.builds(
    promoted,
    st.sampled_from(["p1", "p2"]),
    runs=st.sampled_from([True, False, None]),
    account_id=st.sampled_from([None, OURS, THEIRS]),
    doubt=st.sampled_from([None, WHY]),
)
WORLDS = st.builds(
    lambda one, wall, seen, linked, once: facts(
        one, walls=(wall,), posts=seen, linked=linked, once=once
    ),
    POSTS,
    st.builds(Wall, kind=st.just("page"), id=st.just(PAGE), unread=st.sampled_from([None, WHY])),
    st.sampled_from([frozenset(), frozenset({PostId("p1")})]),
    st.sampled_from([{}, {PostId("p2"): THEIRS}]),
    st.sampled_from([{}, {PostId("p1"): NOON}]),
)


def poorer(given):
    """The same with one thing not told, as a connector and a worker tell that."""
    [one], [wall] = given.told.posts, given.told.walls
    told, sight = given.told, given.sight

    def with_post(**less):
        return replace(given, told=replace(told, posts=(replace(one, **less),)))

    if one.runs is not None:
        yield with_post(runs=None)
    if one.doubt is None and one.account_id is not None:
        yield with_post(account_id=None, doubt=WHY)
    yield replace(given, told=replace(told, posts=(), walls=(replace(wall, unread=WHY),)))
    yield replace(given, told=replace(told, posts=(), walls=(), unread=WHY))
    # A post of which only its Page speaks is not read by itself.
    if one.doubt is None and one.post.id not in sight.once:
        yield replace(given, told=replace(told, posts=()), lost={one.post.id: WHY})
    yield replace(given, sight=replace(sight, accounts=frozenset(), no_list=WHY))
    yield replace(given, sight=replace(sight, no_ads=WHY))
    yield replace(given, sight=replace(sight, posts=frozenset(), no_ads=WHY))


@given(WORLDS)
def test_whatever_is_taken_away_no_fail_and_no_unknown_turns_into_a_pass(world):
    before = findings([], world)
    live = {one.id: one.outcome for one in before}
    for less in poorer(world):
        after = {one.id: one for one in findings(before, less, days=1)}
        for finding_id, outcome in live.items():
            assert after[finding_id].state == "open"
            assert outcome == "unknown" or after[finding_id].outcome == "fail"


@given(WORLDS)
def test_what_was_told_poorly_from_the_start_never_passes_where_the_whole_fails(world):
    whole = {key for key, one in said(world).items() if isinstance(one, Breach)}
    for less in poorer(world):
        passed = {key for key, one in said(less).items() if isinstance(one, Pass)}
        assert not whole & passed


@pytest.mark.parametrize("unclear", [{"runs": None}, {"doubt": WHY}])
def test_a_post_of_which_nobody_can_tell_says_which_one_it_is_and_where(unclear):
    told = of_post(promoted(account_id=THEIRS, **unclear))
    assert told.subject.key == ("post", "p1")
    assert told.link == "https://example.org/p1"
    assert told.evidence == {"account": THEIRS, "status": "active", "owner": PAGE}


def test_a_post_that_passes_tells_by_which_account_and_in_which_state():
    told = of_post(promoted(account_id=OURS))
    assert (word(told), told.subject.name) == ("pass", "")
    assert told.evidence == {"account": OURS, "status": "active", "owner": PAGE}


def test_where_nobody_could_be_asked_it_says_why():
    told = said(facts(unread=WHY))[EVERYWHERE.key]
    assert (told.because, told.subject) == (WHY, EVERYWHERE)


def test_each_finding_that_changed_holds_its_verdict():
    outcome = reconciled([], facts(promoted(), promoted("p2", account_id=THEIRS)))
    held = {one.subject.id: outcome.judged[one.id] for one, _ in outcome.turned}
    assert {key: word(one) for key, one in held.items()} == {"p1": "fail", "p2": "fail"}
    assert held["p2"].evidence["account"] == THEIRS


def test_of_a_post_that_is_missing_under_another_account_it_is_said_that_it_is_missing():
    first = facts(promoted(), promoted("p2", account_id=THEIRS))
    before = findings([], first)
    after = {one.subject.id: one for one in findings(before, facts(promoted()), days=1)}
    assert after["p1"].because is None
    assert "missing" in after["p2"].because.english()
