"""The register of attestations in the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Platform
from policies.model.attested import LONGEST, Attestation
from tests.worker.attesting import FILM, RULE, sweep
from tests.worker.made import DAY, NOON
from worker.store import attested, findings
from worker.store.errors import UnknownId


def of(connection, at=NOON, account="act_1", platform=Platform.META):
    return attested.register(connection, platform, account, at)


@pytest.fixture
def word(store):
    """A word on the first of two unknowns, in the register."""
    sweep(store, NOON)
    with store.writing() as connection:
        first, _ = sorted(
            findings.of_account(connection, Platform.META, "act_1"), key=lambda one: one.subject.id
        )
        given = Attestation(
            id=attested.word_id(first.id, "Anna", NOON),
            rule=RULE.id,
            subject=first.subject.key,
            tied_to=FILM,
            by="Anna",
            evidence="Sedd 🏊",
            at=NOON,
            until=NOON + LONGEST,
        )
        kept = attested.Kept(word=given, finding_id=first.id, platform="meta", account_id="act_1")
        attested.give(connection, kept)
    return given


def test_what_is_kept_is_read_again_to_the_last_sign(store, word):
    with store.reading() as connection:
        assert of(connection) == (word,)
        assert attested.one(connection, word.id).word == word
        [event] = attested.history(connection, word.id)
    assert (event.action, event.by, event.at) == ("given", "Anna", NOON)


def test_other_accounts_and_later_days_are_given_nothing(store, word):
    with store.reading() as connection:
        assert of(connection, account="act_2") == ()
        assert of(connection, platform=Platform.LINKEDIN) == ()
        assert of(connection, at=NOON + LONGEST) == ()
        assert attested.listed(connection, NOON + LONGEST) == ()
        [kept] = attested.listed(connection, NOON + LONGEST, everything=True)
        assert attested.listed(connection, NOON, finding=kept.finding_id) == (kept,)
        assert attested.listed(connection, NOON, finding="another") == ()


def test_one_that_was_ended_is_given_to_nobody_and_stays_in_the_register(store, word):
    with store.writing() as connection:
        assert attested.end(connection, word.id, by="Bo", reason="fel film", at=NOON + DAY)
        assert not attested.end(connection, word.id, by="Cia", reason="igen", at=NOON + 2 * DAY)
    with store.reading() as connection:
        assert (of(connection), attested.listed(connection, NOON)) == ((), ())
        [kept] = attested.listed(connection, NOON, everything=True)
        told = [(one.action, one.by, one.reason) for one in attested.history(connection, word.id)]
    assert kept.word == replace(word, ended=NOON + DAY)
    assert told == [("given", "Anna", None), ("ended", "Bo", "fel film")]


def test_a_check_ends_only_what_it_disproves_and_only_once(store, word):
    failing = {(word.rule, word.subject): [FILM]}
    with store.writing() as connection:
        attested.end_disproved(connection, [word], {("sender.page", word.subject): [FILM]}, NOON)
        another = {(word.rule, word.subject): ["film 2"]}
        attested.end_disproved(connection, [word], another, NOON)
        assert of(connection) == (word,)
        attested.end_disproved(connection, [word], failing, NOON + DAY)
        attested.end_disproved(connection, [word], failing, NOON + 2 * DAY)
        actions = [one.action for one in attested.history(connection, word.id)]
    assert actions == ["given", "disproved"]


def test_an_id_that_is_not_there(store, word):
    with store.writing() as connection, pytest.raises(UnknownId) as unknown:
        attested.end(connection, word.id[:-1], by="Bo", reason="x", at=NOON)
    assert unknown.value.near == (word.id,)
