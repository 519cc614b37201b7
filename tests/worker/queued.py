"""Threads put in the queue by hand, in the state that a test wants."""

from __future__ import annotations

from policies.model import Words
from policies.threads import ThreadState
from tests.worker.made import DAY, NOON, a_post
from worker.store import comments, posts, threads


def put(store, seen, *, state="open", due=NOON + DAY, owner="slk", post=None, at=NOON):
    post = post or a_post()
    with store.writing() as connection:
        posts.remember(connection, [post], at)
        under = post.id if seen.kind == "comment" else None
        (one,) = threads.begin(connection, [seen], post_id=under, owner=owner, at=at)
        comments.save(connection, [seen], at)
        told = ThreadState(
            state=state, reason=Words("Because."), moderate=(), comment_id=seen.id, due_at=due
        )
        threads.settle(connection, [(threads.rows_of(connection, [one])[0], told)], at)
    return one
