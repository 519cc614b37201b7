"""What verdicts were made from: read again as it was, kept once, and gone when nobody needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from policies.briefs.matching import Registered
from policies.model import Money, Platform, Words
from policies.model.briefs import Brief
from policies.promoted import Beside, Sight
from policies.register import Register
from policies.retention import strict
from policies.rule import Breach, Facts, Pass, Unknown, about_account
from policies.rules import ON_ACCOUNTS
from tests.worker.made import (
    AUTOMATIC,
    DAY,
    NOON,
    PAGE,
    City,
    a_showing,
    a_snapshot,
    an_account,
    an_ad_set,
    some_figures,
    some_means,
)
from worker.store import findings, inputs, snapshots
from worker.store.evaluations import digest_of, of_finding
from worker.store.facts import to_facts, to_parts
from worker.store.purging import purge
from worker.store.tables import snapshots as snapshot_rows
from worker.store.tables_evaluations import evaluations as rows
from worker.store.tables_evaluations import inputs as texts
from worker.store.tables_evaluations import verdicts
from worker.sweeping.ads import read_account, read_figures

KEPT = timedelta(days=365)
ON_NETWORK = a_snapshot(ad_sets=(an_ad_set(placement=AUTOMATIC, end=None),), ads=())
PLACEMENT = tuple(rule for rule in ON_ACCOUNTS if rule.id == "placement.audience-network")


def sweep(store, snapshot=ON_NETWORK, at=NOON, account="act_1", **changed):
    own = replace(snapshot, account=an_account(account), read_at=at)
    means = some_means(store, clock=lambda: at, rules=PLACEMENT, **changed)
    return read_account(means, City(Platform.META, own), account)


def count(store, table):
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()


def evaluation(store, account="act_1"):
    with store.reading() as connection:
        [finding] = findings.of_account(connection, Platform.META, account)
        return of_finding(connection, finding.id)


def texts_of(facts):
    """Each part's whole text."""
    return {name: "".join(pieces) for name, pieces in to_parts(facts)}


def some_facts(**changed):
    brief = Brief(
        topic="Simskola",
        starts=NOON.date(),
        ends=None,
        budget=Money(amount=Decimal("10000.00"), currency="SEK"),
    )
    return replace(
        Facts(
            snapshot=ON_NETWORK,
            approved=some_means(None).approved,
            as_of=NOON,
            delivered=some_figures(a_showing()),
            stops_apart=True,
            register=Register(briefs=(Registered(id="b1", brief=brief, revision=3),)),
        ),
        **changed,
    )


MANY = some_figures(*(a_showing(impressions=number, name="a\ud83d") for number in range(450)))


@pytest.mark.parametrize(
    "facts",
    [some_facts(), some_facts(register=None, delivered=None), some_facts(delivered=some_figures())],
)
def test_what_rules_are_given_is_read_again_as_it_was(facts):
    apart = {"snapshot": facts.snapshot, "as_of": facts.as_of}
    assert to_facts("account", texts_of(facts), apart) == facts


def test_a_long_list_is_told_in_pieces_that_make_one_text():
    facts = some_facts(delivered=MANY)
    pieces = {name: len([*pieces]) for name, pieces in to_parts(facts)}
    assert pieces["delivered"] > 3
    told = json.loads(texts_of(facts)["delivered"])["showings"]
    assert [one["impressions"] for one in told] == list(range(450))
    assert {one["name"] for one in told} == {"a\ufffd"}


def test_what_rules_on_posts_are_given_is_read_again_as_it_was():
    city = City()
    facts = Beside(
        told=city.promoted_posts,
        sight=Sight(accounts=frozenset({"act_2", "act_1"}), linked={"p": "act_9"}),
        known=frozenset({"p1", "p2"}),
    )
    assert to_facts("post", texts_of(facts), {}) == facts


