"""Digests of an owner and window: laid down once, done when all of their mails went."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.worker.made import NOON
from worker.store.claims import Outcome, claim, settle
from worker.store.digests import KIND, lay, of_windows, period_of
from worker.store.outbox import Item, State
from worker.store.outbox import lay as lay_mail

LATER = NOON + timedelta(hours=6)
HOUR = timedelta(hours=1)


def a_mail(connection, recipient, *, owner="trafik", starts=NOON):
    item = Item(
        kind=KIND,
        period=period_of(owner, starts),
        recipient=recipient,
        message_id=f"<{owner}-{recipient}>",
        subject="Two wait",
        content=b"Two wait",
    )
    assert lay_mail(connection, item, NOON, until=NOON + 5 * HOUR)


def end_one(store, state, at):
    """The mail that is due the longest comes to this end."""
    with store.writing() as connection:
        claimed = claim(connection, at, at + HOUR)
        assert claimed
        assert settle(connection, claimed, Outcome(state=state, at=at))


def found(store, *starts):
    with store.reading() as connection:
        return of_windows(connection, starts)


def test_windows_without_digests_have_none(lite):
    assert found(lite) == {}
    assert found(lite, NOON) == {}


def test_a_digest_with_nothing_to_tell_is_done_without_a_mail(lite):
    with lite.writing() as connection:
        assert lay(connection, "trafik", NOON, threads=0, at=NOON)
    (digest,) = found(lite, NOON).values()
    assert (digest.owner, digest.starts, digest.threads) == ("trafik", NOON, 0)
    assert digest.sent_at is None
    assert digest.done


def test_a_digest_is_done_when_all_of_its_mails_went(store):
    with store.writing() as connection:
        lay(connection, "trafik", NOON, threads=2, at=NOON)
        a_mail(connection, "a@example.org")
        a_mail(connection, "b@example.org")
    assert not found(store, NOON)["trafik", NOON].done
    end_one(store, State.SENT, NOON + HOUR)
    assert not found(store, NOON)["trafik", NOON].done
    end_one(store, State.SENT, NOON + 2 * HOUR)
    digest = found(store, NOON)["trafik", NOON]
    assert digest.sent_at == NOON + 2 * HOUR
    assert digest.done


@pytest.mark.parametrize("state", [State.REFUSED, State.GIVEN_UP, State.WAITING])
def test_a_mail_that_did_not_go_leaves_it_undone(lite, state):
    with lite.writing() as connection:
        lay(connection, "trafik", NOON, threads=2, at=NOON)
        a_mail(connection, "a@example.org")
    end_one(lite, state, NOON + HOUR)
    assert not found(lite, NOON)["trafik", NOON].done


def test_a_digest_that_tells_of_threads_without_any_mail_is_not_done(lite):
    with lite.writing() as connection:
        lay(connection, "trafik", NOON, threads=2, at=NOON)
    assert not found(lite, NOON)["trafik", NOON].done


def test_mails_of_other_owners_and_windows_count_for_themselves(lite):
    with lite.writing() as connection:
        lay(connection, "trafik", NOON, threads=2, at=NOON)
        lay(connection, "trafik", LATER, threads=1, at=LATER)
        lay(connection, "slk", NOON, threads=3, at=NOON)
        a_mail(connection, "a@example.org")
    end_one(lite, State.SENT, NOON + HOUR)
    digests = found(lite, NOON, LATER)
    assert {key: one.done for key, one in digests.items()} == {
        ("trafik", NOON): True,
        ("trafik", LATER): False,
        ("slk", NOON): False,
    }
    assert set(found(lite, LATER)) == {("trafik", LATER)}


def test_a_window_is_found_by_its_instant_in_any_zone(store):
    with store.writing() as connection:
        lay(connection, "trafik", NOON.astimezone(ZoneInfo("Europe/Stockholm")), threads=1, at=NOON)
        a_mail(connection, "a@example.org", starts=NOON.astimezone(ZoneInfo("Europe/Stockholm")))
    end_one(store, State.SENT, NOON + HOUR)
    assert found(store, NOON.astimezone(ZoneInfo("America/New_York")))["trafik", NOON].done


def test_the_first_that_is_laid_down_stands(store):
    with store.writing() as connection:
        assert lay(connection, "trafik", NOON, threads=2, at=NOON)
        assert not lay(connection, "trafik", NOON, threads=9, at=LATER)
    digest = found(store, NOON)["trafik", NOON]
    assert (digest.threads, digest.laid_at) == (2, NOON)


def test_very_many_windows_are_asked_for_at_once(lite):
    starts = [NOON + number * HOUR for number in range(1200)]
    with lite.writing() as connection:
        for one in starts:
            lay(connection, "slk", one, threads=0, at=NOON)
    assert len(found(lite, *starts)) == len(starts)
