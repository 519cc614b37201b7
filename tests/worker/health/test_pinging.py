"""The sign of life: sent while the work is done, and moving as it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Platform
from tests.worker.made import DAY, NOON
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.config.times import Health
from worker.health.pinging import ping, sign_of_life
from worker.health.watch import Seen
from worker.service.office import Did
from worker.service.pinging import send_sign_of_life
from worker.store import sweeps
from worker.store.standing import Standing
from worker.store.sweeps import Finished

SECRET = "/ping/9f3c-secret"


def seen(**jobs):
    tables = Standing(
        accounts=(), read={}, waiting=(), found=(), mails={}, jobs=jobs, requests={},
        reported_at=None,
    )  # fmt: skip
    return Seen(
        at=NOON, alive=True, tables=tables, tokens={}, drilled_at=None, backed_up_at=None, late=()
    )


def test_it_tells_how_far_each_job_has_come(httpserver):
    httpserver.expect_oneshot_request(SECRET, method="POST").respond_with_data("OK")
    assert ping(httpserver.url_for(SECRET), seen(comments=NOON, ads=NOON - DAY)) is None
    ((request, _),) = httpserver.log
    first, *jobs = request.get_data(as_text=True).splitlines()
    assert first.startswith("annonsvakt ")
    assert jobs == [f"ads {(NOON - DAY).isoformat()}", f"comments {NOON.isoformat()}"]


def test_its_digest_stands_still_when_the_jobs_do():
    still, moved = seen(ads=NOON), seen(ads=NOON + DAY)
    assert sign_of_life(still) == sign_of_life(replace(still, at=NOON + DAY))
    assert sign_of_life(still) != sign_of_life(moved)


def digest(told):
    return sign_of_life(told).splitlines()[0]


def test_its_digest_is_that_of_the_readings_however_busy_the_rest_is():
    before, busy = seen(ads=NOON, ping=NOON), seen(ads=NOON, ping=NOON + DAY, outbox=NOON + DAY)
    assert digest(before) == digest(busy)
    assert sign_of_life(before) != sign_of_life(busy)
    read = replace(before, tables=replace(before.tables, read={Platform.META: NOON}))
    again = replace(read, tables=replace(read.tables, read={Platform.META: NOON + DAY}))
    assert len({digest(before), digest(read), digest(again)}) == 3


def test_who_does_not_work_sends_none(httpserver):
    because = ping(httpserver.url_for(SECRET), replace(seen(), alive=False))
    assert because is not None
    assert httpserver.log == []


@pytest.mark.parametrize("status", [404, 500, 302])
def test_one_that_is_not_taken_is_told_without_its_address(httpserver, status):
    headers = {"Location": httpserver.url_for("/elsewhere")}
    httpserver.expect_request(SECRET).respond_with_data("no", status=status, headers=headers)
    because = ping(httpserver.url_for(SECRET), seen())
    assert because is not None
    assert f"HTTP {status}" in because.english()
    assert "secret" not in because.english()
    assert len(httpserver.log) == 1


def test_nobody_there_is_told_without_the_address():
    because = ping(f"http://127.0.0.1:9{SECRET}", seen())
    assert because is not None
    assert "ConnectionError" in because.english()
    assert "secret" not in because.english()


def read(store, at):
    """A whole reading that ended then."""
    with store.writing() as connection:
        number = sweeps.begin(connection, {}, at)
        requests = {one: {"http": 1, "counted": 1} for one in ("meta", "linkedin")}
        outcome = Finished(started_at=at, finished_at=at, counts={}, requests=requests, unread=())
        sweeps.finish(connection, number, outcome)


def test_a_service_that_looks_for_work_and_whose_polls_stand_still_sends_none(
    lite, httpserver, caplog
):
    httpserver.expect_request(SECRET, method="POST").respond_with_data("OK")
    clock = Clock()
    busy = every(1, lambda office, shift: Did(), "outbox")
    with serving(lite, clock, every(5, send_sign_of_life, "ping"), busy) as service:
        health = Health(ping_url=httpserver.url_for(SECRET))
        service.reload(service.office.settings.model_copy(update={"health": health}))
        sent = []
        for minutes in range(0, 200, 5):
            if minutes == 30:
                read(lite, clock())  # the only reading there ever is
            ticked(service)
            if len(httpserver.log) > len(sent):
                sent.append(minutes)
            clock.turn(minutes=5)
    assert sent == [*range(30, 125, 5)]
    digests = {request.get_data(as_text=True).splitlines()[0] for request, _ in httpserver.log}
    assert len(digests) == 1
    assert "ping.not-sent" in caplog.text


def test_the_job_sends_nothing_where_nobody_waits_and_tells_what_was_not_taken(lite, caplog):
    clock = Clock()
    with serving(lite, clock, every(5, send_sign_of_life)) as service:
        ticked(service)
        assert service.outcomes[-1][1].gaps == 0
        health = Health(ping_url=f"http://127.0.0.1:9{SECRET}")
        settings = service.office.settings.model_copy(update={"health": health})
        service.reload(settings)
        clock.turn(minutes=5)
        ticked(service)
        assert service.outcomes[-1][1].gaps == 1
    assert "ping.not-sent" in caplog.text
    assert "secret" not in caplog.text
