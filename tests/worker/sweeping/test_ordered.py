"""C1, C8: campaigns held against briefs that were taken in, over real HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from policies.model import Platform
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import some_means
from tests.worker.retention.office import Office
from worker.briefs.taking import read_batch, take_in
from worker.store import findings
from worker.sweeping.means import Scope
from worker.sweeping.sweep import sweep

META, LINKEDIN = Platform.META, Platform.LINKEDIN
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ORDERED = ("brief.missing", "brief.incomplete", "brief.dates", "brief.accessibility")
BRIEF = """
[[brief]]
id = "kampanj"
topic = "Kampanj"
starts = {starts}
ends = {ends}
budget = {{ amount = 50000 }}
audience = "Alla"
editors = [{{ first_name = "Tuva", mail = "tuva@example.org" }}]
accessible = {accessible}
patterns = ["{name}"]
"""


def take(store, *, starts="2026-11-01", ends="2026-12-31", accessible="true", name="Kampanj*"):
    """A brief in a file is taken in, as by the command."""
    text = BRIEF.format(starts=starts, ends=ends, accessible=accessible, name=name)
    batch = read_batch("brief.toml", text.encode())
    [taken] = take_in(store, batch, source="brief.toml", named=None, departments=(), at=AT)
    return taken.became


@pytest.fixture
def ads(lite):
    """One account with one campaign on Meta, and a register that is asked."""
    with ad_city() as city:
        city.number = city.campaign()
        city.store = lite
        yield city


def swept(ads, *, since=None, **changed):
    means = some_means(ads.store, clock=lambda: NOON, since=since)
    return sweep(means, {META: ads.reader(**changed)}, Scope())


def found(store, platform=META):
    """(rule, campaign) → outcome and state."""
    with store.reading() as connection:
        rows = findings.of_rules(connection, platform, ORDERED)
    return {(one.rule, one.subject.id): (one.outcome, one.state) for one in rows}


def test_a_campaign_without_a_brief_is_found_and_put_right_by_the_next_sweep(ads):
    swept(ads)
    assert found(ads.store) == {("brief.missing", ads.number): ("fail", "open")}
    assert take(ads.store) == "registered"
    swept(ads)
    assert found(ads.store) == {("brief.missing", ads.number): ("fail", "resolved")}


def test_before_the_day_from_which_briefs_are_asked_for_nothing_is_found(ads):
    swept(ads, since=date(2026, 11, 25))
    assert found(ads.store) == {}
    swept(ads, since=date(2026, 11, 24))
    assert found(ads.store) == {("brief.missing", ads.number): ("fail", "open")}


def test_a_brief_at_odds_with_the_campaign_is_found_and_a_new_one_puts_it_right(ads):
    take(ads.store, ends="2026-11-25", accessible="false")
    swept(ads)
    assert found(ads.store) == {
        ("brief.dates", ads.number): ("fail", "open"),
        ("brief.accessibility", ads.number): ("fail", "open"),
    }
    assert take(ads.store) == "changed"
    swept(ads)
    assert {state for _, state in found(ads.store).values()} == {"resolved"}


@pytest.mark.parametrize("toggle", ["omit_fields", "removed_fields"])
def test_a_name_that_meta_does_not_give_puts_nothing_right(ads, toggle):
    take(ads.store, ends="2026-11-25")
    swept(ads)
    ads.toggle(**{toggle: ["name"]})
    swept(ads)
    told = found(ads.store)
    assert told["brief.dates", ads.number] == ("fail", "open")
    assert told["brief.missing", ads.number] == ("unknown", "open")


def test_an_ad_set_that_is_deleted_is_over_by_its_own_read(ads):
    take(ads.store, ends="2026-11-25")
    swept(ads)
    [ad_set] = [one for one in ads.world.meta.values() if one.kind == "AdSet"]
    number = ad_set.fields["id"]
    ads.world.meta["act_1"].edges["adsets"].remove(number)
    swept(ads)
    assert found(ads.store)["brief.dates", ads.number] == ("fail", "open")
    ad_set.fields["status"] = "DELETED"
    swept(ads)
    assert found(ads.store)["brief.dates", ads.number] == ("fail", "resolved")


def test_a_campaign_that_is_paused_needs_no_brief(ads):
    swept(ads)
    ads.world.meta[ads.number].fields["status"] = "PAUSED"
    swept(ads)
    assert found(ads.store) == {("brief.missing", ads.number): ("fail", "resolved")}


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path, AT)
    yield made
    made.close()


def test_on_linkedin_groups_are_held_against_briefs(office):
    office.sweep()
    told = found(office.store, LINKEDIN)
    running = {group for rule, group in told if rule == "brief.missing"}
    assert running
    assert running <= {str(one) for one in office.world.linkedin["adCampaignGroups"]}
    take(office.store, name="*", starts="2020-01-01")
    office.sweep()
    after = found(office.store, LINKEDIN)
    assert {after["brief.missing", one] for one in running} == {("fail", "resolved")}
    endless = [key for key in after if key[0] == "brief.dates"]
    assert {after[key] for key in endless} == {("fail", "open")}
