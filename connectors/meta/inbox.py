"""Messages sent to the city's own Pages and to the Instagram accounts linked to them.

For the reader: `inboxes(graph, pages, at)`, one discussion a Page and channel. Read are the
conversations that changed in the last 30 days: one that changes comes back by itself, and Instagram
leaves older requests out. Instagram's are asked for on the linked Page (Conversations API, Rate
Limits; checked 2026-11-22), so that an account of which no Page tells has *unread* messages, never
none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import ConnectorError, NotFound, Unavailable
from connectors.meta import ask
from connectors.meta.ask import Ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.heard import without
from connectors.meta.page_tokens import MESSAGING, Page, Pages, untold
from connectors.meta.read_messages import Conversation, read_conversation
from connectors.meta.shape import record
from policies.model import Comment, Discussion, Platform, Words

CHANGED = timedelta(days=30)
"""How long ago a conversation may have changed to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """One inbox that can be asked for."""

    page: Page
    ask: Ask

    @property
    def ours(self) -> frozenset[str]:
        """The ids under which the city writes in it."""
        return frozenset(one for one in (self.page.id, self.page.instagram_id) if one)


def inboxes(graph: Graph, pages: Pages, at: datetime) -> Iterator[Discussion]:
    """The messages of each own Page and channel, `at` now."""
    if reasons := [one for one in (pages.error, pages.gap) if one is not None]:
        yield _discussion("messages", (), reasons)
    for account in pages.unlinked:
        yield _discussion(f"messages:{account}", (), [_unlinked(account)])
    boxes: list[_Box] = []
    for page_id in pages.own:
        try:
            boxes += _boxes(pages, page_id, at - CHANGED)
        except ConnectorError as error:
            yield _discussion(f"messages:{page_id}", (), [error])
    for box, gathered in zip(boxes, graph.edges([box.ask for box in boxes]), strict=True):
        missing = [*without(graph.lacking(box.ask)), *untold(box.page, MESSAGING)]
        yield _inbox(box, gathered, missing)


def _boxes(pages: Pages, page_id: str, since: datetime) -> list[_Box]:
    """The inboxes of a Page: Messenger's, and Instagram's where an account is linked.

    Raises:
        ConnectorError: the Page is not seen, gives no token, or the task is missing.
    """
    page, token = pages.speaking(page_id, MESSAGING)
    channels = ("messenger", "instagram") if page.instagram_id else ("messenger",)
    return [
        _Box(page=page, ask=ask.conversations(page_id, token, channel, since))
        for channel in channels
    ]


def _inbox(box: _Box, gathered: Gathered, errors: list[ConnectorError]) -> Discussion:
    """The messages of one inbox; `errors`: what is known to be missing already."""
    messages: list[Comment] = []
    errors += [gathered.error] if gathered.error is not None else []
    for row in gathered.rows:
        try:
            conversation = read_conversation(record(row, "data[]"))
        except ConnectorError as error:
            errors.append(error)
        else:
            messages += conversation.messages
            errors += [*conversation.errors, *_older(conversation, box)]
    return _discussion(f"messages:{box.page.id}", tuple(messages), errors)


def _older(conversation: Conversation, box: _Box) -> Iterator[ConnectorError]:
    """Whether the oldest waiting message may be among those of which Meta gives no details.

    Not where one of those shown is the city's: what waits came after it.
    """
    if conversation.more and not any(one.author_id in box.ours for one in conversation.messages):
        words = Words(
            "Conversation {conversation} with Page {page} has more messages without an answer than "
            "the {shown} that Meta shows: it may have waited longer than its deadline says.",
            {
                "conversation": conversation.id,
                "page": box.page.shown,
                "shown": str(len(conversation.messages)),
            },
        )
        yield Unavailable(words, platform=Platform.META)


def _unlinked(account: str) -> ConnectorError:
    words = Words(
        "No Page that is read is linked to Instagram account {account}, so its messages are not "
        "read: they are asked for on the Page. Link the account to one of the city's Pages, and "
        "give the system user that Page.",
        {"account": account},
    )
    return NotFound(words, platform=Platform.META)


def _discussion(
    what: str, messages: tuple[Comment, ...], errors: list[ConnectorError]
) -> Discussion:
    """An inbox; each reason is told once."""
    reasons = {str(error): error for error in errors}.values()
    return Discussion(
        platform=Platform.META,
        post_id=None,
        comments=messages,
        complete=not errors,
        unread=tuple(error.unread(what) for error in reasons),
    )
