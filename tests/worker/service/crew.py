"""Real workers in this process, on real PostgreSQL and a sandbox, at a pace for tests."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

from pydantic import SecretStr

from tests.worker.made import some_settings
from worker.clock import now
from worker.config.sections import Database
from worker.engine.laying import Laying
from worker.engine.pace import Pace
from worker.service.attending import worker_at
from worker.store import leases
from worker.store.opening import open_store
from worker.sweeping.shared import queue_for

LEASE = timedelta(seconds=2)
FAST = Pace(look=0.2, beat=0.3, stalled=1.0, away=0.2, grace=0.3, patience=0.5)


def configured(url, base_url, **changed):
    """A configuration with a task queue, whose Meta is the sandbox."""
    meta = {
        "base_url": base_url,
        "app_id": "1",
        "app_secret": "sandbox-secret",
        "access_token": "sandbox-meta",
    }
    return some_settings(
        engine="procrastinate",
        database=Database(url=SecretStr(url)),
        meta=meta,
        linkedin=None,
        **changed,
    )


@contextmanager
def at_work(settings, *, lease=LEASE):
    """A worker, ended at the end."""
    store = open_store(settings.database.url.get_secret_value())
    try:
        with worker_at(settings, store, now, concurrency=1, lease=lease, pace=FAST) as one:
            yield one
    finally:
        for left in threading.enumerate():
            if left.name.startswith(("ads ", "let go ")):
                left.join(timeout=10)  # no connection is to outlive the test
        store.close()


def wanted(store, settings, *names, at=None):
    """Lay pieces down as a poll does."""
    period = at or now()
    with store.writing() as connection:
        leases.want(connection, names, period)
        Laying(queue_for(settings)).lay(connection, names, period)
    return period


def done(store, *names):
    """Whether all of these are done."""
    with store.reading() as connection:
        return all(leases.due(connection, name) is None for name in names)


def until(what, seconds=15):
    """Waits until it comes true; whether it has."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


def actions(log):
    """What was logged as JSON, in order; `log`: by a library."""
    return [json.loads(line)["action"] for line in log.getvalue().splitlines()]


def strange(log):
    """What libraries logged."""
    return [line for line in log.getvalue().splitlines() if '"action": "log"' in line]


def holder_of(store, name):
    """Who has a piece in hand; None: nobody."""
    with store.reading() as connection:
        looked = leases.look(connection, [name], now(), now()).held.get(name)
    return looked.holder if looked else None


def asked(address, path):
    """What it answers there, as text, whatever the code."""
    try:
        with urlopen(f"{address}{path}") as answer:
            return answer.read().decode()
    except HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""
