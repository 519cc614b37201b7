"""The city's posts that are ads, put beside the ads that the tokens see, and the findings of that.

It stands beside the accounts: what it looks for runs in none of those that are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors import Reader, Visible
from policies.finding import LIVE, Finding
from policies.model import (
    AccountId,
    Platform,
    Post,
    PostId,
    Promoted,
    Promotions,
    Snapshot,
    Unread,
    Words,
)
from policies.promoted import Beside, Sight, judge, reconcile_posts
from worker.store import findings, posts, snapshots
from worker.sweeping.edge import attempt
from worker.sweeping.judging import keep_posts
from worker.sweeping.means import AccountRead, Means

FRESH = timedelta(days=1)
"""How old a reading of an account may be that is to show whose a post is."""
_LISTS = ("campaigns", "ad_sets", "ads", "posts", "comments")
"""What must have been read for an account's ads to be known with their posts; comments are lacking
where an ad names no post."""
_BESIDE = ("comments.instagram",)
"""Comments that are lacking under posts which are no Page's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsRead:
    """What came of the city's posts that are ads."""

    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()


def read_promoted(
    means: Means, reader: Reader, visible: Visible | Unread, read: Sequence[AccountRead]
) -> PostsRead:
    """Judge the posts of one platform; `read`: the accounts of this sweep.

    Raises:
        StoreError: our own database failed.
    """
    platform, rules = reader.platform, [rule.id for rule in means.post_rules]
    if not rules:
        return PostsRead()
    with means.store.reading() as connection:
        found = findings.of_rules(connection, platform, rules)
    standing = [one for one in found if one.state in LIVE and one.subject.kind == "post"]
    told, lost = _told(reader, standing)
    facts = Beside(
        told=told,
        sight=_sight(means, platform, told, visible, read),
        known=frozenset(PostId(one.subject.id) for one in standing),
        lost={one: why.because for one, why in lost.items()},
    )
    ever = {(one.rule, one.subject.key) for one in found}
    verdicts = tuple(judge(means.post_rules, facts, ever))
    with means.writing() as connection:
        known = findings.of_rules(connection, platform, rules, to_change=True)
        outcome = reconcile_posts(known, verdicts, platform=platform, as_of=means.clock())
        findings.save(connection, outcome, means.clock())
        keep_posts(connection, means, facts, outcome)
    return PostsRead(opened=outcome.opened, resolved=outcome.resolved, unread=tuple(lost.values()))


def _told(reader: Reader, standing: Sequence[Finding]) -> tuple[Promotions, dict[PostId, Unread]]:
    """What the platform tells, with posts read by themselves of which something was found."""
    told = attempt(reader.promotions, what="own_posts", platform=reader.platform)
    if isinstance(told, Unread):
        told = Promotions(platform=reader.platform, posts=(), walls=(), unread=told.because)
    listed = {one.post.id for one in told.posts}
    missing = {one.subject.id: one for one in standing if one.subject.id not in listed}
    again = [_post(one) for one in missing.values()]
    found: list[Promoted] = []
    lost: dict[PostId, Unread] = {}
    for post, one in zip(again, _alone(reader, again), strict=True):
        if isinstance(one, Unread):
            lost[post.id] = one
        else:
            found.append(one)
    return replace(told, posts=(*told.posts, *found)), lost


def _post(one: Finding) -> Post:
    """The post that a finding is about."""
    return Post(
        platform=one.platform,
        id=PostId(one.subject.id),
        kind="facebook" if one.platform is Platform.META else "linkedin",
        owner_id=one.evidence.get("owner"),
        link=one.link,
    )


def _alone(reader: Reader, again: Sequence[Post]) -> Iterator[Promoted | Unread]:
    """Each post by its own read, in order; what the reader says nothing of is unread."""
    told: dict[str, Promoted | Unread] = {}
    if again:
        read = attempt(lambda: list(reader.promoted(again)), what="posts", platform=reader.platform)
        if isinstance(read, Unread):
            told = {post.id: replace(read, what=f"posts:{post.id}") for post in again}
        else:
            told = {_id(one): one for one in read}
    for post in again:
        yield told.get(post.id) or _silent(post)


