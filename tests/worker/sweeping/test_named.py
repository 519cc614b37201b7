"""C3: ad accounts that only a brief names, put beside those that the platforms list."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from threading import Barrier, BrokenBarrierError

import pytest

from connectors.errors import Unavailable
from policies.model import Platform, Words
from policies.model.briefs import Brief
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import City, a_snapshot, an_account, not_read, some_means, unreachable
from worker.store import briefs, findings
from worker.store.opening import open_store
from worker.sweeping.means import Scope, Topic
from worker.sweeping.named import read_named
from worker.sweeping.sweep import sweep

META, LINKEDIN = Platform.META, Platform.LINKEDIN
RULE = "access.cannot-pause"


def take(store, *accounts, name="sim", starts=date(2026, 11, 20), ends=date(2026, 12, 20)):
    brief = Brief(accounts=accounts, starts=starts, ends=ends)
    with store.writing() as connection:
        briefs.save(connection, name, brief, source="brief.toml", by=None, at=NOON)


def close(store, name="sim"):
    with store.writing() as connection:
        briefs.close(connection, name, by="Tuva", reason="klar", at=NOON)


def found(store, platform=META):
    """Account → the finding of this rule."""
    with store.reading() as connection:
        rows = findings.of_rules(connection, platform, [RULE])
    return {one.account_id: one for one in rows}


def states(store, platform=META):
    return {key: (one.outcome, one.state) for key, one in found(store, platform).items()}


def swept(store, *readers, scope=None, at=NOON, **changed):
    means = some_means(store, clock=lambda: at, **changed)
    return sweep(means, {one.platform: one for one in readers}, scope or Scope())


@pytest.fixture
def ads(lite):
    """One account with one campaign on Meta."""
    with ad_city() as city:
        city.campaign()
        city.store = lite
        yield city


def test_an_account_that_only_a_brief_names_is_found_and_told(ads):
    before = swept(ads.store, ads.reader()).findings["open"]
    take(ads.store, "act_1", "act_909")
    told = swept(ads.store, ads.reader())
    [one] = found(ads.store).values()
    assert (one.account_id, one.outcome, one.state) == ("act_909", "fail", "open")
    assert (one.subject.key, one.evidence["briefs"]) == (("account", "act_909"), ["sim"])
    assert told.findings["opened"] == 1
    again = swept(ads.store, ads.reader())
    assert (again.findings["opened"], again.findings["open"]) == (0, before + 1)


def test_an_account_that_comes_in_sight_puts_it_right(ads):
    take(ads.store, "act_909")
    swept(ads.store, ads.reader())
    ads.campaign(account="act_909")
    assert swept(ads.store, ads.reader()).findings["resolved"] == 1
    assert states(ads.store) == {"act_909": ("fail", "resolved")}


def test_an_account_in_sight_that_is_left_out_puts_it_right_too(ads):
    take(ads.store, "act_909")
    swept(ads.store, ads.reader())
    ads.campaign(account="act_909")
    swept(ads.store, ads.reader(ad_accounts=("act_1",)))
    assert states(ads.store) == {"act_909": ("fail", "resolved")}


def test_an_account_that_the_configuration_names_and_no_token_sees_is_found(ads):
    take(ads.store, "act_909")
    told = swept(ads.store, ads.reader(ad_accounts=("act_1", "act_909")))
    assert states(ads.store) == {"act_909": ("fail", "open")}
    assert "act_909" in {one.account_id for one in told.unread}


def test_a_closed_brief_puts_it_right_and_so_does_its_end(ads):
    take(ads.store, "act_909")
    take(ads.store, "act_910", name="other")
    swept(ads.store, ads.reader())
    close(ads.store)
    swept(ads.store, ads.reader())
    assert states(ads.store) == {"act_909": ("fail", "resolved"), "act_910": ("fail", "open")}
    swept(ads.store, ads.reader(), at=NOON + timedelta(days=30))
    assert states(ads.store)["act_910"] == ("fail", "resolved")


def test_a_rule_that_is_off_looks_for_no_account(ads):
    take(ads.store, "act_909")
    swept(ads.store, ads.reader(), rules=())
    assert states(ads.store) == {}


@pytest.mark.parametrize(
    "scope",
    [Scope(account_id="act_1"), Scope(platform=META), Scope(topics=frozenset({Topic.COMMENTS}))],
)
def test_only_a_sweep_of_everything_looks_for_them(ads, scope):
    take(ads.store, "act_909")
    swept(ads.store, ads.reader(), scope=scope)
    assert states(ads.store) == {}


def test_a_sweep_of_ads_alone_looks_for_them(ads):
    take(ads.store, "act_909")
    swept(ads.store, ads.reader(), scope=Scope(topics=frozenset({Topic.ADS})))
    assert states(ads.store) == {"act_909": ("fail", "open")}


def meta(*numbers):
    return City(META, *(a_snapshot(an_account(one)) for one in numbers))


def linkedin(*numbers):
    read = (a_snapshot(an_account(one, platform=LINKEDIN)) for one in numbers)
    return City(LINKEDIN, *read)


def test_a_list_that_fails_leaves_it_unknown_and_what_was_found(lite):
    take(lite, "act_909")
    city = meta("act_1")
    city.snapshots = Unavailable(Words("It does not answer."), platform=META)
    swept(lite, city)
    assert states(lite) == {"act_909": ("unknown", "open")}
    swept(lite, meta("act_1"))
    assert states(lite) == {"act_909": ("fail", "open")}
    swept(lite, city)
    one = found(lite)["act_909"]
    assert (one.outcome, one.state, one.because) == ("fail", "open", Words("It does not answer."))


def test_a_list_that_is_not_whole_leaves_it_unknown(lite):
    take(lite, "act_909")
    city = meta("act_1")
    city.hidden_accounts = (not_read("accounts"),)
    swept(lite, city)
    assert states(lite) == {"act_909": ("unknown", "open")}


def test_a_platform_without_a_section_leaves_its_accounts_unknown(lite):
    take(lite, "act_909", "50099")
    swept(lite, meta("act_1"))
    assert states(lite) == {"act_909": ("fail", "open")}
    assert states(lite, LINKEDIN) == {"50099": ("unknown", "open")}
    assert found(lite, LINKEDIN)["50099"].because.values == {"section": "linkedin"}
    swept(lite, meta("act_1"), linkedin("50001"))
    assert states(lite, LINKEDIN) == {"50099": ("fail", "open")}
    swept(lite, meta("act_1", "act_50099"), linkedin("50001"))
    assert states(lite, LINKEDIN) == {"50099": ("fail", "resolved")}


def test_a_list_that_names_no_account_leaves_it_unknown(lite):
    take(lite, "50099")
    swept(lite, meta("act_1"), linkedin())
    assert states(lite, LINKEDIN) == {"50099": ("unknown", "open")}
    assert "no ad account at all" in found(lite, LINKEDIN)["50099"].because.english()


def powerless(number="act_1"):
    return City(META, a_snapshot(an_account(number, rights=("ANALYZE",))))


def test_what_is_found_in_an_account_that_is_read_is_left_alone(lite):
    take(lite, "act_1", "act_909")
    city = powerless()
    swept(lite, city)
    swept(lite, city)
    assert states(lite) == {"act_1": ("fail", "open"), "act_909": ("fail", "open")}
    assert "rights" in found(lite)["act_1"].evidence
    close(lite)
    swept(lite, city)
    assert states(lite) == {"act_1": ("fail", "open"), "act_909": ("fail", "resolved")}


def test_an_account_that_comes_in_sight_without_the_right_keeps_its_finding(lite):
    take(lite, "act_909")
    swept(lite, meta("act_1"))
    before = found(lite)["act_909"]
    swept(lite, powerless("act_909"))
    after = found(lite)["act_909"]
    assert (after.id, after.state, after.first_seen) == (before.id, "open", before.first_seen)
    assert after.evidence.keys() >= {"rights", "campaigns"}


def test_an_account_that_cannot_be_read_the_first_time_is_in_sight_all_the_same(lite):
    take(lite, "act_909")
    swept(lite, meta("act_1"))
    city = meta("act_1")
    city.snapshots["act_909"] = unreachable()
    swept(lite, city)
    assert states(lite)["act_909"] == ("fail", "resolved")


def test_an_account_that_goes_out_of_sight_is_found_where_a_brief_names_it(lite):
    swept(lite, powerless("act_909"))
    take(lite, "act_909")
    swept(lite, meta("act_1"))
    one = found(lite)["act_909"]
    assert (one.state, one.unread_since, one.evidence["briefs"]) == ("open", None, ["sim"])
    swept(lite, meta("act_1", "act_909"))
    assert states(lite)["act_909"] == ("fail", "resolved")


def test_two_sweeps_at_once_open_one_finding(store, url):
    """Both know of none when they write, unless one waits for the other."""
    take(store, "act_909")
    both_are_here, another = Barrier(2), open_store(url)

    def at_once(one_store):
        asked = count()

        def clock():
            if next(asked):
                with suppress(BrokenBarrierError):
                    both_are_here.wait(0.5)
            return NOON

        city = meta()
        return list(read_named(some_means(one_store, clock=clock), [(city, city.accounts())]))

    with ThreadPoolExecutor(2) as both:
        reads = [one for found in both.map(at_once, (store, another)) for one in found]
    another.close()
    assert [one.unread for one in reads] == [()] * 4
    assert sum(one.opened for one in reads) == len(states(store)) == 1


def test_a_fault_of_ours_on_one_platform_is_told_and_the_other_is_judged_all_the_same(lite):
    take(lite, "act_909", "50099")
    city = meta("act_1")
    broken = some_means(lite, zone="Nowhere/At_All")
    reads = list(read_named(broken, [(city, city.accounts())]))
    assert [one.what for read in reads for one in read.unread] == ["accounts", "accounts"]
    assert (states(lite), states(lite, LINKEDIN)) == ({}, {})
