"""Ad accounts that only a business shows: worked on, told, or passed over; and what may fail."""

from __future__ import annotations

import threading
import time

import pytest
from werkzeug import Response

from connectors.meta import MetaReader, MetaStopper
from connectors.meta.businesses import BRIEF
from connectors.sandbox.city_meta import BUSINESS
from tests.connectors.meta.scripted import LOST, error, page

CITY = {"id": "500", "name": "Staden"}
MINE = {"id": "act_1", "name": "Mitt", "account_status": 1, "business": CITY}
OTHER = {"id": "act_2", "name": "Ett annat", "account_status": 1}
OWNED, CLIENT = "500/owned_ad_accounts", "500/client_ad_accounts"


@pytest.fixture
def meta(script):
    """One account of our own, in a business that has nothing else."""
    script.on("me/adaccounts", page(MINE))
    script.on(OWNED, page(MINE))
    script.on(CLIENT, page())
    return script


class Hanging(Response):
    """An answer that comes when it is let go."""

    def __init__(self, held):
        super().__init__("{}", mimetype="application/json")
        self._held = held

    def __call__(self, environ, start_response):
        self._held.wait(10)
        return super().__call__(environ, start_response)


def accounts(script, made=MetaReader, **changed):
    access = script.access(**changed)
    return made(access, patience=script.patience(), clock=lambda: script.now).accounts()


def whats(visible):
    return [(one.what, one.account_id) for one in visible.unread]


def test_a_business_that_has_nothing_else_costs_one_request_and_no_word(meta):
    visible = accounts(meta)
    assert (visible.accounts, visible.unread, visible.notes) == (("act_1",), (), ())
    assert meta.http == 2
    assert meta.of(OWNED)[0].batch == meta.of(CLIENT)[0].batch
    assert meta.of("me/adaccounts")[0].params["fields"] == (
        "id,name,account_status,business{id,name}"
    )


def test_a_business_is_asked_once_however_many_accounts_it_has(meta):
    meta.on("me/adaccounts", page(MINE, {**OTHER, "business": CITY}))
    assert accounts(meta).accounts == ("act_1", "act_2")
    assert len(meta.of(OWNED)) == 1


def test_accounts_without_a_business_ask_for_none(meta):
    meta.on("me/adaccounts", page({"id": "act_1"}))
    assert accounts(meta).accounts == ("act_1",)
    assert meta.http == 1


@pytest.mark.parametrize("edge", [OWNED, CLIENT])
def test_an_account_that_only_a_business_shows_and_that_is_open_is_worked_on(meta, edge):
    meta.on(edge, page(MINE, OTHER))
    meta.on("act_2", {"id": "act_2"})
    visible = accounts(meta)
    assert (visible.accounts, visible.unread) == (("act_1", "act_2"), ())


@pytest.mark.parametrize("refused", [error(100, 33), error(200)])
def test_an_account_that_is_not_open_is_unread_once_with_its_owner_and_what_to_do(meta, refused):
    meta.on(OWNED, page(MINE, OTHER))
    meta.on(CLIENT, page({**OTHER, "permitted_tasks": ["ANALYZE"]}))
    meta.on("act_2", refused)
    visible = accounts(meta)
    assert visible.accounts == ("act_1",)
    assert whats(visible) == [("account", "act_2")]
    said = visible.unread[0].because.english()
    assert "Staden has the ad account act_2 (Ett annat)" in said
    assert "Give the system user the account" in said


def test_an_account_whose_own_read_stumbles_is_worked_on(meta):
    meta.on(OWNED, page(OTHER))
    meta.on("act_2", error(2))
    assert accounts(meta).accounts == ("act_1", "act_2")


@pytest.mark.parametrize("status", [100, 101])
def test_a_closed_account_is_passed_over_without_a_request(meta, status):
    meta.on(OWNED, page(MINE, {**OTHER, "account_status": status}))
    visible = accounts(meta)
    assert (visible.accounts, visible.unread) == (("act_1",), ())
    assert meta.of("act_2") == []


@pytest.mark.parametrize("made", [MetaReader, MetaStopper])
@pytest.mark.parametrize("refused", [error(200), error(10), error(100, 33)])
def test_a_business_that_may_not_be_asked_is_said_once_and_is_no_gap(meta, refused, made):
    meta.on(OWNED, refused)
    meta.on(CLIENT, refused)
    visible = accounts(meta, made)
    assert (visible.accounts, visible.unread) == (("act_1",), ())
    (note,) = visible.notes
    assert "the ad accounts of Staden" in note.english()
    assert "business_management" in note.english()