def _id(one: Promoted | Unread) -> str:
    return one.what.removeprefix("posts:") if isinstance(one, Unread) else one.post.id


def _silent(post: Post) -> Unread:
    """A post that the reader said nothing about."""
    return Unread(
        what=f"posts:{post.id}",
        because=Words("The platform gave no answer about this post."),
        platform=post.platform,
    )


def _sight(
    means: Means,
    platform: Platform,
    told: Promotions,
    visible: Visible | Unread,
    read: Sequence[AccountRead],
) -> Sight:
    """What the tokens see: accounts, and whose ads show these posts or once did.

    On LinkedIn a post for ads stays what it is when its ads are over, and names their account.
    """
    if isinstance(visible, Unread):
        return Sight(accounts=frozenset(), no_list=visible.because)
    seen = frozenset({*visible.accounts, *visible.left_out})
    ours: set[PostId] = set()
    once: dict[PostId, datetime] = {}
    linked: dict[PostId, AccountId] = {}
    lately = means.clock() - FRESH if platform is Platform.META else None
    with means.store.reading() as connection:
        ids = [one.post.id for one in told.posts]
        for post_id, accounts in posts.shown_by(connection, platform, ids):
            mine = max((at for one, at in accounts.items() if one in seen), default=None)
            if mine is None:
                linked[post_id] = min(accounts)
            elif lately is None or mine >= lately:
                ours.add(post_id)
            else:
                once[post_id] = mine
    open_ones = any(
        one.account_id is None and one.runs is not False
        for one in told.posts
        if one.post.id not in ours and one.post.id not in linked
    )
    return Sight(
        accounts=seen,
        posts=frozenset(ours),
        once=once,
        linked=linked,
        no_list=next((one.because for one in visible.unread if one.what == "accounts"), None),
        no_ads=_no_ads(means, platform, visible, read) if open_ones else None,
    )


def _no_ads(
    means: Means, platform: Platform, visible: Visible, read: Sequence[AccountRead]
) -> Words | None:
    """Why ads of the accounts in sight may be missing; None: all of them were read."""
    if visible.left_out:
        return Words(
            "The configuration leaves out accounts that the token sees ({accounts}), so their ads "
            "are not read, and the post may be one of them.",
            {"accounts": ", ".join(sorted(visible.left_out))},
        )
    lost = {one.id: one for one in read if one.platform is platform and not one.read}
    for account_id in visible.accounts:
        because = _lost(lost[account_id]) if account_id in lost else None
        because = because or _gap(means, platform, account_id)
        if because is not None:
            return because
    return None


def _lost(account: AccountRead) -> Words:
    return _of_account(account.id, next((one.because for one in account.unread), None))


def _gap(means: Means, platform: Platform, account_id: AccountId) -> Words | None:
    """Why an account's last reading may lack ads, or posts behind them."""
    with means.store.reading() as connection:
        snapshot = snapshots.latest(connection, platform, account_id)
    if snapshot is None or snapshot.read_at < means.clock() - FRESH:
        return _of_account(account_id, None)
    because = next(_lacking(snapshot), None)
    return _of_account(account_id, because) if because is not None else None


def _lacking(snapshot: Snapshot) -> Iterator[Words]:
    """What keeps ads or their posts from being known."""
    for unread in snapshot.unread:
        part = unread.what.partition(":")[0]
        if part not in _BESIDE and part.partition(".")[0] in _LISTS:
            yield unread.because
    for ad in snapshot.ads:
        if isinstance(ad.creative, Unread):
            yield ad.creative.because
        else:
            yield from (one.because for one in ad.creative.unread if one.what == "posts")


def _of_account(account_id: AccountId, because: Words | None) -> Words:
    """The sentence on an account of which something was not read."""
    if because is None:
        return Words(
            "Account {account} has not been read lately, and the post may be one of its ads.",
            {"account": account_id},
        )
    return because
