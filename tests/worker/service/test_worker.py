"""Workers on a task queue: databases that go away, pieces that hang, configurations that change."""

from __future__ import annotations

import signal
import threading
import time
from datetime import timedelta
from queue import SimpleQueue

import pytest
from sqlalchemy import make_url

from policies.model import Words
from tests.worker.engine.conftest import rows
from tests.worker.relay import relayed, to_postgres
from tests.worker.service.crew import (
    actions,
    at_work,
    configured,
    done,
    holder_of,
    strange,
    until,
    wanted,
)
from worker.config.faults import Fault, Faults
from worker.config.sections import Rules
from worker.engine.pace import Pace
from worker.service.attending import attend
from worker.service.starting import opened
from worker.service.worker import END
from worker.store.errors import Unreachable
from worker.store.opening import open_store

pytest.importorskip("procrastinate")
FIRST, SECOND = "ads meta act_100", "ads meta act_101"
WATCH = """
CREATE TABLE given_back (free boolean);
CREATE FUNCTION given_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO given_back SELECT until IS NULL FROM leases WHERE name = 'ads meta act_100';
    RETURN NEW;
END $$;
CREATE TRIGGER given_back AFTER UPDATE ON procrastinate_jobs FOR EACH ROW
    WHEN (OLD.status = 'doing' AND NEW.status = 'todo') EXECUTE FUNCTION given_back();
"""
"""Notes of each piece that the queue gets back whether its lease was free by then."""


@pytest.fixture
def far(queued_url):
    """A line to the database, which may be cut, and the database's address along it."""
    with relayed(to_postgres(make_url(queued_url))) as line:
        near = make_url(queued_url).set(host="127.0.0.1", port=line.port, query={})
        yield line, near.render_as_string(hide_password=False)


@pytest.fixture
def hang(sandbox):
    """Lets the requests about an account hang until the test ends, or another call says so."""

    def these(*accounts):
        sandbox.world.faults.toggles["meta.hang"] = list(accounts)

    yield these
    these()


def test_a_database_that_goes_away_is_told_once_and_the_work_goes_on(
    queued, far, sandbox, hang, log
):
    line, url = far
    settings = configured(url, sandbox.base_url)

    def told(action, times):
        return until(lambda: actions(log).count(action) == times)

    with at_work(settings):
        wanted(queued, settings, FIRST)
        assert told("piece.done", 1)
        line.go_away()
        assert told("database.away", 1)
        wanted(queued, settings, SECOND)
        time.sleep(0.6)  # several tries
        line.come_back()
        assert told("piece.done", 2)
        # The next time a piece is in hand.
        hang("act_100")
        wanted(queued, settings, FIRST)
        assert until(lambda: holder_of(queued, FIRST))
        line.go_away()
        assert told("database.away", 2)
        hang()
        assert told("piece.put-off", 1)
        line.come_back()
        assert told("piece.done", 3)
        assert done(queued, FIRST, SECOND)
    assert [actions(log).count(one) for one in ("database.away", "database.back")] == [2, 2]
    assert strange(log) == []


def test_a_database_that_is_away_at_the_start_has_its_minute(far, queued, sandbox, clock):
    line, url = far
    settings = configured(url, sandbox.base_url)
    line.go_away()
    waits = []

    def wait(seconds):
        waits.append(seconds)
        clock.turn(seconds=seconds)

    with (
        pytest.raises(Unreachable),
        opened(settings, clock, wait=wait, patience=60),
    ):
        pass
    assert 60 <= sum(waits) < 65

    def wait_for_it(seconds):
        clock.turn(seconds=seconds)
        line.come_back()

    with opened(settings, clock, wait=wait_for_it, patience=60) as store, store.reading():
        pass


