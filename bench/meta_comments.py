"""How many requests it takes to read the comments of 500 posts, ours and others' side by side.

    python bench/meta_comments.py [--latency 50] [--peers naive|none] [--results FILE]

250 ads with a post on Facebook and one on Instagram each; under every post two comments and a
reply, under ten of them 150 more. Ours is the real sweep into SQLite, in a process of its own: the
first one, one after which nothing is new, and one after which 20 posts have a new comment. Counted
is what the comments take, with the look for those that are gone; the ad side, tokens, own posts and
messages are apart. The naive client is the published one: the comments of each post, the replies of
each comment.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apart import keep, run
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession
from sweep_memory import settings

from connectors.http import Patience
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_crowd import chatter, crowd
from connectors.sandbox.meta.talking import write
from connectors.sandbox.meta.tokens import APP_ID, APP_SECRET, SYSTEM_TOKEN
from policies.model import Discussion, Platform
from worker.clock import now
from worker.platforms import reader
from worker.store.opening import open_store
from worker.sweeping.means import Scope, means
from worker.sweeping.sweep import sweep

RESULTS = Path("bench/results/meta_comments.jsonl")
PAGE_TOKEN = "sandbox-page-1001"
ANNA = {"id": "24001", "name": "Anna Ek"}
BO = {"id": "5601", "username": "bo.lind"}
NEW = 20
"""Posts with a new comment."""
LONG = 10
"""Posts with more comments than fit on a page."""


class Weighed:
    """A reader that tells what its discussions take."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.told = {"http": 0, "counted": 0, "seconds": 0.0, "posts": 0}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def discussions(self, *arguments: Any, **named: Any) -> Iterator[Discussion]:
        """The reader's own, from the first question to the last."""
        meter, began = self._inner.meter, time.perf_counter()
        before = meter.http, meter.counted
        for one in self._inner.discussions(*arguments, **named):
            self.told["posts"] += 1
            yield one
        self.told["http"] += meter.http - before[0]
        self.told["counted"] += meter.counted - before[1]
        self.told["seconds"] += time.perf_counter() - began


def swept(base_url: str, database: str) -> dict[str, Any]:
    """One whole sweep, and what its comments took."""
    chosen = settings(base_url)
    store = open_store(f"sqlite:///{database}")
    meta = Weighed(reader(Platform.META, chosen, patience=Patience(), clock=now))
    tools = means(chosen, store=store, clock=now, tell=lambda _: None)
    outcome = sweep(tools, {Platform.META: meta}, Scope())  # type: ignore[dict-item]
    store.close()
    whole = meta.meter.http
    return {
        **meta.told,
        "comments": outcome.read["comments"],
        "whole_sweep_http": whole,
        "unread": len(outcome.unread),
    }


def naive(base_url: str, posts: list[str]) -> dict[str, Any]:
    """Each post by itself, and each comment for its replies."""
    warnings.simplefilter("ignore")
    page, system = (_api(base_url, token) for token in (PAGE_TOKEN, SYSTEM_TOKEN))
    found = 0
    began = time.perf_counter()
    for post in posts:
        on_facebook = "_" in post
        if on_facebook:
            comments = PagePost(post, api=page).get_comments(fields=["message", "from"])
        else:
            comments = IGMedia(post, api=system).get_comments(fields=["text", "username"])
        for comment in comments:
            if on_facebook:
                replies = Comment(comment["id"], api=page).get_comments(fields=["message"])
            else:
                replies = IGComment(comment["id"], api=system).get_replies(fields=["text"])
            found += 1 + len(list(replies))
    return {"seconds": time.perf_counter() - began, "posts": len(posts), "comments": found}


def _api(base_url: str, token: str) -> FacebookAdsApi:
    session = FacebookSession(APP_ID, APP_SECRET, token, timeout=(5, 60))
    session.GRAPH = base_url
    session.requests.trust_env = False
    return FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False)


def talk(sandbox: Sandbox) -> list[str]:
    """Let people write more under some posts of the crowd's ads; the answer is all of them."""
    posts = [
        number
        for number, node in sandbox.world.meta.items()
        if node.kind in ("PagePost", "IGMedia")
    ]
    for post in posts[:LONG]:
        chatter(sandbox.world, post, 150)
    return posts


def _author(post: str) -> dict[str, str]:
    return ANNA if "_" in post else BO


def _print(what: str, line: dict[str, Any]) -> dict[str, Any]:
    print(
        f"{what:44} {line['http']:5} HTTP {line['counted']:5} counted {line['seconds']:7.2f} s  "
        f"{line['posts']} posts, {line['comments']} comments and replies",
        flush=True,
    )
    return {"what": what, **line, "seconds": round(line["seconds"], 2)}


def measure(latency: float, peers: str) -> list[dict[str, Any]]:
    """Ours three times, then the naive one."""
    lines = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(clock=now, latency_ms=latency, city=False) as sandbox,
    ):
        crowd(sandbox.world, campaigns=50, ad_sets=5, comments=3)
        posts = talk(sandbox)
        base_url, database = sandbox.start(), f"{folder}/annonsvakt.db"
        again = ("--sweep", base_url, "--database", database)
        lines.append(_print("ours, cold", run(*again)))
        lines.append(_print("ours, nothing new", run(*again)))
        for post in posts[:: len(posts) // NEW][:NEW]:
            write(sandbox.world, post, "Är det sant?", _author(post))
        lines.append(_print(f"ours, {NEW} posts with a new comment", run(*again)))
        if peers != "none":
            sandbox.requests.clear()
            line = naive(base_url, posts)
            asked = len(sandbox.requests)
            line |= {"http": asked, "counted": asked}
            lines.append(_print("published client, post by post", line))
    return [{"latency_ms": latency, **line} for line in lines]


def main() -> None:
    """Measure all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=float, default=50, help="milliseconds of every answer")
    options.add_argument("--peers", default="naive", choices=["naive", "none"])
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--sweep", help=argparse.SUPPRESS)
    options.add_argument("--database", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.sweep:
        print(json.dumps(swept(chosen.sweep, chosen.database)))
        return
    keep(chosen.results, measure(chosen.latency, chosen.peers))


if __name__ == "__main__":
    main()
