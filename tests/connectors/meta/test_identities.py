"""An id that is no Instagram account's, and a field that accounts have lost, spoil nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.http import Meter, Patience
from connectors.meta.graph import Graph
from connectors.meta.identities import Identities
from connectors.meta.learnt import learnt_of
from connectors.meta.page_tokens import Pages
from connectors.recall import Recall
from policies.rule import Breach, Unknown
from tests.connectors.meta.city_ads import INSTAGRAM, LEGACY, LOST, NOON, OTHER
from tests.connectors.meta.judging import CITY_PAGE, WITH_CITY
from tests.connectors.meta.scripted import error

FIELD = "legacy_instagram_user_id"


class Runs:
    """Runs one after the other, each in a process of its own, with what is kept between them."""

    def __init__(self, access):
        self._access = access
        self._kept = {}

    def resolve(self, *ids, beside=(), own=(INSTAGRAM,), at=NOON):
        learnt_of.cache_clear()
        recall = Recall(self._kept.values())
        graph = Graph(
            self._access, patience=Patience(0), clock=lambda: at, meter=Meter(), recall=recall
        )
        resolved = Identities(graph, own, lambda: Pages(seen={})).resolve(ids, beside)
        self._kept |= {(one.topic, one.key): one for one in recall.changed()}
        return resolved


@pytest.fixture
def runs(ads):
    return Runs(ads.access())


def told(resolved):
    return [(one.what, one.because.english()) for one in resolved.unread]


@pytest.mark.parametrize("how", ["as an account", "as a partner"])
def test_a_foreign_id_takes_no_field_from_the_accounts_looked_up_after_it(runs, how):
    wanted, beside = ([CITY_PAGE], []) if how == "as an account" else ([], [CITY_PAGE])
    assert runs.resolve(*wanted, beside=beside, own=()).found == ()
    after = runs.resolve(LEGACY, at=NOON + timedelta(hours=1))
    assert [(one.id, one.legacy_id) for one in after.found] == [(INSTAGRAM, LEGACY)]
    assert after.unread == ()


def test_a_foreign_id_in_an_account_s_place_is_told_for_what_it_is_at_each_run(runs):
    for _ in range(2):
        resolved = runs.resolve(INSTAGRAM, CITY_PAGE)
        assert [one.id for one in resolved.found] == [INSTAGRAM]
        [(what, because)] = told(resolved)
        assert what == f"identities:{CITY_PAGE}"
        assert "of the type Page" in because


def test_a_foreign_id_in_a_partner_s_place_is_nobody_s_work(runs):
    resolved = runs.resolve(INSTAGRAM, beside=[CITY_PAGE, OTHER])
    assert {one.id for one in resolved.found} == {INSTAGRAM, OTHER}
    assert resolved.unread == ()


def test_a_field_that_accounts_have_lost_is_told_and_nothing_is_believed_without_it(ads, runs):
    ads.toggle(removed_fields=[FIELD])
    without = runs.resolve(INSTAGRAM, LEGACY)
    assert [(one.id, one.legacy_id) for one in without.found] == [(INSTAGRAM, None)]
    assert [what for what, _ in told(without)] == [f"identities:{LEGACY}", f"identities.{FIELD}"]
    assert all(f"no longer knows the field {FIELD}" in because for _, because in told(without))
    ads.toggle(removed_fields=[])
    again = runs.resolve(INSTAGRAM, LEGACY, at=NOON + timedelta(hours=1))
    assert [(one.id, one.legacy_id) for one in again.found] == [(INSTAGRAM, LEGACY)]
    assert again.unread == ()


def test_an_account_that_meta_does_not_show_is_told_so(runs):
    [(what, because)] = told(runs.resolve(LOST))
    assert what == f"identities:{LOST}"
    assert "does not show Instagram account" in because


def test_an_account_whose_type_is_not_told_is_asked_for_without_the_field(script):
    refusal = error(100, message=f"(#100) The field {FIELD} is deprecated")
    script.on("17841", refusal, refusal, {"id": "17841", "username": "staden"})
    resolved = Runs(script.access()).resolve("17841", own=())
    assert [(one.id, one.username) for one in resolved.found] == [("17841", "staden")]
    asked = [one.params["fields"] for one in script.of("17841")]
    assert asked == [f"id,username,{FIELD}"] * 2 + ["id,username"]


def test_a_page_in_an_account_s_place_leaves_the_sender_unknown(judged):
    said, _ = judged({"instagram_user_id": CITY_PAGE})
    assert type(said) is Unknown


def test_a_page_in_a_sponsor_s_place_fails_by_its_id(judged):
    said, snapshot = judged({**WITH_CITY, "instagram_branded_content": {"sponsor_id": "1009"}})
    assert type(said) is Breach
    assert snapshot.unread == ()
