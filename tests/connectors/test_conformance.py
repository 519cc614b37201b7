"""What every reader promises, tried on each platform over the sandbox's city."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime

import pytest

from connectors import Reader, Stopper
from connectors.errors import ConnectorError
from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader
from connectors.meta import MetaAccess, MetaReader
from connectors.sandbox import Sandbox
from policies.model import Comment, Creative, Platform, Post, Unread

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KINDS = ("campaign", "ad_set", "ad")


def meta(base_url, token="sandbox-meta", patience=0):
    access = MetaAccess(
        base_url=base_url,
        api_version="v26.0",
        app_id="1",
        app_secret="sandbox-secret",
        token=token,
        ad_accounts=("act_1", "act_5", "act_999"),
        pages=("1001", "1009"),
        instagram=("17841400000000001",),
        watch_after_days=90,
    )
    return MetaReader(access, patience=waiting(patience), clock=lambda: NOON)


def linkedin(base_url, token="sandbox", patience=0):
    access = LinkedInAccess(
        base_url=base_url,
        version="202608",
        ads_token=token and f"{token}-ads",
        community_token=token and f"{token}-community",
        ad_accounts=("5001", "5999"),
        organizations=("urn:li:organization:77", "urn:li:organization:99"),
        tier="standard",
        community_tier="standard",
        editable_accounts=(),
        watch_after_days=90,
    )
    return LinkedInReader(access, patience=waiting(patience), clock=lambda: NOON)


def waiting(seconds):
    """Patience for so many seconds that nobody waits."""
    return Patience(seconds, sleep=lambda _: None)


@dataclass
class Case:
    """One platform: how it is read, and names in it that nobody has."""

    platform: Platform
    make: object
    nowhere: Post
    nobody: str
    broken: tuple
    """Toggles, each of which keeps something or everything from us."""
    sandbox: Sandbox = None
    base_url: str = ""

    def reader(self, **changed):
        return self.make(self.base_url, **changed)

    def toggle(self, **toggles):
        known = {f"{self.platform}.{name}": value for name, value in toggles.items()}
        self.sandbox.world.faults.set_toggles(known, known)

    def everything(self):
        """All that stands in the world, as text."""
        world = self.sandbox.world
        nodes = {number: repr((node.fields, node.edges)) for number, node in world.meta.items()}
        return nodes, {name: repr(table) for name, table in world.linkedin.items()}


CASES = (
    Case(
        Platform.META,
        meta,
        Post(platform=Platform.META, id="1001_999", kind="facebook", owner_id="1001"),
        "999_999",
        (
            "token_expired", "html_page", "error_in_200", "next_without_cursors", "ig_no_cursor",
            "no_from", ("no_moderate", ["1001"]), ("max_rows", 3), ("no_permission", ["act_1"]),
            ("removed_fields", ["message", "effective_status"]),
            ("omit_fields", ["id", "targeting"]),
        ),
    ),
    Case(
        Platform.LINKEDIN,
        linkedin,
        Post(platform=Platform.LINKEDIN, id="urn:li:share:999", kind="linkedin", owner_id=None),
        "999",
        (
            "token_expired", "token_revoked", "empty_5xx", "version_retired",
            "community_development_tier", "unreadable_groups", "short_pages", ("day_limit", 3),
            ("no_permission", ["5001"]),
        ),
    ),
)  # fmt: skip
BROKEN = [(case, toggle) for case in CASES for toggle in case.broken]


def serving(case):
    """The case in a city of its own."""
    sandbox = Sandbox(clock=lambda: NOON)
    return Case(**{f.name: getattr(case, f.name) for f in fields(case)} | {"sandbox": sandbox})


@pytest.fixture(scope="module", params=CASES, ids=[case.platform for case in CASES])
def case(request):
    """The city as it was built: for tests that only read."""
    case = serving(request.param)
    case.base_url = case.sandbox.start()
    yield case
    case.sandbox.stop()


@pytest.fixture(scope="module")
def snapshot(case):
    return case.reader().snapshot(case.reader().accounts().accounts[0])


@pytest.fixture(scope="module")
def posts(case, snapshot):
    """Posts behind ads, the city's own, and one that does not exist."""
    behind = [post for ad in snapshot.ads if ad.creative for post in ad.creative.posts]
    own, _ = case.reader().own_posts()
    assert behind
    assert own
    return [*behind, *own, case.nowhere]


