"""What two sweeps say differently, and whether the poorer one names it as unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from policies.model import Ad, Sender, SenderKind, Unread


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the whole truth."""

    text: str
    named: bool


class Names:
    """What was named as unread."""

    def __init__(self, unread: tuple[Unread, ...]):
        self.whats = {(one.what, one.account_id) for one in unread}

    def cover(self, kind: str, one: str | None = None, *, account: str | None = None) -> bool:
        """Whether a whole kind is named, a field of it, or this one of it.

        `account`: a name that belongs to another account explains nothing here.
        """
        return any(
            where in (None, account) and self._meant(what, kind, one) for what, where in self.whats
        )

    def _meant(self, what: str, kind: str, one: str | None) -> bool:
        whole, _, single = what.partition(":")
        return whole.partition(".")[0] == kind and (not single or single == one)

    def cover_some(self, kind: str) -> bool:
        """Whether the kind, or any one of it, is named."""
        return any(what.partition(":")[0].partition(".")[0] == kind for what, _ in self.whats)

    def about(self, account: str) -> bool:
        """Whether anything at all is named that may concern this account."""
        return any(where in (None, account) for _, where in self.whats)


def snapshots_differ(told, truth, names) -> Iterator[Difference]:
    """The ad side: accounts that are missing, and nouns within the others."""
    for account in truth.accounts ^ told.accounts:
        named = account in truth.accounts and names.cover("accounts", account, account=account)
        yield Difference(f"account {account} listed", named)
    for account, whole in truth.snapshots.items():
        got = told.snapshots.get(account)
        if got is None:
            named = names.cover("account", account=account) or names.cover("accounts")
            yield Difference(f"account {account}", named)
        elif replace(got, read_at=whole.read_at) != whole:
            yield from _account_differs(got, whole, names)
            yield from _lists_differ(got, whole, names)
            yield from _identities_differ(got, whole, names)
    for account in set(told.snapshots) - set(truth.snapshots):
        yield Difference(f"account {account} out of nowhere", named=False)


def _account_differs(got, whole, names) -> Iterator[Difference]:
    """The account itself: without it, it is blank; its rights and controls each say why."""
    account = whole.account.id
    lost = names.cover("account", account=account)
    for one in fields(whole.account):
        mine, other = getattr(got.account, one.name), getattr(whole.account, one.name)
        if mine != other:
            apart = isinstance(mine, Unread) and names.cover(one.name, account=account)
            blank = lost and (isinstance(mine, Unread) or mine in (None, "", account))
            yield Difference(f"{account}.{one.name}", apart or blank)


def _lists_differ(got, whole, names) -> Iterator[Difference]:
    account = whole.account.id
    for kind in ("campaigns", "ad_sets", "ads"):
        mine = {one.id: one for one in getattr(got, kind)}
        other = {one.id: one for one in getattr(whole, kind)}
        for one in other.keys() - mine.keys():
            yield Difference(f"{kind}:{one} is missing", names.cover(kind, one, account=account))
        for one in mine.keys() - other.keys():
            named = kind != "campaigns" and _of_the_past(mine[one], whole, names)
            yield Difference(f"{kind}:{one} out of nowhere", named)
        for one in mine.keys() & other.keys():
            if mine[one] != other[one]:
                yield Difference(f"{kind}:{one} differs", _poorer(mine[one], other[one], names))


def _of_the_past(one, whole, names) -> bool:
    """Whether it is below a campaign that is long over, which nobody could tell this time."""
    held = {ad_set.campaign_id for ad_set in whole.ad_sets}
    return one.campaign_id not in held and names.cover("campaigns", account=one.account_id)


def _poorer(mine, other, names) -> bool:
    """Whether a noun says less than in truth, and says that it does."""
    if isinstance(mine, Ad):
        rest = replace(mine, creative=other.creative) == other
        return rest and (
            isinstance(mine.creative, Unread) or _less_said(mine.creative, other.creative, names)
        )
    # Amounts mean nothing without the currency, which is the account's.
    without = replace(other, daily_budget=None, total_budget=None)
    return mine == without and names.cover("account", account=other.account_id)


def _less_said(mine, other, names) -> bool:
    """A creative with fewer senders, or with posts whose owner is unknown or told by an old id."""
    parts = ("senders", "posts", "unread", "pictures", "films")
    same = replace(mine, **{name: getattr(other, name) for name in parts}) == other
    fewer = set(mine.senders) <= set(other.senders)
    poorer = len(mine.unread) > len(other.unread)
    posts = {one.id: one.owner_id for one in other.posts}
    owners = all(
        one.owner_id == posts.get(one.id)
        or (one.owner_id is None and poorer)
        or (one.id in posts and names.cover_some("identities"))
        for one in mine.posts
    )
    accessible = _less_told(mine, other)
    return same and owners and fewer and accessible and (poorer or mine.senders == other.senders)


