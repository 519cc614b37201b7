"""A rule that cannot tell whether films are captioned, until the test says that they are not."""

from __future__ import annotations

from policies.model import Platform, Words
from policies.rule import Breach, Rule, Severity, Unknown, about_ad_set
from tests.worker.made import City, a_snapshot, an_account, an_ad_set, some_means
from worker.sweeping.ads import read_account

FAILS = "without captions"
"""The name of an ad set whose film is known to have none."""
SWAPPED = "another film, without captions"
"""The name of an ad set that shows another film, known to have none."""
FILM = "film 1"


def captioned(facts):
    """Every film is captioned."""
    for one in facts.snapshot.ad_sets:
        about = about_ad_set(one)
        if one.name in (FAILS, SWAPPED):
            film = FILM if one.name == FAILS else "film 2"
            yield Breach(subject=about, message=Words("Wrong."), failing=(film,))
        else:
            yield Unknown(
                subject=about,
                because=Words("Unsure."),
                attest=None if one.id == "s2" else FILM,
            )


RULE = Rule(
    id="accessibility.captions",
    clause="C8",
    severity=Severity.WARN,
    about="ad_set",
    platforms=(Platform.META,),
    check=captioned,
)


def sweep(store, at, *, name="Föräldrar", rules=(RULE,)):
    """One reading of two ad sets: of `s2` no word can be given."""
    sets = (an_ad_set(name=name, end=None), an_ad_set("s2", end=None))
    snapshot = a_snapshot(at=at, ad_sets=sets, ads=())
    means = some_means(store, clock=lambda: at, rules=rules)
    return read_account(means, City(an_account().platform, snapshot), "act_1")