@pytest.fixture(scope="module")
def discussions(case, posts):
    return list(case.reader().discussions(posts))


def walk(value, name=""):
    """Every value within, with the name of the field that holds it."""
    yield name, value
    if is_dataclass(value):
        for one in fields(value):
            yield from walk(getattr(value, one.name), one.name)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from walk(one, name)


def assert_sound(value, platform):
    """Ids are texts, instants are aware, and what is unread says so in words."""
    for name, held in walk(value):
        if name == "id" or name.endswith("_id"):
            assert held is None or (isinstance(held, str) and held), name
        if isinstance(held, datetime):
            assert held.utcoffset() is not None, name
        if isinstance(held, Unread):
            assert held.platform == platform
            assert held.what
            assert held.because.english()


def public(thing):
    return {name for name in dir(thing) if not name.startswith("_")} | {"platform", "meter"}


def test_a_reader_has_what_the_protocol_says_and_nothing_of_a_stopper(case):
    reader = case.reader()
    assert reader.platform is case.platform
    assert public(Reader) <= public(reader)
    assert not (public(Stopper) - public(Reader)) & public(reader)


def test_accounts_that_cannot_be_seen_are_told(case):
    visible = case.reader().accounts()
    assert visible.accounts
    assert_sound(visible, case.platform)
    assert any(one.account_id and one.account_id.endswith("999") for one in visible.unread)
    assert not {one.account_id for one in visible.unread} & set(visible.accounts)


def test_a_snapshot_is_sound(case, snapshot):
    assert_sound(snapshot, case.platform)
    assert snapshot.campaigns
    assert snapshot.ad_sets
    for kind in (snapshot.campaigns, snapshot.ad_sets, snapshot.ads):
        assert all(number == 1 for number in Counter(one.id for one in kind).values())


def test_an_account_that_nobody_has_is_refused_with_a_connectors_error(case):
    with pytest.raises(ConnectorError) as caught:
        case.reader().snapshot("act_999" if case.platform is Platform.META else "999")
    assert caught.value.platform is case.platform


def test_own_posts_are_sound_and_what_cannot_be_read_of_them_is_told(case):
    posts, unread = case.reader().own_posts()
    assert_sound((posts, unread), case.platform)
    assert len({post.id for post in posts}) == len(posts)
    assert unread


def test_posts_for_ads_are_sound_and_every_list_says_what_it_lacks(case):
    told = case.reader().promotions()
    assert_sound(told, case.platform)
    assert told.posts
    assert any(one.unread for one in told.walls)
    assert all(one.link.endswith(f"/{one.id.rpartition(':')[2]}") for one in told.walls)
    one = told.posts[0]
    again, nobody = case.reader().promoted([one.post, replace(one.post, id="1001_404")])
    assert again == one
    assert isinstance(nobody, Unread) or nobody.runs is False


def test_every_post_is_answered_exactly_once(posts, discussions):
    answered = Counter(one.post_id for one in discussions)
    assert answered == Counter({post.id for post in posts})


def test_a_whole_discussion_has_nothing_unread_and_any_other_says_what_is(case, discussions):
    assert {one.complete for one in discussions} == {True, False}
    for one in discussions:
        assert one.complete == (one.unread == ())
        assert one.platform is case.platform
        assert_sound(one, case.platform)
        assert {unread.what for unread in one.unread} <= {f"comments:{one.post_id}"}


def test_a_post_that_does_not_exist_is_unread(case, discussions):
    [nowhere] = [one for one in discussions if one.post_id == case.nowhere.id]
    assert (nowhere.comments, nowhere.complete) == ((), False)


def test_comments_stand_under_their_post_each_once_and_replies_in_a_thread(discussions):
    assert any(one.parent_id for each in discussions for one in each.comments)
    for each in discussions:
        ids = {one.id for one in each.comments}
        assert len(ids) == len(each.comments)
        for one in each.comments:
            assert (one.kind, one.post_id) == ("comment", each.post_id)
            assert (one.thread_id == one.id) == (one.parent_id is None)
            assert one.thread_id in ids


