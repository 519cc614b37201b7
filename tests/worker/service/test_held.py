"""Stops that the service holds: after its own polls, after another host's, and by whose journal."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.sandbox import Sandbox
from policies.crisis import EVERYTHING, phrase
from tests.worker.made import some_settings
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.clock import now
from worker.logs.marks import FACTS, OURS
from worker.service.chores import hold_here, report, with_hold
from worker.service.filing import file_stops
from worker.service.jobs import jobs
from worker.service.office import Did, Office
from worker.service.ticks import CatchUp
from worker.stopping.desk import open_desk, places_of
from worker.stopping.giving import end, pause
from worker.stopping.identity import whoami
from worker.stopping.journal import Journal, stop_ids
from worker.stopping.ordering import Order
from worker.store.stops import stop_ids as filed_ids

FULL = """
CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT abs(-9223372036854775808); END
"""
"""What a trigger can do that is a failure of the database's, and no fault in what is written."""


def configured(folder, **changed):
    return some_settings(state_dir=folder / "var", **changed)


def with_settings(service, settings):
    service.reload(settings)
    return service


def at_a_slot():
    """The next whole hour: from it, a minute more or less never passes into another slot."""
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as sandbox:
        yield sandbox


def stopped(settings):
    """A stop of everything, confirmed; it is in force."""
    desk = open_desk(settings, places_of(settings, None), clock=now, tell=lambda _: None,
                     last_resort=print)  # fmt: skip
    order = Order(reason="provat", operator="Anna", who=whoami())
    return pause(
        desk, order, EVERYTHING, typed=None, ask=lambda plan: phrase(plan.doing, plan.number, "sv")
    ).result


def in_sandbox(sandbox, folder, **changed):
    """A configuration whose Meta is one account of the sandbox."""
    meta = {
        "base_url": sandbox.start(),
        "app_id": "1",
        "app_secret": "sandbox-secret",
        "access_token": "sandbox-meta",
        "ad_accounts": ["act_1"],
    }
    return configured(folder, meta=meta, linkedin=None, **changed)


def turned_on_again(sandbox, settings):
    """A campaign that somebody turned on again under a stop of everything."""
    done = [row for row in stopped(settings).rows if row.outcome == "stopped"]
    campaign = sandbox.world.meta[done[0].switch.campaign_id]
    campaign.fields["status"] = campaign.fields["effective_status"] = "ACTIVE"
    return campaign


@pytest.mark.parametrize(
    ("hold", "takes_mails"), [(True, True), (True, False), (False, True)],
    ids=["held", "held without the outbox", "not held"],
)  # fmt: skip
def test_after_each_poll_what_turned_active_under_a_stop_is_stopped_again(
    sandbox, lite, sqlite_url, tmp_path, hold, takes_mails
):
    if not takes_mails:
        with lite.writing() as connection:
            connection.exec_driver_sql(FULL)
    settings = in_sandbox(
        sandbox, tmp_path, crisis={"hold": hold}, contacts={"first": "first@example.org"},
        database={"url": sqlite_url},
    )  # fmt: skip
    campaign = turned_on_again(sandbox, settings)

    def failing(office, shift):
        raise RuntimeError("a poll that fails")

    job, box = every(30, with_hold(failing), "ads"), Postbox()
    with served(box) as place, serving(lite, Clock(now()), job) as service:
        door = settings.mail.model_copy(update={"url": f"smtp://{place}"})
        with_settings(service, settings.model_copy(update={"mail": door}))
        object.__setattr__(service.office, "clock", now)
        ticked(service)
    assert campaign.fields["status"] == ("PAUSED" if hold else "ACTIVE")
    subjects = [one["Subject"] for one in box.mails if "first@example.org" in one["To"]]
    assert [one.split(":")[0] for one in subjects] == ["ANNONSSTOPP UPPRÄTTHÅLLET"] * hold
    with lite.reading() as connection:
        laid = connection.exec_driver_sql("SELECT state FROM outbox").scalars().all()
    assert ("sent" in laid) == (hold and takes_mails)


