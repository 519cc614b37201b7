"""Which accounts there are, how single objects stand, and what a token is worth."""

from __future__ import annotations

import pytest

from connectors.errors import TokenRejected
from connectors.meta import MetaReader
from tests.connectors.meta.scripted import error, page


def reader(script, **changed):
    return MetaReader(
        script.access(**changed), patience=script.patience(), clock=lambda: script.now
    )


def test_all_that_the_token_sees_where_nothing_is_configured(ads):
    ads.account("act_1")
    ads.account("act_2")
    visible = ads.reader().accounts()
    assert (visible.accounts, visible.unread) == (("act_1", "act_2"), ())


@pytest.mark.parametrize("written", ["2", "act_2"])
def test_configured_accounts_are_written_either_way(ads, written):
    ads.account("act_1")
    ads.account("act_2")
    assert ads.reader(ad_accounts=(written, written)).accounts().accounts == ("act_2",)


def test_a_configured_account_that_nobody_sees_is_unread_with_what_to_do(ads):
    ads.account("act_1")
    visible = ads.reader(ad_accounts=("act_1", "404")).accounts()
    assert visible.accounts == ("act_1",)
    (unread,) = visible.unread
    assert (unread.what, unread.account_id) == ("account", "act_404")
    assert "take it out of [meta] ad_accounts" in unread.because.english()


def test_an_account_that_is_open_though_it_is_not_listed_is_worked_on(script):
    script.on("me/adaccounts", page({"id": "act_1"}))
    script.on("act_2", {"id": "act_2"})
    script.on("act_3", error(200))
    visible = reader(script, ad_accounts=("1", "2", "3")).accounts()
    assert visible.accounts == ("act_1", "act_2")
    assert [one.account_id for one in visible.unread] == ["act_3"]


def test_a_list_that_breaks_off_is_told(script):
    script.on("me/adaccounts", page({"id": "act_1"}, after="A", more=True), error(2))
    visible = reader(script).accounts()
    assert visible.accounts == ("act_1",)
    assert [one.what for one in visible.unread] == ["accounts"]


def test_a_row_that_is_no_account_is_told(script):
    script.on("me/adaccounts", page({"id": "act_1"}, {}, "text"))
    visible = reader(script).accounts()
    assert visible.accounts == ("act_1",)
    assert [one.what for one in visible.unread] == ["accounts", "accounts"]


def test_accounts_that_the_configuration_leaves_out_are_named_and_closed_ones_are_not(ads):
    for number in (1, 2, 3):
        ads.account(f"act_{number}", f"Konto {number}")
    ads.world.meta["act_3"].fields["account_status"] = 101
    visible = ads.reader(ad_accounts=("1",)).accounts()
    assert (visible.accounts, visible.chosen, visible.unread) == (("act_1",), True, ())
    assert visible.left_out == {"act_2": "Konto 2"}
    assert ads.reader().accounts().left_out == {}


def test_a_chosen_scope_asks_no_business(ads):
    ads.account("act_1")
    reader = ads.reader(ad_accounts=("1",))
    reader.accounts()
    assert reader.meter.http == 1


def test_a_list_that_does_not_come_raises(script):
    script.on("me/adaccounts", error(190, 463))
    with pytest.raises(TokenRejected):
        reader(script).accounts()


def standing(reader, kind, *ids):
    return {one.id: one.on for one in reader.standings("act_1", kind, ids)}


def test_what_is_on_stays_on(ads):
    campaign = ads.campaign()
    snapshot = ads.snapshot()
    reader = ads.reader()
    assert standing(reader, "campaign", campaign) == {campaign: True}
    assert standing(reader, "ad_set", snapshot.ad_sets[0].id) == {snapshot.ad_sets[0].id: True}
    assert standing(reader, "ad", snapshot.ads[0].id) == {snapshot.ads[0].id: True}


@pytest.mark.parametrize("state", ["paused", "archived", "deleted"])
def test_what_is_hidden_from_lists_answers_to_its_own_id_and_is_off(ads, state):
    campaign = ads.campaign(state=state)
    assert standing(ads.reader(), "campaign", campaign) == {campaign: False}


def test_what_is_off_above_cannot_deliver(ads):
    campaign = ads.campaign()
    (ad,) = ads.snapshot().ads
    ads.world.meta[campaign].fields["status"] = "DELETED"
    assert standing(ads.reader(), "ad", ad.id) == {ad.id: False}


@pytest.mark.parametrize("state", ["ended", "long_ended"])
def test_what_ended_is_off_though_its_status_does_not_say_so(ads, state):
    campaign = ads.campaign(state=state)
    held = ads.world.meta[campaign].edges
    reader = ads.reader()
    assert ads.world.meta[held["adsets"][0]].fields["status"] == "ACTIVE"
    assert standing(reader, "campaign", campaign) == {campaign: False}
    assert standing(reader, "ad_set", *held["adsets"]) == dict.fromkeys(held["adsets"], False)
    assert standing(reader, "ad", *held["ads"]) == dict.fromkeys(held["ads"], False)


@pytest.mark.parametrize(
    ("kind", "told", "on"),
    [
        ("ad_set", {"end_time": "2026-11-24T13:00:00+0100"}, False),
        ("ad_set", {"end_time": "2026-11-24T13:00:01+0100"}, True),
        ("ad_set", {"campaign": {"stop_time": "2026-11-20T13:00:00+0100"}}, False),
        ("ad", {"adset": {"end_time": "2026-11-20T13:00:00+0100"}}, False),
        ("ad", {"adset": {}, "campaign": None}, True),
        ("ad", {"adset": {"end_time": "soon"}}, None),
    ],
)
def test_an_end_that_is_past_binds_what_is_below_it(script, kind, told, on):
    script.on("7", {"status": "ACTIVE", "effective_status": "ACTIVE", **told})
    assert standing(reader(script), kind, "7") == {"7": on}


def test_what_two_reads_do_not_find_in_an_account_that_is_there_is_off(ads):
    ads.account()
    assert standing(ads.reader(), "ad", "404") == {"404": False}


def test_what_is_not_found_in_an_account_that_nobody_sees_could_not_be_told(ads):
    (told,) = ads.reader().standings("act_9", "ad", ["404"])
    assert (told.on, told.unread.what) == (None, "ads:404")


@pytest.mark.parametrize(
    "answer", [{"id": "7"}, {"status": "NEW_WORD"}, {"status": 5}, error(2), error(190, 463)]
)
def test_a_word_or_a_failure_that_says_nothing_could_not_be_told(script, answer):
    script.on("7", answer)
    (told,) = reader(script).standings("act_1", "campaign", ["7"])
    assert told.on is None
    assert told.unread.what == "campaigns:7"
