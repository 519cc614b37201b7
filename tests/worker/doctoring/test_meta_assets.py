"""Ad accounts, Pages and Instagram accounts judged as the tokens see them."""

from __future__ import annotations

import pytest

from connectors.errors import NotFound, Unavailable
from connectors.meta.page_tokens import Pages
from policies.model import Platform, Words
from tests.worker.doctoring.made import PLACE, a_page, states, told
from tests.worker.made import an_account, not_read
from worker.doctoring.meta_assets import accounts, instagram, pages

NAMES = {"17841400000000001": "stockholms.stad"}
(ID,) = NAMES
LATER = Unavailable(Words("Later."), platform=Platform.META, account_id="act_1")
GONE = NotFound(Words("Gone."), platform=Platform.META)


def judged(*found):
    return list(accounts(found, PLACE))


def paged(*found, configured=(), error=None):
    seen = {page.id: page for page in found}
    return list(pages(Pages(seen=seen, configured=configured, error=error)))


@pytest.mark.parametrize("rights", [("MANAGE",), ("ADVERTISE", "ANALYZE")])
@pytest.mark.parametrize("status", ["1", "8", "9"])
def test_an_active_account_that_can_be_paused_is_in_order(rights, status):
    assert states(judged(an_account(rights=rights, status=status))) == {"meta.right_to_pause": "ok"}


def test_an_account_that_can_only_be_read_is_a_fault():
    assert states(judged(an_account(rights=("ANALYZE", "DRAFT")))) == {
        "meta.right_to_pause": "fail"
    }


def test_rights_or_a_status_that_was_not_told_is_unknown():
    found = judged(an_account(rights=not_read("account.rights"), status=None))
    assert states(found) == {
        "meta.right_to_pause": "unknown", "meta.account_status": "unknown"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "words"), [("2", "disabled"), ("3", "unsettled"), ("55", "the status 55")]
)
def test_an_account_that_shows_no_ads_is_warned_of(status, words):
    line = judged(an_account(status=status))[1]
    assert (line.check, line.state) == ("meta.account_status", "warn")
    assert words in line.words.english()


def test_an_account_that_could_not_be_read_is_unknown_and_none_at_all_a_fault():
    assert states(judged(not_read("account", account="act_7"))) == {"meta.account": "unknown"}
    assert states(judged(LATER)) == {"meta.account": "unknown"}
    assert states(judged()) == {"meta.account": "fail"}


@pytest.mark.parametrize("tasks", [{"PROFILE_PLUS_FULL_CONTROL"}, {"MODERATE", "MESSAGING"}])
def test_a_page_with_its_tasks_is_in_order(tasks):
    assert states(paged(a_page(tasks=frozenset(tasks)))) == {"meta.page": "ok"}


def test_a_task_that_is_missing_is_named():
    (line,) = paged(a_page(tasks=frozenset({"MODERATE"})))
    assert (line.state, line.words.values["tasks"]) == ("fail", "MESSAGING")


def test_tasks_that_were_not_told_are_unknown():
    assert states(paged(a_page(tasks=None))) == {"meta.page": "unknown"}


def test_a_page_without_token_or_out_of_sight_is_a_fault():
    assert states(paged(a_page(token=None))) == {"meta.page": "fail"}
    assert states(paged(a_page(), configured=("1002",))) == {"meta.page": "fail"}


def test_pages_that_could_not_be_listed_are_unknown():
    for configured in ((), ("1001",)):
        (line,) = paged(configured=configured, error=LATER)
        assert line.state == "unknown"


def test_a_page_without_instagram_account_is_warned_of():
    found = paged(a_page(instagram_id=None))
    assert states(found) == {"meta.page": "ok", "meta.page_instagram": "warn"}


def test_an_instagram_account_by_its_configured_name_is_in_order():
    assert states(instagram({ID: "Stockholms.Stad"}, NAMES)) == {"meta.instagram": "ok"}


def test_an_instagram_account_that_changed_its_name_tells_the_new_one():
    ((check, state, words),) = told(instagram({ID: "nytt.namn"}, NAMES))
    assert (check, state, words) == (
        "meta.instagram", "warn", "The account is now called @nytt.namn."
    )  # fmt: skip


def test_an_instagram_account_without_a_name_is_unknown():
    assert states(instagram({ID: ""}, NAMES)) == {"meta.instagram": "unknown"}
    assert states(instagram({ID: LATER}, NAMES)) == {"meta.instagram": "unknown"}


def test_an_instagram_account_that_meta_does_not_show_is_a_fault():
    assert states(instagram({ID: GONE}, NAMES)) == {"meta.instagram": "fail"}
