"""The register of briefs in the store."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policies.model import Money
from policies.model.briefs import Audience, Brief, Editor
from tests.worker.made import DAY, NOON
from worker.store import briefs
from worker.store.errors import UnknownId

BRIEF = Brief(
    topic="Simhall \ud83d",
    starts=date(2027, 3, 1),
    ends=date(2027, 3, 14),
    budget=Money(amount=Decimal("25000.50"), currency="SEK"),
    audience=Audience(text="alla", youngest=18, places=("Farsta",)),
    editors=(Editor(first_name="Anna", mail="anna@example.org"),),
    accessible=True,
    patterns=("Sim*",),
)


def kept(connection, brief=BRIEF, name="sim", at=NOON):
    return briefs.save(connection, name, brief, source="a.txt", by=None, at=at)


def test_what_is_kept_is_read_again(store):
    with store.writing() as connection:
        assert kept(connection) == "registered"
    with store.reading() as connection:
        one = briefs.one(connection, "sim")
        assert [each.id for each in briefs.register(connection)] == ["sim"]
    assert one.brief.topic.startswith("Simhall")
    assert one.brief.budget == BRIEF.budget
    assert (one.brief.audience, one.brief.editors) == (BRIEF.audience, BRIEF.editors)
    assert (one.revision, one.registered_at, one.closed_at) == (1, NOON, None)


def test_a_new_content_is_a_revision_and_the_old_one_stays_in_the_history(store):
    clean = Brief(topic="Simhall")
    with store.writing() as connection:
        kept(connection, clean)
        assert kept(connection, clean, at=NOON + DAY) == "same"
        assert kept(connection, Brief(topic="Badhus"), at=NOON + DAY) == "changed"
    with store.reading() as connection:
        one, told = briefs.one(connection, "sim"), briefs.history(connection, "sim")
    assert (one.revision, one.brief.topic, one.changed_at) == (2, "Badhus", NOON + DAY)
    assert [(each.action, each.at, each.source) for each in told] == [
        ("registered", NOON, "a.txt"),
        ("changed", NOON + DAY, "a.txt"),
    ]


def test_closed_and_opened_again(store):
    with store.writing() as connection:
        kept(connection)
        assert briefs.close(connection, "sim", by="Anna", reason="klar", at=NOON)
        assert not briefs.close(connection, "sim", by="Bo", reason="igen", at=NOON)
        assert briefs.listed(connection) == ()
        (one,) = briefs.listed(connection, everything=True)
        assert (one.closed_by, one.closed_reason) == ("Anna", "klar")
        assert len(briefs.register(connection)) == 1
        assert briefs.reopen(connection, "sim", by="Bo", at=NOON)
        assert not briefs.reopen(connection, "sim", by="Bo", at=NOON)
        assert len(briefs.listed(connection)) == 1
        told = [each.action for each in briefs.history(connection, "sim")]
    assert told == ["registered", "closed", "reopened"]


def test_an_id_that_is_not_there(store):
    with store.writing() as connection:
        kept(connection)
        for ask in (briefs.one, lambda c, i: briefs.close(c, i, by="A", reason="", at=NOON)):
            with pytest.raises(UnknownId) as unknown:
                ask(connection, "simm")
            assert unknown.value.near == ("sim",)
