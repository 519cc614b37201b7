"""What has brought down other clients of LinkedIn; each number is one pitfall.

Gathered from public reports of others (airbyte, singer-io/tap-linkedin-ads, linkedin-api-python-
client, estuary, pipedream, omniauth; checked 2026-11-22). Here: scopes, tokens, limits, rights.
"""

from __future__ import annotations

import ast
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug import Response

from connectors.errors import (
    NotFound,
    RateLimited,
    TokenRejected,
    Unavailable,
)
from connectors.linkedin.grant import Grant
from connectors.linkedin.oauth import App, refresh
from tests.connectors.linkedin.reading import AGENCY, OURS, asked, posts_shown, reader
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    DAY_LIMIT,
    refusal,
    the_account,
)
from tests.connectors.sandbox.linkedin_wire import NOON

ROOT = Path(__file__).parents[3]


def lacking(linkedin, token, *scopes):
    record = linkedin.tables["tokens"][token]
    record["scope"] = ",".join({*record["scope"].split(",")} - {*scopes})


def test_8_without_the_scope_for_posts_ads_are_read_and_the_lack_is_told_once(city):
    whole = reader(city).snapshot(OURS)
    lacking(city, "sandbox-ads", "r_organization_social")
    part = reader(city).snapshot(OURS)
    assert [ad.id for ad in part.ads] == [ad.id for ad in whole.ads]
    assert [one.what for one in part.unread] == ["posts"]
    assert "Grant it the scope" in part.unread[0].because.english()
    assert all(ad.creative.unread for ad in part.ads if ad.creative.posts)


def test_8_own_posts_are_read_with_the_other_apps_token(city):
    whole = reader(city).own_posts()
    lacking(city, "sandbox-ads", "r_organization_social")
    assert reader(city).own_posts() == whole


def test_9_a_token_of_a_moment_ago_may_be_refused_for_some_seconds(city):
    city.toggle(fresh_token_401=2)
    waits = []
    ears = reader(city, waits, ads_issued_at=NOON - timedelta(seconds=5))
    assert ears.accounts().accounts == (OURS, AGENCY)
    assert 0 < sum(waits) <= 30


def test_9_a_token_that_is_no_longer_new_is_believed_dead_at_once(city):
    city.toggle(fresh_token_401=1)
    waits = []
    with pytest.raises(TokenRejected):
        reader(city, waits, ads_issued_at=NOON - timedelta(minutes=5)).accounts()
    assert (waits, len(city.sandbox.requests)) == ([], 1)


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("body", ["", "<html>", '{"status": 429, "message": "DAY limit"}'])
def test_10_refreshing_may_fail_for_a_while_and_is_sent_once(httpserver, status, body):
    httpserver.expect_request("/oauth/v2/accessToken").respond_with_response(Response(body, status))
    app = App(
        oauth_url=httpserver.url_for("").rstrip("/"),
        place="[linkedin] ads_",
        client_id="1",
        client_secret="s",
    )
    grant = Grant(access_token="a", granted_at=NOON, expires_at=NOON, refresh_token="r")
    with pytest.raises(Unavailable):
        refresh(app, grant, at=NOON)
    assert len(httpserver.log) == 1


def test_10_a_throttle_of_a_day_is_never_asked_again_that_day(script):
    the_account(script)
    script.on("adAccounts", refusal(429, **DAY_LIMIT))
    ears = script.reader()
    for _ in range(5):
        with pytest.raises(RateLimited):
            ears.accounts()
    assert (script.times("adAccounts"), script.waited) == (1, [])
    assert ears.snapshot(ACCOUNT).ads, "another end point has a quota of its own"


def test_11_a_token_that_may_write_comments_may_not_read_them(city):
    ears = reader(city)
    posts = posts_shown(ears)
    lacking(city, "sandbox-community", "r_organization_social_feed")
    assert "w_organization_social_feed" in city.tables["tokens"]["sandbox-community"]["scope"]
    heard = list(reader(city).discussions(posts))
    assert [one.post_id for one in heard] == [post.id for post in posts]
    assert not any(one.complete or one.comments for one in heard)
    told = {unread.because.english() for one in heard for unread in one.unread}
    assert len(told) == 1
    assert "Grant it the scope or product" in told.pop()


def test_11_a_comment_may_come_without_its_author(city):
    ears = reader(city)
    comments = [one for each in ears.discussions(posts_shown(ears)) for one in each.comments]
    nameless = {one.id for one in comments if one.author_id is None}
    withheld = {number for number, one in city.tables["comments"].items() if "actor" not in one}
    assert nameless <= withheld
    assert nameless


def test_11_posts_are_read_by_their_own_urn_and_not_by_an_activity_of_somebody_elses(city):
    ears = reader(city)
    posts = posts_shown(ears)
    status, _ = city.community.refused("socialActions/urn%3Ali%3Aactivity%3A1/comments")
    assert status == 403
    city.sandbox.requests.clear()
    list(ears.discussions(posts))
    assert not any(path.startswith("socialActions/urn:li:activity:") for path, _ in asked(city))


def test_11_a_post_of_strangers_is_told_and_the_others_are_heard(city):
    ears = reader(city)
    posts = posts_shown(ears)
    city.tables["posts"][posts[0].id]["author"] = "urn:li:organization:99"
    lost, *found = ears.discussions(posts)
    assert (lost.post_id, lost.complete) == (posts[0].id, False)
    assert "member is unauthorized" in lost.unread[0].because.english()
    assert all(one.complete for one in found)


def test_12_the_official_client_is_built_upon_nowhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    assert not any(one.startswith("linkedin") for one in wanted)
    for room in ("policies", "connectors", "worker"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not any(name.startswith("linkedin_api") for name in names), path


def test_13_an_account_that_the_token_does_not_see_is_complained_about(city):
    city.toggle(no_permission=[AGENCY])
    assert AGENCY not in {str(row["id"]) for row in city.find("adAccounts?q=search")["elements"]}
    seen = reader(city, ad_accounts=(OURS, AGENCY)).accounts()
    assert seen.accounts == (OURS,)
    assert [one.account_id for one in seen.unread] == [AGENCY]
    assert f"does not see account {AGENCY}" in seen.unread[0].because.english()
    with pytest.raises(NotFound):
        reader(city).snapshot(AGENCY)
