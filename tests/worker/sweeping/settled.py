"""Rounds of reading: comments saved, and their threads settled by the city's judgement."""

from __future__ import annotations

from tests.worker.made import NOON, a_post, some_settings
from worker.store import comments, posts, threads
from worker.sweeping.judgement import judgement
from worker.sweeping.settling import settle

JUDGEMENT = judgement(some_settings())


def read(store, *seen, at=NOON, post=None):
    """One round: these comments were read."""
    post = post or a_post()
    with store.writing() as connection:
        posts.remember(connection, [post], at)
        ours = threads.begin(connection, seen, post_id=post.id, owner="slk", at=at)
        comments.save(connection, seen, at, JUDGEMENT.judge(connection, post.platform))
        settle(connection, ours, JUDGEMENT, at)
        return ours
