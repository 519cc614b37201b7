"""What a token sees and may do: accounts and names, each with its own refusal."""

from __future__ import annotations

import pytest

from connectors.errors import ConnectorError, NotFound, PermissionMissing, Unreadable
from connectors.meta.checkup import MetaCheckup, may_pause
from policies.model import AdAccount
from tests.connectors.meta.scripted import error, page

ACCOUNT = {"id": "act_1", "name": "Stadens", "account_status": 1, "user_tasks": ["MANAGE"]}


def checkup(script, **changed):
    return MetaCheckup(
        script.access(**changed),
        patience=script.patience(),
        clock=lambda: script.now,
        place="[meta] stop_token",
    )


def test_each_account_is_told_with_the_right_to_pause_or_its_own_refusal(script):
    script.on("me/adaccounts", page({"id": "act_1"}, {"id": "act_2"}, {"id": "act_3"}))
    script.on("act_1", ACCOUNT)
    script.on("act_2", error(200))
    script.on("act_3", {"id": "act_3", "account_status": "one"})
    whole, denied, strange = checkup(script).accounts()
    assert isinstance(whole, AdAccount)
    assert may_pause(whole) is True
    assert isinstance(denied, PermissionMissing)
    assert (type(strange), strange.account_id) == (Unreadable, "act_3")


def test_a_list_that_cannot_be_read_is_a_refusal_that_names_the_token(script):
    script.on("me/adaccounts", error(190, 463))
    with pytest.raises(ConnectorError, match=r"\[meta\] stop_token: it has expired"):
        checkup(script).accounts()


def test_without_any_account_nothing_more_is_asked(script):
    script.on("me/adaccounts", page())
    assert checkup(script).accounts() == ()
    assert checkup(script).instagram() == {}


def test_names_come_by_id_and_a_refusal_in_the_place_of_one(script):
    script.on("8", {"id": "8", "username": "stockholms.stad"})
    script.on("9", error(100, 33))
    script.on("7", {"id": "7", "username": 5})
    script.on("6", {"id": "6"})
    names = checkup(script, instagram=("8", "9", "7", "6")).instagram()
    assert (names["8"], names["6"]) == ("stockholms.stad", "")
    assert isinstance(names["9"], NotFound)
    assert isinstance(names["7"], Unreadable)
