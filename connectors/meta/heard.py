"""What the reading of one post gave so far, and the reasons for which it may not be all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from connectors.errors import ConnectorError, PermissionMissing, RequestRefused
from connectors.meta.graph import Gathered
from connectors.meta.read_comments import threaded
from connectors.meta.shape import Record, identity, record
from policies.model import Comment, Discussion, Platform, Post, Words


@dataclass(slots=True)
class Heard:
    """One post's comments, every one once, and what kept others from us."""

    post: Post
    comments: dict[str, Comment] = field(default_factory=dict)
    errors: list[ConnectorError] = field(default_factory=list)
    continued: list[str] = field(default_factory=list)
    """Comments whose replies have further pages."""
    caught_up: bool = False
    """Whether the reading ended where everything further down is known."""

    def take(self, gathered: Gathered, keep: Callable[[Record], None]) -> None:
        """Keep every row of a list; a row that is refused counts as not read."""
        if gathered.error is not None:
            self.errors.append(gathered.error)
        for row in gathered.rows:
            try:
                keep(_with_id(record(row, "data[]")))
            except ConnectorError as error:
                self.errors.append(error)

    def add(self, comment: Comment) -> None:
        """Keep a comment."""
        self.comments.setdefault(comment.id, comment)

    def discussion(self) -> Discussion:
        """All of it; each reason is told once, however many comments it kept from us."""
        reasons = {str(error): error for error in self.errors}.values()
        return Discussion(
            platform=Platform.META,
            post_id=self.post.id,
            comments=threaded(tuple(self.comments.values())),
            complete=not self.errors and not self.caught_up,
            caught_up=self.caught_up and not self.errors,
            unread=tuple(error.unread(f"comments:{self.post.id}") for error in reasons),
        )


def without(fields: Sequence[str]) -> list[ConnectorError]:
    """The reason why comments or messages are not whole; empty: no field of theirs was refused."""
    if not fields:
        return []
    words = Words(
        "Meta no longer knows {fields} of comments and messages, which were read without: who "
        "waits for an answer may be wrong. Report it to the developers.",
        {"fields": ", ".join(fields)},
    )
    return [RequestRefused(words, platform=Platform.META)]


def _with_id(row: Record) -> Record:
    """A row that has an id.

    Raises:
        PermissionMissing: Meta withheld it, which it does without the task MODERATE.
    """
    if identity(row, "id") is None:
        words = Words(
            "Meta withholds the ids of comments, so they cannot be kept apart. Give the system "
            "user the task MODERATE on the Page in Business settings."
        )
        raise PermissionMissing(words, platform=Platform.META)
    return row