def test_a_business_that_fails_otherwise_is_a_gap_told_once(meta):
    meta.on(OWNED, error(2))
    meta.on(CLIENT, error(2))
    visible = accounts(meta)
    assert visible.accounts == ("act_1",)
    assert whats(visible) == [("accounts", None)]
    assert visible.notes == ()


def test_rows_that_are_none_are_told_and_a_strange_business_takes_no_account_with_it(meta):
    meta.on("me/adaccounts", page(MINE, {**OTHER, "business": "?"}, {"id": "act_3", "name": 5}))
    meta.on(OWNED, page({}, "text"))
    visible = accounts(meta)
    assert visible.accounts == ("act_1", "act_2", "act_3")
    assert whats(visible) == [("accounts", None), ("accounts", None)]


def test_where_owners_are_kept_from_the_token_the_accounts_are_listed_without(script):
    script.on("me/adaccounts", error(200), page({"id": "act_1", "name": "Mitt"}))
    visible = accounts(script)
    assert (visible.accounts, visible.unread) == (("act_1",), ())
    assert [one.params["fields"] for one in script.of("me/adaccounts")] == [
        "id,name,account_status,business{id,name}",
        "id,name,account_status",
    ]
    assert "business_management" in visible.notes[0].english()


def test_a_stop_asks_a_business_that_stumbles_once_more_and_waits_for_nothing(meta):
    meta.on(OWNED, LOST, page(MINE, OTHER))
    meta.on("act_2", {"id": "act_2"})
    visible = accounts(meta, MetaStopper)
    assert (visible.accounts, visible.unread) == (("act_1", "act_2"), ())
    assert meta.waited == []


@pytest.mark.parametrize(("failed", "asked"), [(error(4), 1), (error(2), 2)])
def test_a_stop_goes_on_at_once_where_a_business_fails_and_knows_that_it_may_miss_some(
    meta, failed, asked
):
    meta.on(OWNED, failed)
    meta.on(CLIENT, failed)
    visible = accounts(meta, MetaStopper)
    assert (visible.accounts, whats(visible)) == (("act_1",), [("accounts", None)])
    assert "did not tell at once" in visible.notes[0].english()
    assert len(meta.of(OWNED)) == asked
    assert meta.waited == []


def test_a_stop_leaves_a_business_that_does_not_answer(meta):
    held = threading.Event()
    meta.answers[""] = [Hanging(held)]
    began = time.monotonic()
    visible = accounts(meta, MetaStopper)
    assert time.monotonic() - began < BRIEF + 1
    held.set()
    assert (visible.accounts, whats(visible)) == (("act_1",), [("accounts", None)])
    assert "ad accounts Staden has" in visible.unread[0].because.english()
    assert "ad accounts Staden has" in visible.notes[0].english()


def test_in_the_city_the_token_reaches_every_account_of_its_business(ads):
    ads.account("act_1")
    ads.account("act_2", "Näringslivet")
    ads.account("act_3")
    ads.toggle(no_role=["act_2"], unlisted=["act_3"])
    for made in (ads.reader(), ads.stopper()):
        visible = made.accounts()
        assert visible.accounts == ("act_1", "act_3")
        assert whats(visible) == [("account", "act_2")]
        assert "Stockholms stad has the ad account act_2 (Näringslivet)" in str(
            visible.unread[0].because.english()
        )
        assert made.meter.http == 3
    ads.toggle(no_business_management=True)
    assert ads.reader().accounts().unread == ()


def test_in_the_city_businesses_have_pages(ads):
    for number in range(1, 4):
        ads.account(f"act_{number}")
    for number in range(4, 700):
        ads.account(f"act_{number}")
        ads.world.meta[f"act_{number}"].fields["account_status"] = 101
        ads.world.meta[f"act_{number}"].hidden["tasks"] = ()
    ads.world.meta["act_650"].fields["account_status"] = 1
    assert len(ads.world.meta[BUSINESS].edges["owned_ad_accounts"]) == 699
    assert whats(ads.reader().accounts()) == [("account", "act_650")]
