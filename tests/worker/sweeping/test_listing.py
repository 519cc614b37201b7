"""What a sweep says of the lists of accounts, on standard error, though nothing is unread."""

from __future__ import annotations

import pytest

from connectors import Visible
from policies.model import Platform, Words
from tests.worker.made import City, a_snapshot, not_read, some_means
from worker.sweeping.means import Scope
from worker.sweeping.sweep import sweep


class Listing(City):
    """A city whose list of accounts is what the test says."""

    def __init__(self, platform=Platform.META, **visible):
        super().__init__(platform, a_snapshot())
        self.visible = Visible(**{"accounts": ("act_1",), **visible})

    def accounts(self):
        return self.visible


def said(store, platform=Platform.META, **visible):
    """The sentences of a sweep, and what it left unread."""
    lines = []
    means = some_means(store, tell=lambda words: lines.append(words.english()))
    swept = sweep(means, {platform: Listing(platform, **visible)}, Scope())
    return lines, swept.unread


def test_where_nothing_is_left_out_nothing_is_said_of_it(lite):
    lines, unread = said(lite)
    assert not any("leaves out" in line for line in lines)
    assert unread == ()


def test_accounts_that_the_configuration_leaves_out_are_named_in_one_sentence(lite):
    lines, unread = said(lite, chosen=True, left_out={"act_8": "Åtta", "act_9": "Nio"})
    [told] = [line for line in lines if "leaves out" in line]
    assert "Åtta (act_8), Nio (act_9). Name them in [meta] ad_accounts" in told
    assert unread == ()


def test_what_is_to_be_known_of_a_list_is_said_once_and_is_no_gap(lite):
    lines, unread = said(lite, notes=(Words("Something stays unknown."),))
    assert lines.count("Something stays unknown.") == 1
    assert unread == ()


@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_a_list_that_names_no_account_is_a_gap(lite, platform):
    _, [unread] = said(lite, platform, accounts=())
    assert (unread.what, unread.platform, unread.account_id) == ("accounts", platform, None)
    assert "sees no ad account at all" in unread.because.english()


@pytest.mark.parametrize("gap", [not_read("accounts"), not_read("account", account="act_9")])
def test_a_list_that_says_itself_what_is_missing_has_no_other_gap(lite, gap):
    assert said(lite, accounts=(), unread=(gap,))[1] == (gap,)


def test_a_list_of_nothing_but_what_is_left_out_is_no_gap(lite):
    assert said(lite, accounts=(), chosen=True, left_out={"act_8": "Åtta"})[1] == ()


def test_accounts_that_vanish_all_at_once_are_told_once_and_stay_found(lite):
    said(lite)
    _, unread = said(lite, accounts=())
    assert [one.what for one in unread] == ["accounts"]
