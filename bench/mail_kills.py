"""Proof that no mail is lost or doubled when the program is killed while it posts and delivers.

    python bench/mail_kills.py [--seeds 0:1000] [--results FILE] [--url DATABASE]

Each seed is one SIGKILL at a moment drawn from it, while a process lays letters down with their
causes and hands them to a real mail server; a second process, its clock beyond the first one's
lease, then does the rest. A seed passes if each letter arrived, and twice only the one that was
claimed and not yet settled when the kill came (SMTP's own window), with the same bytes and
Message-ID. Even seeds lay down and deliver, odd ones post. Results go to a file, a line each; seeds
that stand there are not run again. `--url`: a database whose outbox may be emptied; default: a file
of SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from worker.config import Settings
from worker.mail import Mail, message_id
from worker.posting.laying import put_letter
from worker.posting.letter import Letter
from worker.posting.outbox import deliver_due, post_to
from worker.posting.pacing import LEASE
from worker.store.opening import Store, open_store
from worker.store.outbox import State, of_states
from worker.store.tables_service import leases, outbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SENDER = "annonsvakt@example.org"
CAUSES, EACH = 4, 2
LETTERS = CAUSES * EACH


def letter(seed: int, cause: int, number: int) -> Letter:
    recipient = f"p{cause}-{number}@example.org"
    return Letter(
        kind="proof",
        period=f"seed {seed}",
        mail=Mail(
            sender=SENDER,
            to=(recipient,),
            subject="Proof",
            text="One.\n",
            message_id=message_id(SENDER, "proof", str(seed), recipient),
            at=NOON,
            language="en",
        ),
    )


def work(url: str, settings: Settings, at: datetime, seed: int, *, posts: bool) -> None:
    """All that is not done yet, as the service or a command does it."""
    store = open_store(url)
    if posts:
        letters = [letter(seed, cause, number) for cause in range(CAUSES) for number in range(EACH)]
        post_to(store, settings, lambda: at)(letters)
    else:
        for cause in range(CAUSES):
            happen(store, seed, cause, at)
            deliver_due(store, settings, lambda: at)
    store.close()


def happen(store: Store, seed: int, cause: int, at: datetime) -> None:
    """A cause and its letters in one transaction, unless it has happened."""
    with store.writing() as connection:
        row = {"name": f"cause {cause}", "holder": "proof", "token": 1, "until": at}
        known = connection.execute(leases.select().where(leases.c.name == row["name"])).first()
        if known is None:
            connection.execute(leases.insert().values(row))
            for number in range(EACH):
                put_letter(connection, letter(seed, cause, number), at)


def killed(seed: int, url: str, settings: Settings, whole: float) -> bool:
    """Run the work in a process and kill it at the seed's moment; false: it had ended by then."""
    child = os.fork()
    if child == 0:
        work(url, settings, NOON, seed, posts=bool(seed % 2))
        os._exit(0)
    time.sleep(random.Random(seed).uniform(0, whole))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def prove(seed: int, url: str, settings: Settings, sink: Path, whole: float) -> dict[str, Any]:
    """One kill, and what arrived in the end."""
    empty(url)
    begun = sink.stat().st_size
    cut = killed(seed, url, settings, whole)
    in_window = {one.recipient for one in rows(url) if one.state is State.SENDING}
    laid_by_then = len(rows(url))
    later = NOON + LEASE + timedelta(minutes=1)
    work(url, settings, later, seed, posts=bool(seed % 2))
    work(url, settings, later + LEASE, seed, posts=False)
    arrived = [json.loads(line) for line in sink.read_bytes()[begun:].splitlines()]
    copies = Counter(one["to"] for one in arrived)
    kinds = {(one["to"], one["id"], one["digest"]) for one in arrived}
    lost = LETTERS - len(copies)
    doubled = {to for to, number in copies.items() if number > 1}
    sent = all(one.state is State.SENT for one in rows(url))
    passed = (
        lost == 0
        and sent
        and doubled <= in_window
        and len(doubled) <= 1
        and max(copies.values(), default=0) <= 2
        and len(kinds) == LETTERS
    )
    return {
        "seed": seed,
        "passed": passed,
        "killed": cut,
        "laid": laid_by_then,
        "lost": lost,
        "doubled": len(doubled),
        "in_window": len(in_window),
    }


def empty(url: str) -> None:
    store = open_store(url)
    with store.writing() as connection:
        connection.execute(delete(outbox))
        connection.execute(delete(leases))
    store.close()


def rows(url: str) -> tuple[Any, ...]:
    store = open_store(url)
    with store.reading() as connection:
        found = of_states(connection, tuple(State))
    store.close()
    return found


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """A mail server in a process of its own, which writes a line for each mail it takes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file.touch()
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(port), "--sink", str(file)])
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


class Sink:
    """Takes every mail, and writes it down before it says so."""

    def __init__(self, file: Path) -> None:
        self.file = file.open("a")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """The server's answer to a mail."""
        line = {
            "to": envelope.rcpt_tos[0],
            "id": message_from_bytes(envelope.content)["Message-ID"],
            "digest": hashlib.sha256(envelope.content).hexdigest(),
        }
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        return "250 OK"


async def serve(port: int, file: Path) -> None:
    from aiosmtpd.smtp import SMTP

    sink = Sink(file)
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(sink, hostname="sink"), "127.0.0.1", port)
    await asyncio.Event().wait()


def measured(url: str, settings: Settings, *, posts: bool) -> float:
    """How long the work takes in a process that nobody kills, in seconds."""
    taken = []
    for number in range(-3, 0):  # letters of their own: a note of one that went lasts
        empty(url)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            work(url, settings, NOON, number, posts=posts)
            os._exit(0)
        os.waitpid(child, 0)
        taken.append(time.monotonic() - began)
    return min(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:1000", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/mail_kills.jsonl"))
    options.add_argument("--url")
    options.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options.add_argument("--sink", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.serve, chosen.sink))
    first, last = map(int, chosen.seeds.split(":"))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {one["seed"]: one for one in map(json.loads, lines)}
    with tempfile.TemporaryDirectory() as name, serving(Path(name) / "sink") as server:
        settings = Settings(state_dir=Path(name), mail={"url": server, "sender": SENDER})
        url = chosen.url or f"sqlite:///{name}/annonsvakt.db"
        whole = [measured(url, settings, posts=posts) for posts in (False, True)]
        with chosen.results.open("a") as file:
            for seed in range(first, last):
                if seed not in results:
                    sink = Path(name) / "sink"
                    results[seed] = prove(seed, url, settings, sink, whole[seed % 2])
                    file.write(json.dumps(results[seed]) + "\n")
                    file.flush()
    asked = [results[seed] for seed in range(first, last)]
    failed = [one["seed"] for one in asked if not one["passed"]]
    print(
        f"{len(asked)} seeds, {sum(one['killed'] for one in asked)} killed at work, "
        f"{sum(one['lost'] for one in asked)} lost, {sum(one['doubled'] for one in asked)} doubled "
        f"in SMTP's window of {sum(one['in_window'] for one in asked)}, {len(failed)} failed: "
        f"{failed}"
    )
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
