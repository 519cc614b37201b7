"""A thread as it is stored beside the same one by the book; and the books beside what is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.model import Platform
from tests.worker.sweeping.month_book import Book, due
from tests.worker.sweeping.month_city import Truth, Word
from tests.worker.sweeping.month_memory import WAITS, Memory


def differs(row: Any, book: Book) -> str | None:
    """How a thread that is known as a whole stands otherwise than the book says; None: it does not.

    What a deleted message said is not kept, so that of such a thread only whether it waits counts.
    """
    told = book.verdict()
    incomplete = any(one.gone for one in book.seen.values())
    by_book = (
        told.state if told.state in WAITS or not incomplete else "settled",
        told.waiting,
        told.due,
        told.flags,
        book.owner,
        book.claimed_by,
    )
    as_stored = (
        row.state if row.state in WAITS or not incomplete else "settled",
        row.comment_id if row.due_at else None,
        row.due_at,
        frozenset(row.moderate),
        row.owner,
        row.claimed_by,
    )
    if by_book == as_stored:
        return None
    return f"\n  book  {by_book}\n  store {as_stored}\n  {told_of(book)}"


def loses(row: Any, book: Book) -> str | None:
    """How a thread of which a part is erased is worse off than the book says; None: it is not.

    What was erased cannot be known exactly: nothing that waits may be lost, or be due later. Only
    whoever reopens what is erased has it due as if it had been written when it was first seen.
    """
    told = book.verdict()
    latest = told.due
    if told.waiting and any(one.action == "reopen" for one in book.ruled):
        latest = max(due(one.first) for one in book.seen.values() if one.erased)
    if latest is None or (row.due_at is not None and row.due_at <= latest):
        return None
    return f"\n  book  {told}\n  store {row.state} {row.due_at}\n  {told_of(book)}"


def told_of(book: Book) -> str:
    """All that is known of a thread, for a person who looks for the fault."""
    told = sorted(book.seen.values(), key=lambda one: one.at)
    return "\n  ".join(map(str, (*told, *book.ruled)))


def untrue(memory: Memory, platform: Platform, truth: Truth, watched: set[str]) -> Iterator[str]:
    """What the books of watched posts and conversations have otherwise than it is."""
    for (where, kind, _), word in truth.words.items():
        looked = kind == "message" or word.wall in watched
        if where is platform and looked and word.shown_from <= truth.at:
            yield from _untrue(memory, platform, truth, word)


def _untrue(memory: Memory, platform: Platform, truth: Truth, word: Word) -> Iterator[str]:
    thread = memory.filed.get((platform, word.kind, word.id))
    if thread is None:
        if not word.deleted:
            yield f"{platform} {word} was never seen"
        return
    seen = memory.books[thread].seen[word.id]
    if word.kind == "comment" and seen.gone != word.deleted:
        yield f"{platform} {word} is known as {seen}"
    if not word.deleted and (seen.line, seen.hidden) != (word.line, word.hidden):
        yield f"{platform} {word} is known as {seen}"
    if not word.deleted and thread[2] != _top(truth, platform, word):
        yield f"{platform} {word} stands in thread {thread}"


def _top(truth: Truth, platform: Platform, word: Word) -> str:
    """The highest comment above it as far as that is listed by now, or the conversation."""
    while word.parent and word.shown_from <= truth.at:
        word = truth.words[platform, word.kind, word.parent]
    return word.id if word.kind == "comment" else word.wall