def _less_told(mine, other) -> bool:
    """Pictures and films that are as in truth, or unread: they, or the post that shows them."""
    for name, told in (("pictures", "alt_text"), ("films", "captions")):
        got, whole = getattr(mine, name), getattr(other, name)
        if got != whole and not isinstance(got, Unread):
            left = {one.media: one for one in got if not isinstance(getattr(one, told), Unread)}
            lost = len(left) < len(got)
            if not lost or any(one not in whole for one in left.values()):
                return False
    return True


def _identities_differ(got, whole, names) -> Iterator[Difference]:
    account = whole.account.id
    mine = {one.id: one for one in got.identities}
    other = {one.id: one for one in whole.identities}
    senders = {sender.id: sender.kind for sender in _senders(got)}
    for one in other.keys() - mine.keys():
        asked = [senders[old] for old in (one, other[one].legacy_id) if old in senders]
        # Nobody is told of a partner who cannot be looked up: Meta need not show a partner.
        named = names.cover("identities", one) or names.cover("identities", other[one].legacy_id)
        ours = [kind for kind in asked if kind is not SenderKind.PARTNER]
        yield Difference(f"identity {one} is missing in {account}", named or not ours)
    for one in mine.keys() - other.keys():
        # Ads of a campaign that is long over are read where nobody could tell that it is.
        longer = {one.id for one in got.ads} - {one.id for one in whole.ads}
        named = bool(longer) and names.cover("campaigns", account=account)
        yield Difference(f"identity {one} out of nowhere", named)
    for one in mine.keys() & other.keys():
        if mine[one] != other[one]:
            same = replace(mine[one], page_backed=other[one].page_backed) == other[one]
            yield Difference(f"identity {one} differs", same and names.cover("identities"))


def _senders(snapshot) -> Iterator[Sender]:
    for ad_set in snapshot.ad_sets:
        yield from ad_set.senders
    for ad in snapshot.ads:
        if not isinstance(ad.creative, Unread):
            yield from ad.creative.senders


def talk_differs(told, truth, names) -> Iterator[Difference]:
    """Posts, comments, messages and their threads."""
    for key, post in truth.posts.items():
        yield from _post_differs(told.posts.get(key), post, names)
    past = names.cover_some("campaigns")
    for key in told.posts.keys() - truth.posts.keys():
        # How far back posts are listed that were made for ads is told by when campaigns ended.
        yield Difference(f"post {key} out of nowhere", past)
    for key in told.threads.keys() - truth.threads.keys():
        named = watched_longer(told.threads[key]["post_id"], truth, names)
        yield Difference(f"thread {key} out of nowhere", named)
    for key in told.comments.keys() - truth.comments.keys():
        post = told.threads[told.comments[key]["thread"],]["post_id"]
        named = watched_longer(post, truth, names)
        yield Difference(f"comment {key} out of nowhere", named)
    for key, comment in truth.comments.items():
        thread = truth.threads[comment["thread"],]
        got = told.comments.get(key)
        if got is None:
            yield Difference(f"comment {key} is missing", unheard(thread, told, names))
        elif got != comment:
            text = f"comment {key} differs: {_changed(got, comment)}"
            yield Difference(
                text, _only_unlinked(got, comment, told.posts.get((thread["post_id"],)))
            )
    for key, thread in truth.threads.items():
        if told.threads.get(key) != thread:
            yield Difference(f"thread {key} differs", unheard(thread, told, names))


def _only_unlinked(got, comment, post) -> bool:
    """Whether a comment lacks its link alone, as its post does, which is judged by itself."""
    alone = got | {"link": comment["link"]} == comment and got["link"] is None
    return alone and post is not None and post["link"] is None


def watched_longer(post, truth, names) -> bool:
    """Whether a post was read that in truth is not: nobody could tell when its campaign ended."""
    known = truth.posts.get((post,))
    ends = names.cover_some("campaigns") or names.cover_some("ad_sets")
    return ends and (known is None or not known["read_at"])


def _changed(got, whole) -> dict:
    """The columns that differ: what they are, and what they are in truth."""
    return {name: (got[name], told) for name, told in whole.items() if got[name] != told}


def _post_differs(got, post, names) -> Iterator[Difference]:
    one = post["id"]
    own = names.cover_some("own_posts")
    if got is None:
        some = names.cover_some("ads") or names.cover_some("account") or names.cover("accounts")
        yield Difference(f"post {one} is missing", own or some)
        return
    if got["owner_id"] != post["owner_id"]:
        named = got["owner_id"] is None or names.cover_some("identities")
        yield Difference(f"post {one} has another owner", named)
    if (got["kind"], got["link"]) != (post["kind"], post["link"]):
        # How far back posts made for ads are listed, with their links, is told by the ads.
        listed = own or names.cover_some("ads") or names.cover_some("account")
        named = got["kind"] == post["kind"] and got["link"] is None and listed
        yield Difference(f"post {one} differs", named)
    if any(post[name] and not got[name] for name in ("read_at", "caught_up_at")):
        yield Difference(f"post {one} was not read in full", names.cover("comments", one))


def unheard(thread, told, names) -> bool:
    """Whether what was said in this thread is named as unread."""
    if thread["kind"] == "message":
        return names.cover_some("messages")
    return (thread["post_id"],) not in told.posts or names.cover("comments", thread["post_id"])