def test_a_piece_that_hangs_at_the_end_is_given_back_and_another_takes_it_at_once(
    queued, queued_url, sandbox, hang, log
):
    settings = configured(queued_url, sandbox.base_url)
    hang("act_100")
    minute = timedelta(minutes=1)
    with at_work(settings, lease=minute) as first:
        with queued.writing() as connection:
            connection.exec_driver_sql(WATCH, {})
        wanted(queued, settings, FIRST)
        assert until(lambda: holder_of(queued, FIRST) == first.office.holder)
        with at_work(settings, lease=minute) as other:
            begun = time.monotonic()
            first.end()
            assert time.monotonic() - begun < 3
            # Whoever takes it from the queue finds that nobody has it any more.
            assert rows(queued, "SELECT free FROM given_back") == [(True,)]
            # Long before the lease of the first would have run out.
            assert until(lambda: holder_of(queued, FIRST) == other.office.holder, seconds=3)
            assert not done(queued, FIRST)
            hang()
            assert until(lambda: done(queued, FIRST))
    ended = [one for one in actions(log) if one in ("piece.cut-off", "piece.done")]
    assert ended == ["piece.cut-off", "piece.done"]


def test_at_its_own_pace_the_end_comes_within_ten_seconds():
    assert Pace().grace < END < 10


def test_another_configuration_moves_to_its_queue_and_one_with_faults_changes_nothing(
    queued, queued_url, sandbox, log
):
    before = configured(queued_url, sandbox.base_url)
    after = configured(queued_url, sandbox.base_url, rules=Rules(off=("brief.missing",)))
    fault = Fault(key=("rules",), place=Words("line 1"), what=Words("unknown"))
    answers = [Faults([fault]), after]
    signals = SimpleQueue()

    def load():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with at_work(before) as one:
        thread = threading.Thread(target=attend, args=(one, load, signals), daemon=True)
        thread.start()
        signals.put(signal.SIGHUP)
        assert until(lambda: "configuration.kept" in actions(log))
        assert "service.reloaded" not in actions(log)
        wanted(queued, before, FIRST)
        assert until(lambda: done(queued, FIRST))
        signals.put(signal.SIGHUP)
        assert until(lambda: "service.reloaded" in actions(log))
        wanted(queued, after, FIRST)
        wanted(queued, before, SECOND)
        assert until(lambda: done(queued, FIRST))
        time.sleep(0.6)  # three looks
        assert not done(queued, SECOND)
        signals.put(signal.SIGTERM)
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_a_worker_that_others_gave_up_registers_anew_and_goes_on(queued, queued_url, sandbox):
    settings = configured(queued_url, sandbox.base_url)
    with at_work(settings):
        wanted(queued, settings, FIRST)
        assert until(lambda: done(queued, FIRST))
        with queued.writing() as connection:
            connection.exec_driver_sql("DELETE FROM procrastinate_workers")
        wanted(queued, settings, SECOND)
        assert until(lambda: done(queued, SECOND))


def left(store):
    """How many pieces are in the queue; a reading of its own sees what was done since the last."""
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar_one()


def test_a_piece_that_waits_again_while_it_is_given_back_is_done_once(
    queued, queued_url, sandbox, hang, log
):
    settings = configured(queued_url, sandbox.base_url)
    hang("act_100")
    with at_work(settings) as first:
        wanted(queued, settings, FIRST)
        assert until(lambda: holder_of(queued, FIRST))
        wanted(queued, settings, FIRST)  # the next poll
        first.end()
        hang()
    with at_work(settings):
        assert until(lambda: done(queued, FIRST))
        store = open_store(queued_url)
        assert until(lambda: not left(store))
        store.close()
    assert actions(log).count("piece.done") == 1
    assert strange(log) == []


@pytest.mark.parametrize("password", ["a/b", "50%", "a%2fb%c", "a b#?"])
def test_whatever_signs_are_in_the_password_the_work_is_done(
    queued, queued_url, far, sandbox, log, password
):
    line, _ = far
    user, name = make_url(queued_url).username, make_url(queued_url).database
    url = f"postgresql+psycopg://{user}:{password}@127.0.0.1:{line.port}/{name}"
    settings = configured(url, sandbox.base_url)
    with at_work(settings):
        wanted(queued, settings, FIRST)
        assert until(lambda: done(queued, FIRST))
    assert "database.away" not in actions(log)
