"""A campaign from its brief to its end: ordered, seen, changed in secret, put right, and again."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from connectors.sandbox.scenario import Crowd, Scenario, stage
from connectors.sandbox.world import Node
from tests.journeys.conftest import Office
from worker.cli.sandbox import configuration
from worker.clock import now

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""

AD, CAMPAIGN = "120200000001000003", "120200000001000000"
BRIEF = """
[[brief]]
id = "varen"
topic = "Kampanj 1"
starts = 2026-01-01
ends = 2099-12-31
budget = { amount = 500000 }
audience = "Boende i Stockholm"
editors = [{ first_name = "Anna", mail = "anna@example.org" }]
accessible = true
department = "Trafikkontoret"
patterns = ["Kampanj 1"]
"""


@pytest.fixture
def town(tmp_path):
    """A city with one campaign of one ad, and an office that watches it."""
    crowd = Crowd(accounts=1, campaigns=1, ad_sets=1, ads=1, comments=0)
    with stage(Scenario(seed=1, city=False, crowd=crowd), now) as sandbox:
        port = urlsplit(sandbox.start()).port
        text = configuration(port).replace("[linkedin]", "[linkedin]\nenabled = false")
        (tmp_path / "annonsvakt.toml").write_text(text, encoding="utf-8")
        (tmp_path / "brief.toml").write_text(BRIEF, encoding="utf-8")
        yield SimpleNamespace(office=Office(tmp_path), world=sandbox.world)


def shows(world, text):
    """The agency lets the ad show another creative, for a creative itself never changes."""
    with world.lock:
        ad = world.meta[AD]
        old = world.meta[ad.fields["creative"]["id"]]
        fields = deepcopy(old.fields)
        number = str(int(old.fields["id"]) + 500)
        fields |= {"id": number, "body": text}
        fields["object_story_spec"]["link_data"]["message"] = text
        world.meta[number] = Node("AdCreative", fields, deepcopy(old.edges))
        ad.fields["creative"] = {"id": number}


def open_rules(office):
    """The rules whose findings are open, after a sweep."""
    swept = office.run("sweep", "--json")
    assert swept.code == 0, swept.err
    found = office.run("findings", "--json").json
    return {one["rule"]: one for one in found if one["verdict"] == "fail"}


def test_from_the_brief_to_the_ad_that_breaks_twice(town):
    office, world = town.office, town.world
    before = open_rules(office)
    assert before["brief.missing"]["subject"]["id"] == CAMPAIGN
    assert before["proof.missing"]["subject"]["id"] == AD

    assert office.run("brief", "import", "brief.toml").code == 0
    ordered = open_rules(office)
    assert not [rule for rule in ordered if rule.startswith("brief.")]

    assert office.run("proof", "seen", AD, "--by", "Anna").code == 0
    assert not [rule for rule in open_rules(office) if rule.startswith("proof.")]

    seen = world.meta[world.meta[AD].fields["creative"]["id"]].fields["body"]
    shows(world, "Köp nu, i dag gratis!")
    changed = open_rules(office)["proof.changed"]
    assert "Köp nu, i dag gratis!" in str(changed["evidence"])
    assert seen in str(changed["evidence"])
    told = office.run("findings", "--rule", "proof.changed")
    assert "annonsvakt proof seen" in told.out

    shows(world, seen)
    assert "proof.changed" not in open_rules(office)

    shows(world, "Köp nu, bara i dag!")
    again = open_rules(office)["proof.changed"]
    assert (again["id"], again["first_seen"]) == (changed["id"], changed["first_seen"])
    story = office.run("findings", "show", again["id"], "--json").json
    assert [one["action"] for one in story["history"]] == ["opened", "resolved", "reopened"]
    replayed = office.run("findings", "replay", again["id"], "--json")
    assert replayed.code == 0, replayed.err