def test_messages_are_no_comments(case):
    for inbox in case.reader().inboxes():
        assert inbox.post_id is None
        assert inbox.complete == (inbox.unread == ())
        assert_sound(inbox, case.platform)
        assert {(one.kind, one.post_id) for one in inbox.comments} <= {("message", None)}


def test_comments_that_are_there_are_not_gone_and_each_is_answered_once(case, posts, discussions):
    talked = max((one for one in discussions if one.complete), key=lambda one: len(one.comments))
    post = next(post for post in posts if post.id == talked.post_id)
    ids = [one.id for one in talked.comments][:5]
    told = list(case.reader().gone(post, [*ids, case.nobody]))
    assert Counter(one for one, _ in told) == Counter([*ids, case.nobody])
    assert [is_gone for one, is_gone in told if one in ids] == [False] * len(ids)
    assert dict(told)[case.nobody] is True


def test_where_the_post_cannot_be_read_nobody_can_tell_what_is_gone(case):
    assert dict(case.reader().gone(case.nowhere, [case.nobody])) == {case.nobody: None}


@pytest.mark.parametrize("kind", KINDS)
def test_every_object_is_answered_by_its_own_read(case, snapshot, kind):
    known = [one.id for one in getattr(snapshot, f"{kind}s")][:3]
    nobody = "urn:li:sponsoredCreative:1" if (case.platform, kind) == ("linkedin", "ad") else "1"
    account = snapshot.account.id
    told = list(case.reader().standings(account, kind, [*known, nobody]))
    assert sorted(one.id for one in told) == sorted([*known, nobody])
    assert {one.kind for one in told} == {kind}
    assert_sound(told, case.platform)
    assert all((one.on is None) == (one.unread is not None) for one in told)
    assert next(one for one in told if one.id == nobody).on is not True


def test_a_missing_token_leaves_everything_unread_and_raises_only_where_it_may(case, posts):
    assert_holds_out(case, case.reader(token=None), posts, silent=True)


def test_nothing_is_written(case, snapshot, posts):
    before = case.everything()
    reader = case.reader()
    reader.snapshot(snapshot.account.id)
    list(reader.discussions(posts))
    list(reader.inboxes())
    list(reader.gone(case.nowhere, [case.nobody]))
    list(reader.standings(snapshot.account.id, "ad", ["1"]))
    assert case.everything() == before
    assert {"DELETE", "PUT", "PATCH"}.isdisjoint(one.method for one in case.sandbox.requests)


def creatives_of(snapshot):
    return [ad.creative for ad in snapshot.ads if not isinstance(ad.creative, Unread)]


def test_creatives_come_back_in_order_with_their_pictures_and_films(case, snapshot):
    creatives = creatives_of(snapshot)
    told = case.reader().accessible(creatives)
    assert_sound(told, case.platform)
    assert [one.id for one in told] == [one.id for one in creatives]
    bare = {"pictures": None, "films": None}
    assert [replace(one, **bare) for one in told] == [replace(one, **bare) for one in creatives]
    assert all(one.pictures is not None and one.films is not None for one in told)
    assert any(isinstance(one.pictures, tuple) and one.pictures for one in told)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_told_of_pictures_and_films_in_foul_weather_is_true(seed):
    case = serving(CASES[0])
    case.base_url = case.sandbox.start()
    try:
        creatives = creatives_of(case.reader().snapshot("act_1"))
        truth = case.reader().accessible(creatives)
        case.sandbox.world.faults.set_rates(f"null=0.2,throttle=0.1,transient=0.2,seed={seed}")
        told = case.reader(patience=0).accessible(creatives)
    finally:
        case.sandbox.stop()
    assert told != truth
    for one, whole in zip(told, truth, strict=True):
        if isinstance(one.pictures, tuple):
            known = [each for each in one.pictures if not isinstance(each.alt_text, Unread)]
            assert set(map(str, known)) <= set(map(str, whole.pictures))
            assert len(known) < len(one.pictures) or one.pictures == whole.pictures
        if isinstance(one.films, tuple):
            known = [each for each in one.films if not isinstance(each.captions, Unread)]
            assert set(map(str, known)) <= set(map(str, whole.films))
            assert len(known) < len(one.films) or one.films == whole.films


