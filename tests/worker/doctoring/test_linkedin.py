"""LinkedIn's tokens judged by what LinkedIn says of them, and by what we keep."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.linkedin.grant import Grant
from connectors.linkedin.oauth import Introspected
from connectors.sandbox import Sandbox
from tests.worker.doctoring.made import DAY, NOON, states, told
from worker.config import Settings
from worker.doctoring import linkedin
from worker.doctoring.linkedin_tokens import STOPPING, Place, judge
from worker.tokens import Side
from worker.tokens.apps import SCOPES
from worker.tokens.keeping import keep


def told_of(**changed):
    plain = {
        "active": True,
        "status": "active",
        "scopes": SCOPES[Side.ADS],
        "granted_at": NOON,
        "expires_at": NOON + 60 * DAY,
    }
    return Introspected(**plain | changed)


def judged(renews=None, **changed):
    place = Place("ads", SCOPES[Side.ADS], renews)
    return list(judge(told_of(**changed), place, NOON))


def test_an_active_token_with_its_permissions_is_in_order():
    assert states(judged()) == {"linkedin.token": "ok", "linkedin.token_end": "ok"}


def test_a_token_that_is_not_active_is_a_fault():
    assert states(judged(active=False, status="revoked")) == {"linkedin.token": "fail"}


def test_permissions_that_are_missing_are_named():
    found = judged(scopes=("r_ads", "r_ads_reporting", "r_organization_social"))
    assert ("linkedin.token", "fail", "The token lacks rw_ads.") in told(found)


@pytest.mark.parametrize(
    ("end", "state"), [(NOON + 10 * DAY, "warn"), (NOON, "fail"), (None, "unknown")],
    ids=["near", "now", "not told"],
)  # fmt: skip
def test_an_end_that_is_near_over_or_not_told(end, state):
    assert states(judged(expires_at=end))["linkedin.token_end"] == state


def test_where_a_missing_permission_is_granted_is_told_by_the_app():
    for name, product in (("ads", "Advertising API"), ("community", "Community Management API")):
        (line, _) = judge(told_of(scopes=()), Place(name, ("x",)), NOON)
        assert product in line.remedy.english()


@pytest.mark.parametrize(
    ("days", "state"), [(20, "ok"), (14, "ok"), (13, "warn"), (0, "fail")],
)  # fmt: skip
def test_a_token_that_renews_itself_is_nobodys_concern_until_it_should_have_been(days, state):
    found = judged(renews=14 * DAY, expires_at=NOON + days * DAY)
    assert states(found)["linkedin.token_end"] == state


def test_a_token_of_its_own_that_stops_is_asked_about_by_the_advertising_app(office):
    found = asked(office(stop_token="sandbox-ads"), "linkedin.token_stop")
    assert {line.subject for line in found} == {"[linkedin] stop_token"}
    assert states(found) == {"linkedin.token": "ok", "linkedin.token_end": "ok"}
    (lacks, _) = judge(told_of(scopes=("r_ads",)), Place("stop", STOPPING), NOON)
    assert lacks.words.values == {"scopes": "rw_ads"}
    assert "linkedin.token_stop" not in linkedin.checks(office(), office().linkedin, lambda: NOON)


def test_an_end_that_we_know_ourselves_is_told_where_nobody_may_ask(office):
    settings = office(ads_client_secret=None)
    grant = Grant(access_token="sandbox-ads", granted_at=NOON, expires_at=NOON + 5 * DAY)
    keep(settings.state_dir, Side.ADS, grant, configured="sandbox-ads")
    found = states(asked(settings, "linkedin.token_ads"))
    assert found == {"linkedin.token": "unknown", "linkedin.token_end": "warn"}


@pytest.fixture
def office(tmp_path):
    """The invented city's LinkedIn, and a configuration for it."""
    with Sandbox(clock=lambda: datetime.now(UTC), city=False) as sandbox:
        url = sandbox.start()
        hosts = {"base_url": url, "oauth_url": url, "ads_token": "sandbox-ads"}

        def configured(**changed):
            section = {**hosts, "ads_client_id": "1", "ads_client_secret": "sandbox-secret"}
            return Settings(state_dir=tmp_path, linkedin=section | changed)

        yield configured


def asked(settings, name, at=NOON):
    found = linkedin.checks(settings, settings.linkedin, lambda: at)
    return list(found[name]())


def test_an_app_that_may_not_ask_is_told(office):
    found = asked(office(ads_client_secret="wrong"), "linkedin.token_ads")
    assert states(found) == {"linkedin.token": "fail"}


def test_consent_that_we_keep_is_told_by_its_own_end(office):
    settings = office()
    grant = Grant(
        access_token="sandbox-ads",
        granted_at=NOON,
        expires_at=NOON + 60 * DAY,
        refresh_token="sandbox-refresh-ads",
        refresh_expires_at=NOON + 5 * DAY,
        scopes=SCOPES[Side.ADS],
    )
    keep(settings.state_dir, Side.ADS, grant, configured="sandbox-ads")
    assert states(asked(settings, "linkedin.token_ads"))["linkedin.consent_end"] == "warn"


def test_a_token_that_sees_no_account_is_a_fault(office):
    assert states(asked(office(), "linkedin.account")) == {"linkedin.account": "fail"}
