"""How long a worker waits where a platform throttles: for all pieces of a poll as for one."""

from __future__ import annotations

import io

import pytest

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.service.crew import FAST, LEASE, actions, configured, until, wanted
from worker.clock import now
from worker.logs.keeping import keep_logs
from worker.service.office import Office
from worker.service.polling import PATIENCE
from worker.service.worker import Worker
from worker.store.beating import Heart

pytest.importorskip("procrastinate")
ACCOUNTS = ["act_100", "act_101"]


@pytest.fixture
def throttled():
    """The address of a sandbox of its own: all of its accounts are refused."""
    crowd = Crowd(accounts=2, campaigns=1, ad_sets=1, ads=1)
    toggles = {"meta.throttled": ACCOUNTS}
    with stage(Scenario(seed=3, city=False, crowd=crowd, toggles=toggles), now) as sandbox:
        yield sandbox.start()


def test_the_accounts_of_a_poll_are_waited_for_once_and_those_of_the_next_anew(
    queued, queued_url, throttled
):
    settings, waited, log = configured(queued_url, throttled), [], io.StringIO()
    keep_logs(log, readable=False)

    def pause(_, seconds):
        waited.append(seconds)
        return False

    with Heart(queued, now, lease=LEASE) as heart:
        office = Office(
            settings=settings, store=queued, clock=now, heart=heart, holder="one", pause=pause
        )
        worker = Worker(office, concurrency=1, pace=FAST)
        worker.queue.start()
        try:
            for poll in (1, 2):
                wanted(queued, settings, *(f"ads meta {one}" for one in ACCOUNTS))
                both = 2 * poll
                assert until(lambda both=both: actions(log).count("piece.unread") == both)
                assert sum(waited) == pytest.approx(poll * PATIENCE, abs=10)
        finally:
            worker.end()
