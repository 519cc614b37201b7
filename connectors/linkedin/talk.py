"""Comments and replies of posts, read to the last one or told to be incomplete.

The comments of an ad are those of the post that its creative refers to. Reading a post by a share's
URN answers with activity URNs; both are kept apart (Comments API, Social Metadata API; checked
2026-11-22).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.errors import (
    ConnectorError,
    NotFound,
    Permanent,
    Transient,
    Unavailable,
    Unreadable,
)
from connectors.linkedin import ask
from connectors.linkedin.batches import in_batches, read_portion
from connectors.linkedin.comment_urn import CommentUrn
from connectors.linkedin.pages import Gathered, by_start
from connectors.linkedin.read_comments import Written, read_comment
from connectors.linkedin.shape import Record, count, part, record
from connectors.linkedin.transport import Wire
from policies.model import Comment, Discussion, Platform, Post, PostId, Unread, Words

TRIES = 2
"""How often posts' counts are asked for: a single bad answer shall not have all posts read one by
one, and where nobody answers each try costs a minute."""


@dataclass(slots=True)
class _Heard:
    """What one post gave so far; every comment once."""

    comments: dict[str, Comment] = field(default_factory=dict)
    errors: list[ConnectorError] = field(default_factory=list)
    passed_over: int = 0
    """How many replies that are known stand unread."""

    def take(self, gathered: Gathered, post: Post, top: CommentUrn | None = None) -> list[Written]:
        """Keep the comments of a list; the answer holds those that could be read."""
        if gathered.error is not None:
            self.errors.append(gathered.error)
        read: list[Written] = []
        for row in gathered.rows:
            try:
                read.append(read_comment(record(row, "elements"), post, top=top))
            except Unreadable as error:
                self.errors.append(_misshapen(error))
        for written in read:
            self.comments.setdefault(written.comment.id, written.comment)
        return read


def discussions(
    wire: Wire,
    posts: Sequence[Post],
    *,
    batches: bool,
    known: Mapping[PostId, Collection[str]] | None = None,
) -> Iterator[Discussion]:
    """The comments of each post, every post once.

    With `batches` posts are counted before they are read, many at a time: one with as many comments
    as are `known` of it, none included, is not read. A post whose count is not told is read.

    That none are counted is no reading by itself: nobody has measured what is counted of posts that
    are only ads (Social Metadata API, checked 2026-11-22). So the list of such a post is asked for
    wherever no recent reading of it is known, as that of any other. It comes after all others: no
    limit of a day is published that this could be fitted to, and where one is met, what is unread
    until 00:00 UTC is what most likely has nothing new (Rate limiting, checked 2026-11-22).

    Where `known` tells the parent of each comment (None: it has none), a post with more comments
    than that is `caught_up`: only the replies below comments whose number of them changed are read.
    """
    once = {post.id: post for post in posts}
    quiet: list[Post] = []
    for post, counted in _counted(wire, once, batches=batches):
        before = (known or {}).get(post.id)
        if before is not None and counted == len(before):
            yield _as_before(post)
        elif before is None and counted == 0:
            quiet.append(post)
        else:
            yield discussion(wire, post, counted=counted, known=_grown(counted, before))
    for post in quiet:
        yield discussion(wire, post, counted=0)


def _grown(counted: int | None, before: Collection[str] | None) -> Mapping[str, str | None]:
    """What is known, with parents, of a post that has more comments by now; otherwise nothing.

    Fewer comments than before mean that some are gone, which only a whole reading shows.
    """
    if isinstance(before, Mapping) and counted is not None and counted > len(before):
        return before
    return {}


def _as_before(post: Post) -> Discussion:
    """A post with as many comments as are known: an edit, or one gone for one come, waits."""
    return Discussion(
        platform=Platform.LINKEDIN, post_id=post.id, comments=(), complete=False, caught_up=True
    )


def _counted(
    wire: Wire, posts: Mapping[PostId, Post], *, batches: bool
) -> Iterator[tuple[Post, int | None]]:
    """Each post with how many comments it has; None: not told.

    So many are counted at a time, just before they are read: counts that come slowly keep nobody's
    comments waiting. Where LinkedIn does not answer at all the rest is read without being counted.
    """
    answered = batches
    for some in in_batches(tuple(posts)):
        counts: Mapping[str, int | None] = {}
        try:
            counts = _counts(wire, some) if answered else {}
        except Transient:
            answered = False
        except ConnectorError:
            pass  # a refusal costs one request, and may be about these posts alone
        for one in some:
            yield posts[PostId(one)], counts.get(one)


def _counts(wire: Wire, urns: Sequence[str]) -> dict[str, int | None]:
    """How many comments each of these posts has, where that is told.

    Raises:
        ConnectorError: nothing is told of any.
    """
    batch = read_portion(wire, urns, ask.social_metadata, attempts=TRIES)
    return {urn: _count(told) for urn, told in batch.found.items()}


def _count(told: Record) -> int | None:
    """Comments and replies of one post; None: not told, or told in another shape."""
    try:
        summary = part(told, "commentSummary")
        counted, top = count(summary, "count"), count(summary, "topLevelCount")
    except ConnectorError:
        return None
    return max(counted, top or 0) if counted is not None else None


def discussion(
    wire: Wire,
    post: Post,
    *,
    counted: int | None = None,
    known: Mapping[str, str | None] | None = None,
) -> Discussion:
    """The comments of one post; `counted` is what its metadata say, None: not told.

    `known`: stored comments with their parents, whose replies need not be read again.
    """
    heard = _Heard()
    _listen(wire, post, heard, known or {})
    _believe(wire, heard, str(post.id), counted, len(heard.comments) + heard.passed_over)
    return Discussion(
        platform=Platform.LINKEDIN,
        post_id=post.id,
        comments=tuple(heard.comments.values()),
        complete=not heard.errors and not heard.passed_over,
        caught_up=not heard.errors and heard.passed_over > 0,
        unread=tuple(_told_once(heard.errors, post)),
    )


def _listen(wire: Wire, post: Post, heard: _Heard, known: Mapping[str, str | None]) -> None:
    """Read all top comments, then the replies of each that has some or does not tell.

    Replies that are known are passed over, unless one that should have come is missing: as long as
    it stands, it makes up for a new one in every count, and only a whole reading tells of it.
    """
    tops = heard.take(by_start(wire, ask.comments(post.id)), post)
    above = [one for one in tops if one.replies != 0 and one.comment.parent_id is None]
    settled = _settled(tops, known)
    _hear_below(wire, post, heard, [one for one in above if one.urn.id not in settled])
    rest = [one for one in above if one.urn.id in settled]
    due = {one for one, parent in known.items() if parent not in settled}
    if heard.errors or due <= heard.comments.keys():
        heard.passed_over = sum(one.replies or 0 for one in rest)
    else:
        _hear_below(wire, post, heard, rest)


def _hear_below(wire: Wire, post: Post, heard: _Heard, tops: Iterable[Written]) -> None:
    """Read the replies to each of these comments."""
    for top in tops:
        urn = str(top.urn)
        replies = heard.take(by_start(wire, ask.comments(urn)), post, top.urn)
        _believe(wire, heard, urn, top.replies, len({one.urn.id for one in replies}))


def _settled(tops: Sequence[Written], known: Mapping[str, str | None]) -> set[str]:
    """Known top comments that have as many replies as are known; none where a known one is gone."""
    listed = {top.urn.id: top.replies for top in tops}
    before = {one for one, parent in known.items() if parent is None}
    replies = Counter(known.values())
    if not before <= listed.keys():
        return set()
    return {one for one in before if listed[one] == replies[one]}


def _believe(wire: Wire, heard: _Heard, urn: str, counted: int | None, came: int) -> None:
    """Add an error where a list without any gave fewer comments than LinkedIn counts elsewhere.

    A list that gave as many as it told itself is the better evidence, for no page says whether the
    other counts hold what is never listed (Comments API, Social Metadata API, checked 2026-11-22).
    One that gave nothing at all is not believed even so.
    """
    if heard.errors or counted is None or came >= counted:
        return
    if not came or not _tells_total(wire, urn):
        heard.errors.append(_short(counted, came))


def _tells_total(wire: Wire, urn: str) -> bool:
    """Whether the comments' list of a post or comment, once more, tells how long it is."""
    try:
        answer = wire.read(ask.comments(urn).with_query(start=0, count=1))
        return count(part(answer, "paging"), "total") is not None
    except ConnectorError:
        return False