def test_a_stop_is_held_on_the_host_that_has_its_journal_though_another_takes_each_poll(
    sandbox, lite, tmp_path
):
    settings, polls, clock = in_sandbox(sandbox, tmp_path / "mine"), [], Clock(at_a_slot())
    (ads,) = [job for job in jobs(settings) if job.name == "ads"]
    polled = replace(ads, do=lambda office, shift: polls.append(office.holder) or Did(), help=None)
    with (
        serving(lite, clock, polled, holder="there") as there,
        serving(lite, clock, polled, holder="here") as here,
    ):
        with_settings(there, in_sandbox(sandbox, tmp_path / "theirs"))
        with_settings(here, settings)
        ticked(there)
        ticked(here)
        campaign = turned_on_again(sandbox, settings)
        for minutes in (30, 1):
            clock.turn(minutes=minutes)
            ticked(there)
            ticked(here)
    assert polls == ["there", "there"]
    assert campaign.fields["status"] == "PAUSED"


def test_a_journal_is_filed_by_the_host_that_has_it_though_another_takes_each_slot(
    sandbox, lite, tmp_path
):
    mine, theirs = (in_sandbox(sandbox, tmp_path / one) for one in ("mine", "theirs"))
    (filing,) = [job for job in jobs(mine) if job.name == "stops"]
    clock, stop_id = Clock(at_a_slot()), stopped(mine).stop_id
    with (
        serving(lite, clock, filing, holder="there") as there,
        serving(lite, clock, filing, holder="here") as here,
    ):
        with_settings(there, theirs)
        with_settings(here, mine)
        for minutes in (0, 5, 1):
            clock.turn(minutes=minutes)
            ticked(there)
            ticked(here)
    assert filed_ids(lite) == (stop_id,)


def test_a_stop_that_was_ended_on_another_host_is_not_held_by_the_journal_that_was_left_behind(
    sandbox, lite, tmp_path, caplog
):
    """The host died, another went on with the stop's journal, and the first one is back."""
    caplog.set_level(logging.INFO, logger=OURS)
    mine, theirs = (in_sandbox(sandbox, tmp_path / one) for one in ("mine", "theirs"))
    campaign = turned_on_again(sandbox, mine)
    shutil.copytree(mine.state_dir / "stops", theirs.state_dir / "stops")
    there = places_of(theirs, None)
    (stop_id,) = stop_ids(there)
    journal = Journal(stop_id, there, clock=now, warn=print, last_resort=print)
    end(journal, Order(reason="över", operator="Bo", who=whoami()))
    file_stops(lite, there, at=now())
    office = Office(settings=mine, store=lite, clock=now, heart=None, holder="one")
    assert hold_here(office, None).gaps == 0
    assert campaign.fields["status"] == "ACTIVE"
    assert f"The stop {stop_id} is over by what the database holds" in told_of(caplog)


def test_a_stop_is_held_where_the_database_cannot_be_asked_whether_it_is_over(
    sandbox, lite, tmp_path
):
    settings = in_sandbox(sandbox, tmp_path)
    campaign = turned_on_again(sandbox, settings)
    with lite.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE stops RENAME TO gone")
    office = Office(settings=settings, store=lite, clock=now, heart=None, holder="one")
    hold_here(office, None)
    assert campaign.fields["status"] == "PAUSED"


def told_of(caplog):
    return str([getattr(one, FACTS, {}) for one in caplog.records])


def test_a_report_names_the_stop_in_force_of_another_host(sandbox, lite, tmp_path):
    there = in_sandbox(sandbox, tmp_path / "there")
    stop_id = stopped(there).stop_id
    file_stops(lite, places_of(there, None), at=now())
    settings = configured(tmp_path / "here", mail={"url": "smtp://127.0.0.1:9", "report_to": ()})
    with serving(lite, Clock(now()), every(60, report, "report", CatchUp.LATEST)) as service:
        with_settings(service, settings)
        ticked(service)
    (text,) = (tmp_path / "here").rglob("report.txt")
    assert f"Krisstopp {stop_id} gäller" in text.read_text("utf-8")
