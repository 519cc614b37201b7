"""The sign of life: sent while the work is done, and moving as it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.worker.made import DAY, NOON
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.config.times import Health
from worker.health.pinging import ping, sign_of_life
from worker.health.watch import Seen
from worker.service.pinging import send_sign_of_life
from worker.store.standing import Standing

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