def _misshapen(error: Unreadable) -> ConnectorError:
    """The refusal of a comment, without what was refused: a member may have written it.

    What is told as unread is kept for longer than a member's words may be.
    """
    words = Words(
        "A comment has an unexpected shape at {path}. Report it to the developers.",
        {"path": error.path},
    )
    return Permanent(words, platform=Platform.LINKEDIN)


def _short(counted: int, came: int) -> ConnectorError:
    """The reason why a list that gave nothing, or less than is counted, is not believed."""
    words = Words(
        "LinkedIn counts {count} comments and gave none. The next round tries again.",
        {"count": str(counted)},
    )
    if came:
        words = Words(
            "LinkedIn counts {count} comments and gave {came}. The next round tries again.",
            {"count": str(counted), "came": str(came)},
        )
    return Unavailable(words, platform=Platform.LINKEDIN)


def _told_once(errors: Sequence[ConnectorError], post: Post) -> Iterator[Unread]:
    """Each reason once, however many replies it kept from us."""
    for words in {str(error): error for error in errors}.values():
        yield words.unread(f"comments:{post.id}")


def gone(wire: Wire, post: Post, comment_ids: Sequence[str]) -> Iterator[tuple[str, bool | None]]:
    """For each comment, by its own read: true gone, false there, None could not be told.

    A 404 may mean that we may not see it, and a reply may answer only below its comment. Gone is
    therefore only what its own read does not find and a whole reading of the post does not show.
    """
    whole: Discussion | None = None
    for comment_id in comment_ids:
        try:
            wire.read(ask.comment(post.id, comment_id))
        except NotFound:
            whole = whole or discussion(wire, post)
            yield comment_id, _missing(comment_id, whole)
        except ConnectorError:
            yield comment_id, None
        else:
            yield comment_id, False


def _missing(comment_id: str, whole: Discussion) -> bool | None:
    """Whether a whole reading lacks the comment; None: it was not whole."""
    if any(comment.id == comment_id for comment in whole.comments):
        return False
    return True if whole.complete else None
