"""Threads belong to the department while its brief runs, and to SLK from the day after (C10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from policies.model import Platform
from policies.model.briefs import Brief
from tests.worker.made import (
    DAY,
    NOON,
    City,
    a_campaign,
    a_comment,
    a_discussion,
    a_post,
    a_snapshot,
    an_ad,
    some_means,
)
from worker.store import briefs, threads
from worker.store.tables import thread_events
from worker.store.tables import threads as rows
from worker.sweeping.ads import read_account
from worker.sweeping.means import Scope, Talk, Topic
from worker.sweeping.owning import give_threads
from worker.sweeping.talk import read_talk

TODAY = NOON.date()
POST, OTHER = a_post(1), a_post(2)


class Office:
    """A city whose ads and comments are read at one instant after the other."""

    def __init__(self, store):
        self.store = store
        self.at = NOON
        self.city = City()
        self.city.snapshots = {"act_1": self.shows(POST)}
        self.means = some_means(
            store,
            clock=lambda: self.at,
            departments=frozenset(("trafikkontoret", "kulturforvaltningen")),
        )

    def shows(self, *posts, name="Vinterväghållning"):
        return a_snapshot(
            at=self.at,
            campaigns=(a_campaign(name=name),),
            ads=tuple(an_ad(f"a{n}", posts=(post,)) for n, post in enumerate(posts)),
        )

    def order(self, brief_id="b1", **told):
        brief = Brief(**{"department": "trafikkontoret", "patterns": ("Vinter*",)} | told)
        with self.store.writing() as connection:
            briefs.save(connection, brief_id, brief, source="x", by=None, at=self.at)

    def close(self, brief_id="b1"):
        with self.store.writing() as connection:
            briefs.close(connection, brief_id, by="Anna", reason="klar", at=self.at)

    def reopen(self, brief_id="b1"):
        with self.store.writing() as connection:
            briefs.reopen(connection, brief_id, by="Anna", at=self.at)

    def poll(self, *, days=0, asks=(POST,), messages=()):
        self.at += days * DAY
        read_account(self.means, self.city, "act_1")
        self.city.talk = {
            post.id: a_discussion(a_comment(post.id, post=post), post=post) for post in asks
        }
        read_talk(self.means, self.city, Scope(topics=frozenset((Topic.COMMENTS,))), Talk())

    def owners(self):
        with self.store.reading() as connection:
            found = connection.execute(select(rows.c.post_id, rows.c.owner, rows.c.due_at))
            return {row.post_id: (row.owner, row.due_at) for row in found}

    def owner(self, post=POST):
        return self.owners()[post.id][0]

    def history(self):
        with self.store.reading() as connection:
            found = connection.execute(select(thread_events).order_by(thread_events.c.id))
            return [(row.state, row.owner) for row in found]


@pytest.fixture
def office(store):
    return Office(store)


def test_without_a_brief_it_is_slk_s(office):
    office.poll()
    assert office.owner() == "slk"


def test_it_is_the_department_s_through_the_last_day_and_slk_s_from_the_next(office):
    office.order(ends=TODAY + 2 * DAY)
    office.poll()
    owner, due = office.owners()[POST.id]
    assert owner == "trafikkontoret"
    office.poll(days=2)
    assert office.owner() == "trafikkontoret"
    office.poll(days=1)
    assert office.owners()[POST.id] == ("slk", due)
    assert office.history() == [("open", None), ("open", "slk")]


def test_a_thread_is_its_department_s_from_its_first_reading_on(office):
    """Whoever looks before all posts have been read finds it where it belongs."""
    office.order(ends=TODAY)
    office.poll()
    assert office.owner() == "trafikkontoret"
    assert office.history() == [("open", None)]  # nobody had it before, so it was never moved


def test_the_day_is_the_city_s(office):
    office.order(ends=TODAY)
    office.poll()
    office.at = NOON.replace(hour=22, minute=59)
    assert give_threads(office.means, Platform.META) == 0
    office.at = NOON.replace(hour=23)
    assert give_threads(office.means, Platform.META) == 1
    assert office.owner() == "slk"


def test_a_brief_that_comes_later_takes_what_waits(office):
    office.poll()
    office.order()
    office.poll()
    assert office.owner() == "trafikkontoret"


def test_a_campaign_that_is_called_otherwise_no_longer_is_the_department_s(office):
    office.order()
    office.poll()
    office.city.snapshots["act_1"] = office.shows(POST, name="Sommar")
    office.poll()
    assert office.owner() == "slk"


def test_a_campaign_that_is_gone_from_the_list_stays_whose_it_was(office):
    office.order()
    office.poll()
    office.city.snapshots["act_1"] = replace(office.shows(), campaigns=(), ad_sets=())
    office.poll(days=1)
    assert office.owner() == "trafikkontoret"


def test_a_post_that_a_brief_lists_is_its_department_s_and_one_that_two_claim_is_slk_s(office):
    office.order(posts=(OTHER.id,), patterns=())
    office.city.own = (OTHER,)
    office.poll(asks=(POST, OTHER))
    assert (office.owner(POST), office.owner(OTHER)) == ("slk", "trafikkontoret")
    office.order("b2", posts=(OTHER.id,), department="kulturforvaltningen", patterns=())
    office.poll(asks=(POST, OTHER))
    assert office.owner(OTHER) == "slk"
    office.order("b2", posts=(OTHER.id,), department="kulturforvaltningen", ends=date(2026, 1, 1))
    office.poll(asks=(POST, OTHER))
    assert office.owner(OTHER) == "trafikkontoret"


def test_a_department_that_the_configuration_does_not_know_gets_nothing(office):
    office.order(department="Vattenbolaget")
    office.poll()
    assert office.owner() == "slk"


def test_what_is_settled_is_left_alone_and_given_when_it_opens_again(office):
    office.order(ends=TODAY)
    office.poll()
    with office.store.writing() as connection:
        [row] = connection.execute(select(rows)).all()
        settled = replace(threads.state_of(row), state="closed")
        threads.settle(connection, [(row, settled)], office.at)
    office.at += 3 * DAY
    assert give_threads(office.means, Platform.META) == 0
    assert office.owner() == "trafikkontoret"


@pytest.mark.parametrize("told", [{}, {"posts": (POST.id,), "patterns": ()}], ids=["name", "post"])
def test_a_brief_without_a_last_day_ends_with_the_day_on_which_it_is_closed(office, told):
    office.order(**told)
    office.poll()
    office.close()
    office.poll()
    assert office.owner() == "trafikkontoret"
    office.poll(days=1)
    assert office.owner() == "slk"
    office.reopen()
    office.poll()
    assert office.owner() == "trafikkontoret"


def test_what_is_new_after_the_closing_is_slk_s_from_its_first_reading_on(office):
    office.order()
    office.poll(asks=())
    office.close()
    office.poll(days=1)
    assert office.owner() == "slk"
    assert office.history() == [("open", None)]


def test_the_day_of_the_closing_is_the_city_s(office):
    """Half past eleven in the evening in UTC is past midnight in Stockholm."""
    office.order()
    office.poll()
    office.at = NOON.replace(hour=23, minute=30)
    office.close()
    office.at = NOON.replace(hour=22, minute=59) + DAY
    assert give_threads(office.means, Platform.META) == 0
    office.at = NOON.replace(hour=23) + DAY
    assert give_threads(office.means, Platform.META) == 1
    assert office.owner() == "slk"


def test_a_brief_that_names_its_last_day_keeps_it_though_it_is_closed(office):
    office.order(ends=TODAY + 2 * DAY)
    office.poll()
    office.close()
    office.poll(days=2)
    assert office.owner() == "trafikkontoret"
    office.poll(days=1)
    assert office.owner() == "slk"


def test_of_two_departments_the_second_has_it_from_the_day_after_the_first_one_s_closing(office):
    listed = {"posts": (OTHER.id,), "patterns": ()}
    office.order(**listed)
    office.city.own = (OTHER,)
    office.poll(asks=(OTHER,))
    office.close()
    office.order("b2", department="kulturforvaltningen", **listed)
    office.poll(asks=(OTHER,))
    assert office.owner(OTHER) == "slk"  # of two who claim it on one day nobody answers
    office.poll(days=1, asks=(OTHER,))
    assert office.owner(OTHER) == "kulturforvaltningen"