def test_what_was_sent_is_counted(case):
    reader, before = case.reader(), len(case.sandbox.requests)
    list(reader.discussions([case.nowhere]))
    assert reader.meter.http == len(case.sandbox.requests) - before > 0
    assert reader.meter.counted >= reader.meter.http


@pytest.mark.parametrize(
    ("case", "toggle"), BROKEN, ids=[f"{case.platform}-{toggle}" for case, toggle in BROKEN]
)
def test_a_platform_that_keeps_something_from_us_never_raises_for_a_part(case, toggle):
    case = serving(case)
    case.base_url = case.sandbox.start()
    try:
        own, _ = case.reader().own_posts()
        name, value = (toggle, True) if isinstance(toggle, str) else toggle
        case.toggle(**{name: value})
        assert_holds_out(case, case.reader(), [*own[:12], case.nowhere], silent=False)
    finally:
        case.sandbox.stop()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("patience", [0, 1e9])
@pytest.mark.parametrize("case", CASES, ids=[case.platform for case in CASES])
def test_what_is_told_to_be_whole_is_whole_whatever_the_weather(case, seed, patience):
    case = serving(case)
    case.base_url = case.sandbox.start()
    try:
        posts, _ = case.reader().own_posts()
        truth = {one.post_id: comments_of(one) for one in case.reader().discussions(posts)}
        weather = f"null=0.1,throttle=0.05,transient=0.1,html=0.1,drop=0.1,seed={seed}"
        case.sandbox.world.faults.set_rates(weather)
        told = list(case.reader(patience=patience).discussions(posts))
        assert sorted(one.post_id for one in told) == sorted(truth)
        for one in told:
            assert one.complete == (one.unread == ())
            assert comments_of(one) <= truth[one.post_id]
            assert not one.complete or comments_of(one) == truth[one.post_id]
    finally:
        case.sandbox.stop()


def comments_of(discussion):
    return {(one.id, one.thread_id, one.text) for one in discussion.comments}


def a_creative(posts):
    """One that these posts show."""
    return Creative(
        id="1", title=None, text=None, landing=None, media=("12",), senders=(),
        page_actor_override=False, posts=tuple(posts),
    )  # fmt: skip


def assert_holds_out(case, reader, posts, *, silent):
    """Only the list of accounts and a whole account may raise; all else answers, soundly.

    `silent`: nothing at all can be read.
    """
    account = "act_1" if case.platform is Platform.META else "5001"
    for whole in (reader.accounts, lambda: reader.snapshot(account)):
        with suppress(ConnectorError):
            assert_sound(whole(), case.platform)
    discussions = list(reader.discussions(posts))
    told = [*discussions, *reader.inboxes()]
    assert Counter(one.post_id for one in discussions) == Counter({post.id for post in posts})
    assert all(one.complete == (one.unread == ()) for one in told)
    assert not silent or not any(one.complete for one in discussions)
    assert_sound([told, *reader.own_posts()], case.platform)
    promotions = reader.promotions()
    assert_sound(promotions, case.platform)
    assert not silent or promotions.unread or all(one.unread for one in promotions.walls)
    [alone] = reader.promoted(posts[:1])
    assert not silent or isinstance(alone, Unread)
    assert all(isinstance(one, Comment) for each in told for one in each.comments)
    gone = dict(reader.gone(posts[0], [case.nobody]))
    assert gone[case.nobody] is not False
    assert not silent or gone[case.nobody] is None
    shown = reader.accessible([a_creative(posts)])
    assert_sound(shown, case.platform)
    pictures = [one for each in shown for one in each.pictures or ()]
    assert not silent or all(isinstance(one.alt_text, Unread) for one in pictures)
    standings = list(reader.standings(account, "campaign", ["1", "2"]))
    assert [one.id for one in standings] == ["1", "2"]
    assert not silent or all(one.on is None and one.unread for one in standings)
