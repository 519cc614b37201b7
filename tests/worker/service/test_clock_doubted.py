"""A clock far ahead of the last reading: mails by the date wait for an answer, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.worker.made import PAGE, some_settings
from tests.worker.postbox import free_port
from tests.worker.service.conftest import MINUTE, NOON, every, serving, ticked
from tests.worker.service.test_clockwork import Work
from worker.service.jobs import jobs
from worker.service.ticks import CatchUp
from worker.store.tables import sweeps

DAY = timedelta(days=1)
HALF = DAY / 2


@pytest.fixture
def city(lite, clock, sandbox):
    """A city that was served until noon; its platform is there, or nobody listens."""
    made = City(lite, clock, sandbox.base_url)
    with made.serving(made.there) as service:
        ticked(service)
    made.report.slots.clear()
    return made


class City:
    """Polls Meta's messages every ten minutes; a report comes due every week."""

    def __init__(self, store, clock, base_url):
        self.store, self.clock = store, clock
        self.there, self.nowhere = base_url, f"http://127.0.0.1:{free_port()}"
        self.report = Work()
        self._weekly = every(7 * 24 * 60, self.report, "report", CatchUp.EACH, by_date=True)

    def serving(self, url, token="sandbox-meta"):
        told = {"base_url": url, "access_token": token, "pages": (PAGE,)}
        off = {"enabled": False, "organizations": ()}
        settings = some_settings(meta=told, linkedin=off)
        (poll,) = [job for job in jobs(settings) if job.name == "messages"]
        # Who is to wait for a platform waits for nobody here.
        made = {"settings": settings, "pause": lambda over, seconds: over.is_set()}
        return serving(self.store, self.clock, poll, self._weekly, **made)

    def lives(self, service, span, step=10 * MINUTE):
        """Let time go by; the report may be made at each step."""
        for _ in range(span // step):
            self.clock.at += step
            ticked(service)

    def requests(self):
        """Those of each poll."""
        with self.store.reading() as connection:
            query = select(sweeps.c.requests).order_by(sweeps.c.id).offset(1)
            return [told["meta"] for told in connection.execute(query).scalars()]


def test_after_a_leap_nothing_goes_by_the_date_while_no_platform_answers(city, clock):
    clock.at = NOON + 100 * DAY
    with city.serving(city.nowhere) as service:
        city.lives(service, 2 * DAY, HALF)
    assert all(one["http"] and not one["answered"] for one in city.requests())
    with city.serving(city.there) as service:
        city.lives(service, 60 * MINUTE)
        assert city.report.slots == []
        city.lives(service, 10 * MINUTE)
        assert len(city.report.slots) == 1
        city.lives(service, 130 * MINUTE)
        assert len(city.report.slots) == 14  # each of the weeks that were missed


def test_an_answer_is_one_though_the_platform_refuses_everything(city, clock):
    clock.at = NOON + 100 * DAY
    with city.serving(city.there, token="revoked") as service:
        city.lives(service, 60 * MINUTE)
        assert city.report.slots == []
        city.lives(service, 10 * MINUTE)
        assert city.report.slots != []


def test_after_a_long_rest_reports_go_though_no_platform_ever_answers(city, clock):
    clock.at = NOON + 20 * DAY
    with city.serving(city.nowhere) as service:
        city.lives(service, 3 * DAY, HALF)
        assert city.report.slots == []
        city.lives(service, DAY, HALF)
        assert city.report.slots != []


def test_a_service_that_ran_all_the_time_needs_no_answer_to_believe_its_clock(city):
    with city.serving(city.nowhere) as service:
        city.lives(service, 15 * DAY, HALF)
    assert len(city.report.slots) == 2
    assert not any(one["answered"] for one in city.requests())