def test_equal_facts_give_the_same_text_in_every_process():
    told = (
        "from policies.model import Platform, Promotions\n"
        "from policies.promoted import Beside, Sight\n"
        "from worker.store.facts import to_parts\n"
        "some = frozenset(map(str, range(50)))\n"
        "told = Promotions(platform=Platform.META, posts=(), walls=())\n"
        "facts = Beside(told=told, sight=Sight(accounts=some), known=some)\n"
        "print([(name, *pieces) for name, pieces in to_parts(facts)])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_a_verdict_is_kept_with_its_facts_and_its_rules(store):
    sweep(store)
    kept = evaluation(store)
    assert (kept.outcome, kept.as_of, kept.facts.as_of) == ("fail", NOON, NOON)
    assert kept.facts.snapshot == ON_NETWORK
    assert kept.facts.approved.pages == {PAGE}
    assert kept.facts.register == Register(since=some_means(None).since, ran={})
    assert len(kept.revision.rules) == len(kept.digest) == 64


def test_an_unchanged_account_does_not_make_the_database_grow(store):
    sweep(store)
    first = evaluation(store)
    before = [count(store, table) for table in (rows, texts, verdicts, snapshot_rows)]
    for days in range(1, 6):
        sweep(store, at=NOON + days * DAY)
        purge(store, strict(), at=NOON + days * DAY)
    assert [count(store, table) for table in (rows, texts, verdicts, snapshot_rows)] == before
    last = evaluation(store)
    assert (last.as_of, last.said) == (NOON + 5 * DAY, first.said)
    assert last.digest != first.digest


def test_nothing_is_kept_where_no_finding_holds_a_verdict(store):
    sweep(store, a_snapshot(ads=()))
    assert [count(store, table) for table in (rows, texts, verdicts)] == [0, 0, 0]


def test_what_many_accounts_share_is_kept_once(store):
    approved = replace(some_means(None).approved, partners=frozenset(map(str, range(1000, 1100))))
    for number in range(1, 4):
        sweep(store, account=f"act_{number}", approved=approved)
    assert count(store, rows) == 3
    with store.reading() as connection:
        named = connection.execute(select(rows.c.facts)).scalars()
        [approved, *others] = [inputs.read(connection, one)["approved"] for one in named]
    assert others == [approved, approved]
    # Who is approved is there once; each account has nothing else to itself.
    assert count(store, texts) == 2


def test_what_was_put_right_holds_the_pass(store):
    sweep(store)
    sweep(store, replace(ON_NETWORK, ad_sets=(an_ad_set(),)), at=NOON + DAY)
    assert evaluation(store).outcome == "pass"


def test_what_can_no_longer_be_read_holds_the_verdict_from_when_it_could(store):
    sweep(store)
    sweep(store, replace(ON_NETWORK, ad_sets=()), at=NOON + DAY)
    kept = evaluation(store)
    assert (kept.outcome, kept.as_of, kept.facts.snapshot) == ("fail", NOON, ON_NETWORK)


def test_figures_of_an_account_that_was_never_read_are_kept_with_what_was_read_for_them(store):
    city = City(Platform.META, ON_NETWORK)
    city.figures["act_1"] = some_figures(a_showing())
    with store.writing() as connection:
        # The account's row, which a sweep makes.
        snapshots.keep(connection, a_snapshot(an_account("act_2")))
    means = some_means(store)
    read_figures(means, city, "act_1")
    assert evaluation(store).facts.snapshot == ON_NETWORK
    assert count(store, snapshot_rows) == 1


def test_after_a_year_what_a_verdict_was_made_from_is_gone(store):
    sweep(store)
    purge(store, strict(), at=NOON + KEPT)
    assert evaluation(store).facts is not None
    purge(store, strict(), at=NOON + KEPT + DAY)
    kept = evaluation(store)
    assert (kept.outcome, kept.as_of) == ("fail", NOON)
    assert (kept.facts, kept.revision, kept.digest) == (None, None, None)
    assert [count(store, table) for table in (rows, texts, verdicts)] == [0, 0, 1]
    # Meta's last reading stays: proofs and briefs are held against it.
    assert count(store, snapshot_rows) == 1


def test_an_older_reading_goes_after_a_year_and_linkedins_last_one_as_well(store):
    linkedin = a_snapshot(an_account("5001", Platform.LINKEDIN), campaigns=(), ad_sets=(), ads=())
    with store.writing() as connection:
        for days, name in ((0, "A"), (1, "B"), (2, "C")):
            account = an_account(name=name)
            snapshots.keep(connection, a_snapshot(account, at=NOON + days * DAY))
        snapshots.keep(connection, linkedin)
    purge(store, strict(), at=NOON + KEPT + DAY + timedelta(hours=1))
    with store.reading() as connection:
        left = connection.execute(select(snapshot_rows.c.platform, snapshot_rows.c.read_at)).all()
    assert [tuple(one) for one in left] == [("meta", NOON + 2 * DAY)]


def test_a_part_that_is_gone_makes_the_whole_purged(store):
    sweep(store)
    with store.writing() as connection:
        connection.execute(snapshot_rows.delete())
    assert evaluation(store).facts is None


def test_an_input_that_was_named_lately_is_not_taken_from_under_an_open_transaction(store):
    with store.writing() as connection:
        inputs.keep(connection, [("a", ["x" * 90, "x" * 90])], NOON)
    with store.writing() as connection:
        inputs.forget(connection, (), NOON + timedelta(hours=23))
    assert count(store, texts) == 2
    with store.writing() as connection:
        # Named again, and nobody has committed an evaluation yet.
        inputs.keep(connection, [("a", ["x" * 90, "x" * 90])], NOON + timedelta(hours=23))
        inputs.forget(connection, (), NOON + timedelta(hours=25))
    assert count(store, texts) == 2
    with store.writing() as connection:
        inputs.forget(connection, (), NOON + 3 * DAY)
    assert count(store, texts) == 0


def test_a_finding_of_which_nothing_was_kept(store):
    with store.reading() as connection:
        assert of_finding(connection, "nothing") is None
        assert inputs.read(connection, "nothing") is None


def test_the_digest_of_a_verdict_tells_its_words_and_its_evidence_apart():
    one = about_account(ON_NETWORK.account)
    said = [
        Breach(subject=one, message=Words("A.")),
        Breach(subject=one, message=Words("B.")),
        Breach(subject=one, message=Words("A."), evidence={"x": 1}),
        Unknown(subject=one, because=Words("A.")),
        Pass(subject=one),
        Pass(subject=one, evidence={"x": 1}),
    ]
    assert len({digest_of(each) for each in said}) == len(said)
