"""Costs and shares in the store: kept as they were told, and gone only where that is sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from policies.model import Money, Platform, Unread, Words
from policies.model.spent import Share, Spent
from policies.retention import strict
from policies.spending.untold import UNLISTED
from tests.worker.made import DAY, NOON, a_snapshot, an_account
from worker.store import snapshots, spending
from worker.store.purging import purge

META, LINKEDIN = Platform.META, Platform.LINKEDIN
LOST = Unread(what="spent", because=Words("Refused."), platform=META, account_id="act_1")
HOW = Words("Account {account} was last read on {day}.", {"account": "1", "day": "\ud800"})


def kr(amount):
    return Money(amount=Decimal(amount), currency="SEK")


SPENT = Spent(
    platform=META,
    account_id="act_1",
    since=date(2023, 11, 24),
    until=date(2026, 11, 23),
    sums={"c1": kr("277.698927"), "c2": Money(amount=Decimal(1200), currency="JPY")},
)
SHARE = Share(
    platform=META,
    account_id="act_1",
    campaign_id="c1",
    name="Simskola",
    read_at=NOON,
    spent=kr("277.698927"),
    least=kr("1000.10"),
    most=kr("2000"),
    because=Words("Not today."),
    endless=True,
)


@pytest.fixture
def kept(store):
    """A database in which two accounts were read."""
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
        snapshots.keep(connection, a_snapshot(an_account("5001", LINKEDIN)))
    return store


def shares(store):
    with store.reading() as connection:
        return spending.of_all(connection)


def noted(store, *told):
    with store.writing() as connection:
        spending.note(connection, told)


def test_costs_are_read_again_as_they_were_kept(kept):
    with kept.writing() as connection:
        assert spending.latest(connection, META, "act_1") is None
        spending.keep(connection, SPENT, NOON)
    with kept.reading() as connection:
        assert spending.latest(connection, META, "act_1") == SPENT
        assert spending.latest(connection, LINKEDIN, "5001") is None


def test_new_costs_take_the_place_of_the_old_ones(kept):
    lost = Unread(what="spent", because=Words("Not today."), platform=META, account_id="act_1")
    later = replace(SPENT, sums={"c1": kr(300)}, until=date(2026, 11, 24), unread=(lost,))
    with kept.writing() as connection:
        spending.keep(connection, SPENT, NOON)
        spending.keep(connection, later, NOON + DAY)
    with kept.reading() as connection:
        assert spending.latest(connection, META, "act_1") == later


def test_shares_are_read_again_as_they_were_noted(kept):
    empty = Share(platform=LINKEDIN, account_id="5001", campaign_id="9", name="", read_at=NOON)
    noted(kept, ("b1", SHARE), ("b2", replace(SHARE, campaign_id="c2")), ("b1", empty))
    assert shares(kept) == {
        "b1": (empty, SHARE),
        "b2": (replace(SHARE, campaign_id="c2"),),
    }


def test_hostile_text_is_made_storable(kept):
    noted(kept, ("b1", replace(SHARE, name="Sim\0skola \ud83d", because=HOW)))
    [one] = shares(kept)["b1"]
    assert one.name == "Sim\ufffdskola \ufffd"


def test_a_campaign_that_runs_under_another_brief_is_no_longer_the_first_one_s(kept):
    noted(kept, ("b1", SHARE))
    noted(kept, ("b2", replace(SHARE, read_at=NOON + DAY)))
    assert list(shares(kept)) == ["b2"]


def test_only_what_surely_runs_under_no_brief_is_taken_away(kept):
    other = replace(SHARE, platform=LINKEDIN, account_id="5001")
    noted(kept, ("b1", SHARE), ("b1", other))
    with kept.writing() as connection:
        spending.forget(connection, META, "act_1", ["c1", "c9"])
    assert shares(kept) == {"b1": (other,)}


def test_what_is_over_by_its_own_read_has_what_it_spent(kept):
    noted(kept, ("b1", SHARE), ("b1", replace(SHARE, campaign_id="c2")))
    with kept.writing() as connection:
        spending.end(connection, META, "act_1", ["c1"], NOON + DAY)
    over, still = shares(kept)["b1"]
    assert (over.over, over.read_at, over.least) == (True, NOON + DAY, SHARE.spent)
    assert (over.most, over.because) == (None, UNLISTED)
    assert still == replace(SHARE, campaign_id="c2")
    with kept.writing() as connection:
        spending.end(connection, META, "act_1", ["c1"], NOON + 2 * DAY)
    assert shares(kept)["b1"] == (over, still)


def test_what_is_known_stays_where_it_could_not_be_read_again_and_says_so(kept):
    doubted = replace(SPENT, unread=(LOST,))
    with kept.writing() as connection:
        spending.doubt(connection, doubted)
        assert spending.latest(connection, META, "act_1") is None
        spending.keep(connection, SPENT, NOON)
        spending.doubt(connection, doubted)
        assert spending.latest(connection, META, "act_1") == doubted
        spending.keep(connection, SPENT, NOON)
        assert spending.latest(connection, META, "act_1") == SPENT


def test_what_linkedin_told_goes_a_year_after_it_was_last_read(kept):
    there = replace(SHARE, platform=LINKEDIN, account_id="5001")
    noted(kept, ("b1", SHARE), ("b1", there))
    with kept.writing() as connection:
        spending.keep(connection, SPENT, NOON)
        spending.keep(connection, replace(SPENT, platform=LINKEDIN, account_id="5001"), NOON)
    purge(kept, strict(), at=NOON + 364 * DAY)
    assert len(shares(kept)["b1"]) == 2
    purge(kept, strict(), at=NOON + 365 * DAY)
    assert shares(kept) == {"b1": (SHARE,)}
    with kept.reading() as connection:
        assert spending.latest(connection, META, "act_1") == SPENT
        assert spending.latest(connection, LINKEDIN, "5001") is None
