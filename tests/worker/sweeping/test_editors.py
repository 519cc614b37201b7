"""The roles of briefs' editors, as sweeps judge them once for each brief."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.editors import REGISTER
from policies.model import Platform
from policies.model.attested import Attestation
from policies.model.briefs import Brief, Editor
from tests.worker.made import NOON, City, a_snapshot, an_account, some_means
from worker.store import attested, briefs, findings
from worker.sweeping.means import Scope
from worker.sweeping.sweep import sweep

DAY = timedelta(days=1)
TODAY = NOON.date()
META, LINKEDIN = Platform.META, Platform.LINKEDIN
TUVA = Editor(first_name="Tuva", mail="tuva@example.org")


class Office:
    """Two accounts on Meta, none on LinkedIn, and a register."""

    def __init__(self, store):
        self.store, self.at = store, NOON
        accounts = [a_snapshot(an_account(one)) for one in ("act_1", "act_2")]
        self.cities = {META: City(META, *accounts), LINKEDIN: City(LINKEDIN)}

    def order(self, brief_id, **told):
        brief = Brief(**{"topic": brief_id, "starts": TODAY, "ends": TODAY + 9 * DAY} | told)
        with self.store.writing() as connection:
            briefs.save(connection, brief_id, brief, source="test", by="Anna", at=self.at)

    def sweep(self, *, days=0, scope=None, **changed):
        self.at += days * DAY
        means = some_means(self.store, clock=lambda: self.at, **{"since": None} | changed)
        return sweep(means, self.cities, scope or Scope())

    def found(self):
        with self.store.reading() as connection:
            return {
                (str(platform), one.subject.id): one
                for platform in (META, LINKEDIN)
                for one in findings.of_rules(connection, platform, ["access.editor"])
            }

    def attest(self, found, tied_to):
        word = Attestation(
            id=f"w{tied_to}",
            rule=found.rule,
            subject=found.subject.key,
            tied_to=tied_to,
            by="Anna",
            evidence="sedd på sidan",
            at=self.at,
            until=self.at + 90 * DAY,
        )
        kept = attested.Kept(
            word=word, finding_id=found.id, platform=str(found.platform), account_id=REGISTER
        )
        with self.store.writing() as connection:
            attested.give(connection, kept)


@pytest.fixture
def office(store):
    return Office(store)


def test_each_brief_is_judged_once_however_many_accounts_there_are(office):
    office.order("b1", editors=(TUVA,))
    office.order("b2", editors=(TUVA,), accounts=("5001",))
    office.order("b3", editors=(TUVA,), starts=TODAY + DAY)
    office.order("b4")
    office.sweep()
    found = office.found()
    assert set(found) == {("linkedin", "b1"), ("linkedin", "b2")}
    assert {(one.account_id, one.outcome) for one in found.values()} == {(REGISTER, "unknown")}
    office.sweep(days=1)
    assert set(office.found()) == {*found, ("linkedin", "b3")}


def test_a_word_clears_it_until_the_brief_ends(office):
    office.order("b1", editors=(TUVA,), accounts=("act_1",))
    office.sweep()
    [found] = office.found().values()
    office.attest(found, found.evidence["attest"])
    office.sweep(days=1)
    [found] = office.found().values()
    assert (found.state, found.evidence["attested"]["by"]) == ("resolved", "Anna")
    office.sweep(days=9)
    [found] = office.found().values()
    assert (found.state, found.evidence["phase"]) == ("open", "end")
    office.attest(found, found.evidence["attest"])
    office.sweep(days=1)
    [found] = office.found().values()
    assert found.state == "resolved"


def test_where_not_every_platform_was_asked_or_it_is_switched_off_nothing_is_judged(office):
    office.order("b1", editors=(TUVA,))
    for scope in (Scope(platform=META), Scope(account_id="act_1")):
        office.sweep(scope=scope)
    office.sweep(editor_rules=())
    office.sweep(since=TODAY + DAY)
    assert office.found() == {}


def test_no_platform_is_asked_for_it(office):
    office.sweep()
    before = [city.meter.http for city in office.cities.values()]
    office.order("b1", editors=(TUVA,))
    office.sweep()
    assert [city.meter.http for city in office.cities.values()] == [2 * n for n in before]
