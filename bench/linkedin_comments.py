"""How many requests it takes to see new comments under 300 posts on LinkedIn, ours and theirs.

    python bench/linkedin_comments.py [--latency 50] [--peers client|none] [--results FILE]

No comment under any post; then two under every post, once without replies, once with a reply to the
first of each. All are read; then 10 posts get a new comment, and everything is read again with what
is known, on standard tier: told as ids alone, and with the parent of each comment, by which replies
that are known need not be read again. LinkedIn's own client reads the comments of each post, and
the replies of each comment that has some. Each is a process of its own; requests are counted where
they arrive.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from apart import keep, run
from linkedin_client import Client, NoClient
from linkedin_requests import NOW, VERSION, reader

from connectors.sandbox import Sandbox
from connectors.sandbox.city_linkedin_crowd import crowd
from connectors.sandbox.linkedin.talking import write
from policies.model import Platform, Post

RESULTS = Path("bench/results/linkedin_comments.jsonl")
POSTS, NEW = 300, 10
UNDER = ("no comments", "without replies", "with replies")
"""What stands under the posts before anything is read."""
WRITER = "urn:li:person:anna"
CITY = "urn:li:organization:2414183"


def heard(base_url: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Read the comments of these posts; what came is part of the answer, as what is known next."""
    posts = [
        Post(platform=Platform.LINKEDIN, id=urn, kind="linkedin", owner_id=CITY)
        for urn in wanted["posts"]
    ]
    linkedin = reader(base_url)
    began = time.perf_counter()
    read = list(linkedin.discussions(posts, wanted["known"]))
    return {
        "seconds": time.perf_counter() - began,
        "posts": len(read),
        "comments": sum(len(one.comments) for one in read),
        "unread": sum(len(one.unread) for one in read),
        "complete": sum(one.complete for one in read),
        "caught_up": sum(one.caught_up for one in read),
        "known": {one.post_id: {c.id: c.parent_id for c in one.comments} for one in read},
    }


class Measured:
    """One sandbox with its posts, and the lines of what reads it."""

    def __init__(self, sandbox: Sandbox, folder: Path, *, under: str, latency: float) -> None:
        self.lines: list[dict[str, Any]] = []
        self._sandbox, self._folder, self._under = sandbox, folder, under
        self._common = {"latency_ms": latency, "under": under}
        crowd(sandbox.world, campaigns=POSTS)
        self.posts = [one["id"] for one in sandbox.world.linkedin["posts"].values()][:POSTS]
        for post in self.posts if under != "no comments" else ():
            first = write(sandbox.world, post, "Hur gör man?", WRITER)
            write(sandbox.world, post, "När öppnar det?", WRITER)
            if under == "with replies":
                write(sandbox.world, post, "Det undrar jag med", WRITER, first["id"])
        self._base_url = sandbox.start()

    def ours(self, what: str, known: object = None) -> dict[str, Any]:
        """Read with what is known; the answer is what is known then."""
        wanted = self._folder / "wanted.json"
        wanted.write_text(json.dumps({"posts": self.posts, "known": known}))
        self._sandbox.requests.clear()
        told = run("--against", self._base_url, "--wanted", str(wanted))
        found: dict[str, Any] = told.pop("known")
        self._add(what, told)
        return found

    def theirs(self, client: Client) -> None:
        """Read by LinkedIn's own client, with ours as the measure beside it."""
        self._sandbox.requests.clear()
        replies = self._under == "with replies"
        told = client.comments(self._base_url, self.posts, replies=replies)
        self._add("LinkedIn's own client 0.3.0, post by post", told)

    def news(self) -> None:
        """Let somebody write under some of the posts."""
        for post in self.posts[:: len(self.posts) // NEW][:NEW]:
            write(self._sandbox.world, post, "Är det sant?", WRITER)

    def _add(self, what: str, told: dict[str, Any]) -> None:
        line = {"what": what, **self._common, **told, "http": len(self._sandbox.requests)}
        line["seconds"] = round(line["seconds"], 2)
        self.lines.append(line)
        print(
            f"{what:50} {self._under:16} {line['http']:5} HTTP {line['seconds']:7.2f} s  "
            f"{line['comments']} comments and replies came",
            flush=True,
        )


def measure(latency: float, client: Client | None, *, under: str) -> list[dict[str, Any]]:
    """Ours cold and twice again, and theirs."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(clock=lambda: NOW, latency_ms=latency, city=False) as sandbox,
    ):
        measured = Measured(sandbox, Path(folder), under=under, latency=latency)
        known = measured.ours("ours, cold")
        measured.ours("ours, nothing new", known)
        measured.news()
        ids = {post: list(comments) for post, comments in known.items()}
        measured.ours(f"ours, {NEW} posts with news, ids known", ids)
        measured.ours(f"ours, {NEW} posts with news, parents known", known)
        if client:
            measured.theirs(client)
        return measured.lines


def main() -> None:
    """Measure all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=float, default=50, help="milliseconds of every answer")
    options.add_argument("--peers", default="client", choices=["client", "none"])
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--against", help=argparse.SUPPRESS)
    options.add_argument("--wanted", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.against:
        print(json.dumps(heard(chosen.against, json.loads(chosen.wanted.read_text()))))
        return
    with tempfile.TemporaryDirectory() as folder:
        client = None
        try:
            client = Client(Path(folder), VERSION) if chosen.peers == "client" else None
        except NoClient as error:
            print(f"LinkedIn's own client: not measured, {error}")
        lines = [line for under in UNDER for line in measure(chosen.latency, client, under=under)]
    keep(chosen.results, lines)


if __name__ == "__main__":
    main()
