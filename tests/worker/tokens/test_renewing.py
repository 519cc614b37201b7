"""Tokens of LinkedIn: kept for their owner, the newest chosen, renewed in time, ends told."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.linkedin.grant import Grant
from connectors.sandbox import Sandbox
from worker.config.sections import LinkedIn
from worker.tokens import Side, held, renew
from worker.tokens.apps import app_of
from worker.tokens.keeping import NotKept, file_of, keep, kept
from worker.tokens.renewing import RENEW, ageing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_section(base_url="http://127.0.0.1:1", **changed):
    told = {"base_url": base_url, "oauth_url": base_url, "ads_token": "sandbox-ads"}
    return LinkedIn(**(told | changed))


def a_grant(**changed):
    grant = Grant(
        access_token="ours",
        granted_at=NOON,
        expires_at=NOON + 60 * DAY,
        refresh_token="sandbox-refresh-ads",
        refresh_expires_at=NOON + 365 * DAY,
        scopes=("r_ads",),
    )
    return replace(grant, **changed)


@pytest.fixture
def served():
    now = [NOON]
    with Sandbox(clock=lambda: now[0], city=False) as sandbox:
        sandbox.base_url = sandbox.start()
        sandbox.now = now
        yield sandbox


def the_app(served, **changed):
    own = {
        "ads_client_id": "1",
        "ads_client_secret": "sandbox-secret",
        "ads_refresh_token": "sandbox-refresh-ads",
    }
    return a_section(served.base_url, **(own | changed))


def forms(served):
    return [one.path.rpartition("/")[2] for one in served.requests]


def test_what_is_kept_is_read_back_and_is_for_its_owner_alone(tmp_path):
    file = keep(tmp_path / "var", Side.ADS, a_grant(), configured="theirs")
    assert kept(tmp_path / "var", Side.ADS).grant == a_grant()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "theirs" not in file.read_text()
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"access_token": "a"}', "null"])
def test_a_file_that_cannot_be_understood_is_no_token(tmp_path, content):
    file = file_of(tmp_path, Side.ADS)
    file.parent.mkdir()
    file.write_text(content)
    assert kept(tmp_path, Side.ADS) is None
    assert held(a_section(), Side.ADS, tmp_path).token == "sandbox-ads"


def test_instants_without_offset_are_not_believed(tmp_path):
    file = keep(tmp_path, Side.ADS, a_grant(), configured=None)
    told = json.loads(file.read_text()) | {"expires_at": "2026-11-23T12:00:00"}
    file.write_text(json.dumps(told))
    assert kept(tmp_path, Side.ADS) is None


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path):
    keep(tmp_path, Side.ADS, a_grant(), configured=None)
    (tmp_path / "blocked").write_text("a file, no folder")
    with pytest.raises(NotKept, match="right to write"):
        keep(tmp_path / "blocked", Side.ADS, a_grant(), configured=None)
    assert kept(tmp_path, Side.ADS).grant == a_grant()


def test_the_newest_token_wins(tmp_path):
    section = a_section()
    assert held(section, Side.ADS, tmp_path).token == "sandbox-ads"
    keep(tmp_path, Side.ADS, a_grant(), configured="sandbox-ads")
    assert held(section, Side.ADS, tmp_path).token == "ours"
    put_there_since = a_section(ads_token="newer")
    assert held(put_there_since, Side.ADS, tmp_path).token == "newer"
    taken_out_since = a_section(ads_token=None)
    assert held(taken_out_since, Side.ADS, tmp_path).token == "ours"
    assert held(section, Side.COMMUNITY, tmp_path).token is None


def test_without_the_app_nothing_is_asked_and_nothing_said(served, tmp_path):
    assert renew(a_section(served.base_url), Side.ADS, tmp_path, NOON) == ()
    assert forms(served) == []
    assert app_of(a_section(ads_client_id="1"), Side.ADS) is None


def test_a_configured_token_is_asked_about_once_and_renewed_when_it_is_time(served, tmp_path):
    section = the_app(served)
    assert renew(section, Side.ADS, tmp_path, NOON) == ()
    assert renew(section, Side.ADS, tmp_path, NOON) == ()
    assert forms(served) == ["introspectToken"]
    assert held(section, Side.ADS, tmp_path).grant.expires_at == NOON + 59 * DAY
    served.now[0] = NOON + 59 * DAY - RENEW
    assert renew(section, Side.ADS, tmp_path, served.now[0]) == ()
    now = held(section, Side.ADS, tmp_path)
    assert now.token not in ("sandbox-ads", None)
    assert now.grant.expires_at == served.now[0] + 60 * DAY
    assert now.grant.refresh_expires_at == NOON + 364 * DAY
    assert forms(served) == ["introspectToken", "accessToken"]


def test_a_refresh_token_alone_is_enough_to_begin(served, tmp_path):
    section = the_app(served, ads_token=None)
    assert renew(section, Side.ADS, tmp_path, NOON) == ()
    assert held(section, Side.ADS, tmp_path).token.startswith("sandbox-ads-")


def test_a_dead_token_is_replaced_at_once(served, tmp_path):
    section = the_app(served, ads_token="nobody-knows")
    renew(section, Side.ADS, tmp_path, NOON)
    assert held(section, Side.ADS, tmp_path).token.startswith("sandbox-ads-")
    served.world.linkedin["tokens"]["sandbox-ads"]["status"] = "revoked"
    other = the_app(served)
    renew(other, Side.ADS, tmp_path / "other", NOON)
    assert held(other, Side.ADS, tmp_path / "other").token.startswith("sandbox-ads-")


def test_a_renewal_that_fails_is_told_and_the_old_token_goes_on(served, tmp_path):
    section = the_app(served, ads_client_secret="wrong")
    keep(tmp_path, Side.ADS, a_grant(expires_at=NOON + DAY), configured="sandbox-ads")
    (words,) = renew(section, Side.ADS, tmp_path, NOON)
    assert "annonsvakt linkedin login" in words.english()
    assert "wrong" not in words.english()
    assert held(section, Side.ADS, tmp_path).token == "ours"
    gone = the_app(served, oauth_url="http://127.0.0.1:1")
    (words,) = renew(gone, Side.ADS, tmp_path, NOON)
    assert "cannot be reached" in words.english()


def test_a_renewed_token_that_cannot_be_written_is_told(served, tmp_path):
    (tmp_path / "blocked").write_text("a file, no folder")
    (words,) = renew(the_app(served), Side.ADS, tmp_path / "blocked", NOON)
    assert "could not be written" in words.english()


@pytest.mark.parametrize(
    ("grant", "says"),
    [
        (None, None),
        (a_grant(), None),
        (a_grant(refresh_expires_at=None, expires_at=NOON + DAY), None),
        (a_grant(refresh_expires_at=NOON + 30 * DAY), "in 30 days, on 2026-12-23"),
        (a_grant(refresh_expires_at=NOON + 36 * timedelta(hours=1)), "in 1 days"),
        (a_grant(refresh_token=None, expires_at=NOON + 7 * DAY), "in 7 days"),
        (a_grant(refresh_expires_at=NOON), "has ended on 2026-11-23"),
        (a_grant(refresh_token=None, expires_at=NOON - DAY), "has ended"),
    ],
)
def test_a_person_is_told_when_only_a_person_can_renew(grant, says):
    told = [words.english() for words in ageing(grant, Side.ADS, NOON)]
    assert (told == []) if says is None else (says in told[0])
