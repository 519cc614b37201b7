"""Accounts that the configuration leaves out, and remarks on the list, each on its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors import Visible
from connectors.sandbox import Sandbox
from policies.model import Platform, Words
from tests.worker.doctoring.made import states, told
from worker.config import Settings
from worker.doctoring import linkedin, meta
from worker.doctoring.beyond import beyond


def test_a_list_that_was_not_read_says_nothing():
    assert list(beyond(Platform.META, None)) == []


def test_accounts_that_are_all_watched_are_no_line():
    assert list(beyond(Platform.META, Visible(accounts=("act_1",)))) == []


def test_each_account_left_out_and_each_remark_is_a_line_that_warns():
    seen = Visible(
        accounts=("act_1",), left_out={"act_2": "Trafik", "act_3": "act_3"}, notes=(Words("So."),)
    )
    lines = list(beyond(Platform.META, seen))
    assert [(one.check, one.subject, str(one.state)) for one in lines] == [
        ("meta.left_out", "act_2 Trafik", "warn"),
        ("meta.left_out", "act_3", "warn"),
        ("meta.accounts", "", "warn"),
    ]
    assert lines[-1].words == Words("So.")
    assert "[meta] ad_accounts" in lines[0].remedy.english()


@pytest.fixture
def url():
    with Sandbox(clock=lambda: datetime.now(UTC)) as sandbox:
        yield sandbox.start()


def asked(module, settings, section, name):
    return list(module.checks(settings, section, lambda: datetime.now(UTC))[name]())


def test_the_doctor_names_what_metas_token_sees_beyond_the_configuration(url):
    settings = Settings(
        meta={
            "base_url": url, "app_id": "1", "app_secret": "sandbox-secret",
            "access_token": "sandbox-meta", "ad_accounts": ["act_1", "act_2", "act_3", "act_4"],
        }
    )  # fmt: skip
    lines = asked(meta, settings, settings.meta, "meta.account")
    assert [one.subject for one in lines if one.check == "meta.left_out"] == [
        "act_5 Byrån Granhage – vattenkampanjer",
        "act_6 Äldreförvaltningen, gammalt konto",
    ]


def test_the_doctor_names_what_linkedins_token_sees_beyond_the_configuration(url):
    section = {
        "base_url": url, "oauth_url": url, "ads_token": "sandbox-ads", "ad_accounts": ["5001"],
    }  # fmt: skip
    settings = Settings(linkedin=section)
    lines = asked(linkedin, settings, settings.linkedin, "linkedin.account")
    [left] = [one for one in lines if one.check == "linkedin.left_out"]
    assert left.subject.startswith("5002")


@pytest.mark.parametrize(
    ("version", "state"), [("202608", "ok"), ("202511", "fail"), ("202512", "fail")]
)
def test_the_doctor_tells_what_is_known_of_the_version(version, state):
    settings = Settings(linkedin={"version": version})
    lines = asked(linkedin, settings, settings.linkedin, "linkedin.version")
    assert states(lines) == {"linkedin.version": state}
    if state == "fail":
        [(_, _, words)] = told(lines)
        assert version in words
