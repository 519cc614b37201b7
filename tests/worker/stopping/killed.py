"""A stop that is killed: by the sandbox as it asks for something, or by itself as it notes it.

The stop runs in a process of its own, which is killed with SIGKILL. What was asked is counted
where it arrives.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import tempfile
import threading
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import unquote_plus

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.flow import open_quick_desk, stop_by, undo_by
from tests.worker.stopping.foul import CONFIG, on
from worker.clock import now
from worker.stopping.giving import go_on
from worker.stopping.journal import Journal, read_journal
from worker.stopping.places import Places
from worker.stopping.story import stories
from worker.stopping.verifying import verify

SMALL = Crowd(accounts=2, linkedin_accounts=1, linkedin_groups=1, campaigns=2)
WHERE = ("asked", "done", "before", "after")
"""Killed as a request arrives, after it was carried out, before a record, or after it."""
_FRESH = multiprocessing.get_context("forkserver")
_FRESH.set_forkserver_preload(["tests.worker.stopping.killed"])
_META_WRITE = re.compile(r'"relative_url": "(\d+)", "body": "status=(\w+)"')


class Dying(Journal):
    """A journal whose writer is killed around its nth record."""

    where, nth, count = "", 0, count(1)

    def add(self, event, told):
        mine = next(self.count)
        if mine == self.nth and self.where == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        super().add(event, told)
        if mine == self.nth and self.where == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def _work(folder, doing, where, nth):
    """What the process does that is to be killed."""
    desk = open_quick_desk(folder)
    places = desk.places

    def dying(stop_id):
        made = Dying(stop_id, places, clock=now, warn=lambda _: None, last_resort=lambda _: None)
        made.where, made.nth, made.count = where, nth, count(1)
        return made

    if where in ("before", "after"):
        desk = replace(desk, open_journal=dying)
    if doing == "stop":
        stop_by(desk)
    else:
        undo_by(desk, next(iter(stories(places))))


class Town:
    """A sandbox that kills who asks, and counts what is written to each campaign."""

    def __init__(self, folder):
        self.folder = folder
        self.sandbox = stage(Scenario(city=False, crowd=SMALL), now)
        self.writes = Counter()
        self.asked = 0
        self.kill = None
        """(where, nth, process)"""
        self.lock = threading.Lock()
        inner = self.sandbox.app._app
        self.sandbox.app._app = lambda environ, start: self.answer(inner, environ, start)
        (folder / "annonsvakt.toml").write_text(CONFIG.format(url=self.sandbox.start()))

    def answer(self, inner, environ, start):
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = BytesIO(body)
        with self.lock:
            self.asked += 1
            due = self.kill is not None and self.kill[1] == self.asked
        if due and self.kill[0] == "asked":
            self.end()
            return inner({**environ, "REQUEST_METHOD": "GET", "PATH_INFO": "/nowhere"}, start)
        told = inner(environ, start)
        with self.lock:
            self.writes.update(_written(environ, body.decode()))
        if due:
            self.end()
        return told

    def end(self):
        os.kill(self.kill[2].pid, signal.SIGKILL)

    def run(self, doing, where=None, nth=0):
        """Let a process work, and kill it there; whether it was killed."""
        arguments = (self.folder, doing, where if where in ("before", "after") else "", nth)
        work = _FRESH.Process(target=_work, args=arguments)
        self.asked = 0
        self.kill = None
        work.start()
        if where in ("asked", "done"):
            self.kill = (where, nth, work)
        work.join(60)
        self.kill = None
        return work.exitcode == -signal.SIGKILL

    def tree(self):
        """All that exists, without times of change and versions."""
        with self.sandbox.world.lock:
            meta = {one: deepcopy(node.fields) for one, node in self.sandbox.world.meta.items()}
            linkedin = deepcopy(dict(self.sandbox.world.linkedin))
        for fields in meta.values():
            fields.pop("updated_time", None)
        for table in linkedin.values():
            for record in table.values():
                record.pop("version", None)
                record.pop("changeAuditStamps", None)
        return json.dumps([meta, linkedin], sort_keys=True, default=str)


def _written(environ, body):
    """The campaigns that a request writes, with what."""
    if environ["REQUEST_METHOD"] != "POST":
        return
    if environ["PATH_INFO"].startswith("/rest"):
        for number, one in json.loads(body or "{}").get("entities", {}).items():
            yield number, one["patch"]["$set"]["status"]
    else:
        yield from _META_WRITE.findall(unquote_plus(body))


def survive(doing, where, nth, *, by_going_on):
    """Kill the stop, or the resume, there; go on; undo. What was wrong; None: it was not killed."""
    with tempfile.TemporaryDirectory() as name:
        town = Town(Path(name))
        with town.sandbox:
            return _survive(town, doing, where, nth, by_going_on=by_going_on)


def _survive(town, doing, where, nth, *, by_going_on):
    before, desk = town.tree(), open_quick_desk(town.folder)
    wrong = []
    if doing == "resume":
        stop_by(desk)
    if not town.run(doing, where, nth):
        return None
    if doing == "stop":
        told = list(stories(desk.places))
        done = go_on(desk, ORDER, told[0]) if told and by_going_on else stop_by(desk)
        if on(town.sandbox) or not done.verified or done.code:
            wrong.append(f"left on: {sorted(on(town.sandbox))}, {done.code}")
    [story] = list(stories(desk.places)) or [None]
    if story is not None:
        undone = undo_by(desk, story)
        if undone.code:
            wrong.append(f"not resumed: {[(r.outcome, r.error) for r in undone.rows]}")
        lines = read_journal(story.stop_id, Places(state_dir=town.folder / "var"))
        if not verify(lines, head=undone.head).intact:
            wrong.append("the journal is not whole")
    if town.tree() != before:
        wrong.append("the tree is not as it was")
    if often := {key: n for key, n in town.writes.items() if n > 1}:
        wrong.append(f"written more than once: {often}")
    return wrong
