"""Which lines of a look are told: none is left out for another token than it was asked with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Words
from worker.doctoring.lines import Desk
from worker.upkeep.token_lines import relevant

SAID, REMEDY = Words("This does not work."), Words("Create a new one.")
LACKS = Words("The token lacks {scopes}.", {"scopes": "rw_ads"})


def good(platform, key):
    return Desk(f"{platform}.token", f"[{platform}] {key}").ok(SAID)


def bad(platform, key, words=SAID):
    return Desk(f"{platform}.token", f"[{platform}] {key}").fail(words, REMEDY)


def refused(check, subject=""):
    """A line about rights whose token the platform refused."""
    return replace(Desk(check, subject).fail(SAID, REMEDY), rejected=True)


def told(*lines):
    """Check, subject and state of the lines that are told, without those that stand for a token."""
    return [
        (line.check, line.subject, str(line.state))
        for line in relevant(lines)
        if not line.check.endswith(".token")
    ]


UNKNOWN_ACCOUNT = ("meta.account", "", "unknown")


def test_a_token_that_is_refused_is_told_once_and_not_for_each_account():
    accounts = [refused("meta.account", f"act_{number}") for number in range(500)]
    lines = [bad("meta", "access_token"), *accounts, refused("meta.page", "1001")]
    assert told(*lines) == [UNKNOWN_ACCOUNT]
    (line,) = [one for one in relevant(lines) if one.check == "meta.account"]
    assert line.words.values == {"token": "[meta] access_token"}
    assert line.remedy == REMEDY


def test_what_was_answered_is_told_though_the_token_is_said_to_be_bad():
    right = Desk("linkedin.right_to_pause", "5001").fail(SAID, REMEDY)
    assert told(bad("linkedin", "ads_token"), right) == [
        ("linkedin.right_to_pause", "5001", "fail")
    ]


@pytest.mark.parametrize(
    ("tokens", "line", "left_out"),
    [
        ([bad("linkedin", "ads_token")], "linkedin.account", True),
        ([bad("linkedin", "community_token")], "linkedin.account", False),
        ([bad("linkedin", "ads_token"), good("linkedin", "stop_token")], "linkedin.account", False),
        ([bad("linkedin", "stop_token")], "linkedin.account", True),
        ([bad("linkedin", "ads_token", LACKS)], "linkedin.account", False),
        ([bad("meta", "access_token"), good("meta", "stop_token")], "meta.account", False),
        ([bad("meta", "access_token"), good("meta", "stop_token")], "meta.page", True),
        ([bad("meta", "stop_token")], "meta.account", True),
        ([bad("meta", "stop_token")], "meta.page", False),
        ([bad("meta", "access_token"), bad("meta", "stop_token")], "meta.account", True),
        ([bad("linkedin", "ads_token")], "meta.account", False),
        ([Desk("linkedin.token_ads").unknown(SAID, REMEDY)], "linkedin.account", False),
    ],
)  # fmt: skip
def test_a_line_is_left_out_only_for_the_token_that_it_was_asked_with(tokens, line, left_out):
    state = "unknown" if left_out else "fail"
    assert [one[2] for one in told(*tokens, refused(line)) if one[0] == line] == [state]


def test_a_token_that_stops_counts_as_asked_with_though_its_own_check_did_not_end():
    late = Desk("meta.stop_token").unknown(SAID, REMEDY)
    lines = [bad("meta", "access_token"), late, refused("meta.account")]
    assert ("meta.account", "", "fail") in told(*lines)


def test_what_can_wait_is_not_told_and_what_is_not_known_is_logged():
    desk = Desk("meta.account_status", "act_1")
    assert told(desk.warn(SAID, REMEDY)) == []
    assert told(desk.unknown(SAID, REMEDY)) == [("meta.account_status", "act_1", "unknown")]
