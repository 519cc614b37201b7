"""The right to pause takes a permission of the token: what a sweep, a plan and a stop say of it.

Over HTTP, by the command line, against the served city.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.meta import TOGGLES
from policies.crisis import Scope
from policies.model import UNTOLD, AccountId, Platform, Unread
from tests.worker.stopping.flow import open_quick_desk, stop_by
from worker import platforms
from worker.cli.run import run
from worker.clock import now
from worker.config.load import load_for_stop
from worker.doctoring.meta import checks
from worker.tokens import Side
from worker.tokens.keeping import keep
from worker.tokens.permissions import FRESH, told_of

CONFIG = """
state_dir = "var"
[database]
url = "sqlite:///var/vakt.db"
[meta]
base_url = "{url}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""
RULE = "access.cannot-pause"
ACT_2 = Scope(platform=Platform.META, account_id=AccountId("act_2"))


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served:
        yield served


@pytest.fixture
def folder(sandbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = CONFIG.format(url=sandbox.start())
    (tmp_path / "annonsvakt.toml").write_text(text, encoding="utf-8")
    return tmp_path


def toggle(sandbox, **toggles):
    told = {f"meta.{name}": value for name, value in toggles.items()}
    sandbox.world.faults.set_toggles(told, TOGGLES)


def settings(folder):
    return load_for_stop(folder / "annonsvakt.toml")[0]


def asked(sandbox):
    """How often the token was asked about."""
    return sum(one.path.endswith("/debug_token") for one in sandbox.requests)


def sweep(capsys):
    """A sweep's exit code, and what is found of the right to pause, by account."""
    code = run(["sweep", "--json"])
    capsys.readouterr()
    run(["findings", "--json"])
    found = json.loads(capsys.readouterr().out)
    return code, {one["account_id"]: one["verdict"] for one in found if one["rule"] == RULE}


def test_a_token_that_may_only_read_ads_fails_in_every_account_that_can_deliver(
    sandbox, folder, capsys
):
    code, before = sweep(capsys)
    assert before == {"act_5": "fail"}
    toggle(sandbox, missing_scopes=["ads_management"])
    later(folder)
    again, after = sweep(capsys)
    assert again == code
    assert set(after.values()) == {"fail"}
    assert {"act_1", "act_2", "act_5"} <= after.keys()


def later(folder):
    """Two days pass since the token was asked about."""
    file = folder / "var" / "tokens" / "meta-access_token-permissions.json"
    told = json.loads(file.read_text())
    at = datetime.fromisoformat(told["at"]) - 2 * FRESH
    file.write_text(json.dumps(told | {"at": at.isoformat()}))


def test_a_token_is_asked_about_once_a_day_and_a_new_one_at_once(sandbox, folder, capsys):
    sweep(capsys)
    sweep(capsys)
    assert asked(sandbox) == 1
    config = folder / "annonsvakt.toml"
    config.write_text(config.read_text().replace('"sandbox-meta"', '"sandbox-user"'))
    run(["sweep", "--json"])
    capsys.readouterr()
    assert asked(sandbox) == 2
    assert told_of(folder / "var", "access_token", "sandbox-meta") is None
    assert (
        "ads_management"
        not in told_of(folder / "var", "access_token", "sandbox-user").permitted.scopes
    )


def test_what_could_not_be_asked_is_unknown_and_reads_all_the_same(sandbox, folder, monkeypatch):
    toggle(sandbox, html_page=True)
    told = platforms.permitted(settings(folder), now)[Platform.META]
    assert isinstance(told.scopes, Unread)
    toggle(sandbox, html_page=False)
    assert "ads_management" in platforms.permitted(settings(folder), now)[Platform.META].scopes


def test_where_no_secret_of_the_app_is_set_nobody_is_asked(sandbox, folder):
    config = folder / "annonsvakt.toml"
    config.write_text(config.read_text().replace('app_secret = "sandbox-secret"', ""))
    assert platforms.permitted(settings(folder), now) == {Platform.META: UNTOLD}
    assert asked(sandbox) == 0


def test_a_look_at_the_tokens_tells_a_stop_too_which_asks_nobody(sandbox, folder):
    toggle(sandbox, missing_scopes=["ads_management"])
    told = settings(folder)
    list(checks(told, told.meta, now)["meta.token"]())
    before = asked(sandbox)
    desk = open_quick_desk(folder)
    panel = desk.means.stoppers[Platform.META].panel("act_2")
    assert (panel.may_turn, panel.complete) == (False, True)
    assert asked(sandbox) == before


def test_a_stop_of_which_nobody_was_told_goes_by_the_tasks(folder):
    desk = open_quick_desk(folder)
    assert desk.means.stoppers[Platform.META].panel("act_2").may_turn is True


def test_a_missing_permission_holds_no_stop_back(sandbox, folder):
    """It was given back since: what was told last is no reason not to try."""
    toggle(sandbox, missing_scopes=["ads_management"])
    platforms.permitted(settings(folder), now)
    toggle(sandbox, missing_scopes=[])
    desk = open_quick_desk(folder)
    result = stop_by(desk, ACT_2)
    assert result.panels[0].may_turn is False
    assert (result.verified, result.code) == (True, 0)


def test_a_stop_whose_writes_are_refused_says_so(sandbox, folder):
    toggle(sandbox, missing_scopes=["ads_management"])
    result = stop_by(open_quick_desk(folder), ACT_2)
    assert (result.verified, result.code) == (False, 1)
    assert result.left
    assert {row.outcome for row in result.left} == {"failed"}


@pytest.mark.parametrize("told", ['{"token": 5}', "[]", "no json", '{"token": "x", "within": 3}'])
def test_a_file_that_cannot_be_understood_tells_nothing(folder, told):
    file = folder / "var" / "tokens" / "meta-access_token-permissions.json"
    file.parent.mkdir(parents=True)
    file.write_text(told)
    assert told_of(folder / "var", "access_token", "sandbox-meta") is None


def test_where_it_cannot_be_written_down_the_work_goes_on(folder):
    (folder / "var").mkdir()
    (folder / "var" / "tokens").write_text("no folder")
    told = platforms.permitted(settings(folder), now)[Platform.META]
    assert isinstance(told.scopes, Unread)


def test_linkedin_s_permissions_are_those_of_the_grant_that_is_kept(folder):
    config = folder / "annonsvakt.toml"
    config.write_text(config.read_text() + '[linkedin]\nads_token = "sandbox-ads"\n')
    assert platforms.permitted(settings(folder), now, Platform.LINKEDIN) == {
        Platform.LINKEDIN: UNTOLD
    }
    keep(folder / "var", Side.ADS, a_grant(("r_ads",)), configured="sandbox-ads")
    told = platforms.permitted(settings(folder), now, Platform.LINKEDIN)[Platform.LINKEDIN]
    assert told == replace(UNTOLD, scopes=("r_ads",))
    keep(folder / "var", Side.ADS, a_grant(()), configured="sandbox-ads")
    told = platforms.permitted(settings(folder), now, Platform.LINKEDIN)[Platform.LINKEDIN]
    assert told == UNTOLD


def a_grant(scopes):
    from connectors.linkedin.grant import Grant

    return Grant(
        access_token="sandbox-ads",
        granted_at=now(),
        expires_at=now() + timedelta(days=60),
        refresh_token=None,
        scopes=scopes,
    )
