"""Scenario files."""

from datetime import UTC, datetime

import pytest

from connectors.sandbox.faults import FaultySpec
from connectors.sandbox.scenario import FaultyScenario, Scenario, read, stage


def written(tmp_path, text):
    path = tmp_path / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_the_usual_city(tmp_path):
    assert read(written(tmp_path, "")) == Scenario()


def test_a_scenario_sets_seed_faults_toggles_and_a_crowd(tmp_path):
    text = """
        seed = 7
        latency_ms = 1
        faults = "slow=0.5"
        city = false
        [toggles]
        "meta.read_only" = ["act_100"]
        [crowd]
        accounts = 1
        campaigns = 2
    """
    sandbox = stage(read(written(tmp_path, text)), lambda: datetime(2026, 11, 24, tzinfo=UTC))
    world = sandbox.world
    assert world.seed == 7
    assert world.faults.rates == {"slow": 0.5}
    assert world.faults.toggles == {"meta.read_only": ["act_100"]}
    assert sum(node.kind == "Campaign" for node in world.meta.values()) == 2


def test_a_crowd_stands_on_both_platforms_each_by_itself():
    scenario = Scenario(
        city=False, crowd={"linkedin_accounts": 2, "campaigns": 3, "ad_sets": 9, "ads": 2}
    )
    world = stage(scenario, lambda: datetime(2026, 11, 24, tzinfo=UTC)).world
    assert list(world.linkedin["adAccounts"]) == ["9100", "9101"]
    sizes = {name: len(table) for name, table in world.linkedin.items()}
    assert (sizes["adCampaignGroups"], sizes["adCampaigns"], sizes["creatives"]) == (2, 6, 12)
    assert not [node for node in world.meta.values() if node.kind == "AdAccount"]


def test_campaigns_of_a_crowd_on_linkedin_are_dealt_out_over_its_groups():
    crowd = {"accounts": 1, "linkedin_accounts": 1, "linkedin_groups": 3, "campaigns": 7}
    scenario = Scenario(city=False, crowd=crowd)
    world = stage(scenario, lambda: datetime(2026, 11, 24, tzinfo=UTC)).world
    groups = [one["campaignGroup"] for one in world.linkedin["adCampaigns"].values()]
    assert sorted(groups.count(one) for one in set(groups)) == [2, 2, 3]
    assert len(world.linkedin["adCampaignGroups"]) == 3


def test_a_crowd_may_have_a_past():
    scenario = Scenario(city=False, crowd={"accounts": 1, "campaigns": 1, "old_campaigns": 2})
    world = stage(scenario, lambda: datetime(2026, 11, 24, tzinfo=UTC)).world
    campaigns = [node.fields for node in world.meta.values() if node.kind == "Campaign"]
    assert [one["stop_time"][:4] for one in campaigns] == ["2024", "2024", "2026"]
    assert sum(node.kind == "Ad" for node in world.meta.values()) == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("sed = 7", "sed"),
        ("seed = true", "seed"),
        ('seed = "7"', "seed"),
        ("latency_ms = -1", "latency_ms"),
        ("[crowd]\naccounts = -1", "crowd.accounts"),
        ("[crowd]\nadds = 1", "crowd.adds"),
        ("seed = 1 2", "line 1"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, word):
    with pytest.raises(FaultyScenario, match=word):
        read(written(tmp_path, text))


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(FaultyScenario, match="No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(FaultyScenario):
        read(tmp_path)


def test_unknown_faults_and_toggles_show_when_it_is_staged():
    for wrong in (Scenario(faults="x=1"), Scenario(toggles={"meta.x": True})):
        with pytest.raises(FaultySpec):
            stage(wrong, lambda: datetime(2026, 11, 24, tzinfo=UTC))
