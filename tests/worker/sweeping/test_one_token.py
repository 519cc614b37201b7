"""LinkedIn has two tokens: with either one dead all that the other permits is read, the rest told.

And C6: a whole city on LinkedIn's own Audience Network is against nothing.
"""

from __future__ import annotations

import json

import pytest

from connectors.sandbox.linkedin.talking import write
from policies.model import Platform
from tests.worker.retention.office import Office
from worker.clock import now
from worker.store import comments

ADS, COMMUNITY = "ads", "community"
DEATHS = ("missing", "expired", "revoked")
TOLD = {"missing": "is missing", "expired": "it has expired", "revoked": "it was revoked"}


@pytest.fixture
def office(tmp_path, capfd):
    made = Office(tmp_path, now())
    made.capfd = capfd
    yield made
    made.close()


def sweep(office):
    """Exit code and answer of the command."""
    office.capfd.readouterr()
    code = office.run("--lang", "en", "sweep", "--json")
    out, err = office.capfd.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out)


def die(office, side, death):
    """End one token, in the configuration or at LinkedIn."""
    token = f"sandbox-{side}"
    record = office.world.linkedin["tokens"][token]
    if death == "missing":
        text = office.path.read_text("utf-8").replace(f'{side}_token = "{token}"\n', "")
        office.path.write_text(text, encoding="utf-8")
    elif death == "expired":
        record["expires_at"] = int(office.at.timestamp()) - 1
    else:
        record["status"] = "revoked"


def standing(office, post):
    """The comments stored of a post."""
    with office.store.reading() as connection:
        return comments.standing(connection, Platform.LINKEDIN, [post])[post].keys()


def reasons(swept):
    return {one["because"] for one in swept["unread"]}


def names(swept):
    return {one["what"].partition(":")[0] for one in swept["unread"]}


ADS_READ = ("campaigns", "ad_sets", "ads")


@pytest.mark.parametrize("death", DEATHS)
def test_without_the_community_token_every_ad_is_read_and_every_post_named(office, death):
    code, whole = sweep(office)
    assert (code, whole["unread"]) == (0, [])
    die(office, COMMUNITY, death)
    code, part = sweep(office)
    assert code == 4
    assert part["read"] == whole["read"] | {"comments": 0}
    assert part["findings"] == whole["findings"] | {"opened": 0}
    assert all(account["read"] for account in part["accounts"])
    posts = {one["what"].partition(":")[2] for one in part["unread"]}
    assert {post for post, one in office.world.linkedin["activities"].items() if one["comments"]
            and not post.startswith("urn:li:activity:")} <= posts  # fmt: skip
    (because,) = reasons(part)
    assert "[linkedin] community_token" in because
    assert TOLD[death] in because


@pytest.mark.parametrize("death", DEATHS)
def test_without_the_ads_token_every_known_post_is_listened_to_and_the_accounts_named(
    office, death
):
    _, whole = sweep(office)
    die(office, ADS, death)
    post = next(iter(office.world.linkedin["creatives"].values()))["content"]["reference"]
    new = write(office.world, post, "Hur gör man?", "urn:li:person:aB3dE5fG7h")["id"]
    code, part = sweep(office)
    assert code == 4
    assert standing(office, post) >= {new}
    assert [part["read"][one] for one in ADS_READ] == [0, 0, 0]
    assert {one["id"]: one["read"] for one in part["accounts"]} == {"5001": False, "5002": False}
    assert not any(one["what"].startswith("comments") for one in part["unread"])
    assert part["findings"]["open"] == whole["findings"]["open"]
    (because,) = reasons(part)
    assert "[linkedin] ads_token" in because
    assert TOLD[death] in because


@pytest.mark.parametrize("death", DEATHS)
def test_without_the_ads_token_from_the_start_the_citys_own_posts_are_listened_to(office, death):
    die(office, ADS, death)
    code, part = sweep(office)
    assert (code, part["accounts"], names(part)) == (4, [], {"accounts"})
    assert part["read"]["comments"] > 80


@pytest.mark.parametrize("death", DEATHS)
def test_without_both_tokens_everything_is_named_and_nothing_taken_away(office, death):
    _, whole = sweep(office)
    for side in (ADS, COMMUNITY):
        die(office, side, death)
    code, part = sweep(office)
    assert code == 4
    assert set(part["read"].values()) == {0}
    assert {"accounts", "comments", "own_posts"} <= names(part)
    assert part["findings"]["open"] == whole["findings"]["open"]
    assert not any(account["read"] for account in part["accounts"])


def test_a_token_that_works_again_leaves_nothing_unread(office):
    _, whole = sweep(office)
    die(office, COMMUNITY, "revoked")
    sweep(office)
    office.world.linkedin["tokens"]["sandbox-community"]["status"] = "active"
    code, again = sweep(office)
    assert (code, again["unread"], again["findings"]) == (
        0,
        [],
        whole["findings"] | {"opened": 0},
    )


@pytest.mark.parametrize("television", [True, False])
def test_c6_a_whole_city_on_linkedins_own_audience_network_gives_the_findings_it_gives_off_it(
    office, television
):
    running = office.world.linkedin["adCampaigns"].values()
    for campaign in running:
        campaign["offsiteDeliveryEnabled"] = False
    before = sweep(office)[1]["findings"]
    for campaign in running:
        campaign["offsiteDeliveryEnabled"] = True
        campaign["connectedTelevisionOnly"] = television
        campaign["offsitePreferences"] = {"iabCategories": {"include": ["IAB1"]}}
    assert sweep(office)[1]["findings"] == before | {"opened": 0}
