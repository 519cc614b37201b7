"""A city whose ads, comments and messages are swept at one instant after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.model import Platform
from policies.model.briefs import Brief
from tests.worker.made import City, a_post, a_snapshot, an_ad, some_means
from worker.store import briefs, digests, findings
from worker.sweeping.means import Scope
from worker.sweeping.rounded import rounded
from worker.sweeping.sweep import sweep

STOCKHOLM = ZoneInfo("Europe/Stockholm")
RULE = "monitoring.round-missed"
POST, OTHER = a_post(1), a_post(2)
MINUTE = timedelta(minutes=1)


def at(day, clock):
    """An instant in November 2026, by the city's clock; the 23rd is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=STOCKHOLM)


class Watch:
    """The city and what is done in it, at instants that the test chooses."""

    def __init__(self, store, *posts, platform=Platform.META, **changed):
        self.store = store
        self.at = at(23, "12:00")
        self.city = City(platform)
        self.shows(*(posts or (POST,)))
        self.means = some_means(store, clock=lambda: self.at)
        terms = replace(self.means.rounds, platforms=(platform,), **changed)
        self.means = replace(self.means, rounds=terms, rules=(), post_rules=(), editor_rules=())

    def shows(self, *posts, **changed):
        """The campaign runs with an ad for each post, unless something is changed."""
        ads = tuple(an_ad(f"a{n}", posts=(post,)) for n, post in enumerate(posts))
        self.snapshot = a_snapshot(ads=ads, **changed)

    def sweep(self, when, scope=None):
        self.at = when
        if self.snapshot is None:
            self.city.snapshots = {}
        else:
            self.city.snapshots = {"act_1": replace(self.snapshot, read_at=when)}
        return sweep(self.means, {self.city.platform: self.city}, scope or Scope())

    def day(self, day, *, owner="slk", threads=0, clocks=("08:40", "14:40")):
        """A sweep in each round, and the owner's digest of it."""
        for clock in clocks:
            self.sweep(at(day, clock))
            self.digest(at(day, clock), owner=owner, threads=threads)

    def digest(self, when, *, owner="slk", threads=0):
        """The digest of the window in which this instant lies."""
        window = self.means.rounds.window_at(when)
        with self.store.writing() as connection:
            digests.lay(connection, owner, window.starts, threads=threads, at=when)

    def order(self, **told):
        """A department's brief for the campaign."""
        brief = Brief(**{"department": "trafikkontoret", "patterns": ("Simskola*",)} | told)
        terms = replace(self.means.rounds, departments=frozenset(("trafikkontoret",)))
        self.means = replace(self.means, rounds=terms, departments=terms.departments)
        with self.store.writing() as connection:
            briefs.save(connection, "b1", brief, source="b1.toml", by="Anna", at=self.at)

    def found(self):
        """The findings on rounds, by subject and week."""
        with self.store.reading() as connection:
            rows = [
                one
                for platform in Platform
                for one in findings.of_rules(connection, platform, [RULE])
            ]
        return {(one.subject.kind, one.week): one for one in rows}

    def missed(self, kind="campaign", week="2026-W48"):
        """The days of a finding: day → what was not read, what was not told."""
        told = self.found()[kind, week].evidence["days"]
        return {one["day"][-2:]: (one["not_read"], one["not_told"]) for one in told}

    def rounds(self, day, kind="campaign"):
        """The rounds of a day."""
        with self.store.reading() as connection:
            told = rounded(connection, self.means.rounds, [at(day, "12:00").date()])
        return next((one for one in told if one.subject.kind == kind), None)
