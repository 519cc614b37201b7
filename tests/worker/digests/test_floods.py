"""A flood is one mail to the owner and to SLK, however often anybody looks, until it is over."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform
from tests.worker.digests.desk import AT, HOUR, configured, in_mail, speaking
from tests.worker.made import a_comment, a_post
from tests.worker.postbox import Postbox, served
from tests.worker.queued import put
from worker.digests.flood_letters import flood_letters
from worker.digests.floods import tell_floods
from worker.posting.outbox import deliver_due
from worker.store import floods
from worker.store.tables_service import outbox

MINUTE = timedelta(minutes=1)
FEW = {"flood": 3}
"""So many new threads within an hour are a flood, to keep the tests short."""


def come(store, *numbers, owner="trafik", at=AT, state="open", due=24 * HOUR, post=None, **said):
    """New threads in the queue, of comments that have just been seen."""
    for number in numbers:
        seen = a_comment(str(number), post=post or a_post(), at=at - MINUTE, **said)
        put(store, seen, state=state, due=due and at + due, owner=owner, post=post, at=at)


def look(store, settings, at=AT):
    return tell_floods(store, settings, speaking(), at=at)


def mailed(store):
    with store.reading() as connection:
        rows = connection.execute(select(outbox.c.recipient).where(outbox.c.kind == "flood"))
        return sorted(row.recipient for row in rows)


def told(store, owner="trafik"):
    with store.reading() as connection:
        return [(one.threads, one.most, one.ended_at) for one in floods.all_of(connection, owner)]


@pytest.fixture
def settings(tmp_path):
    return configured(tmp_path, sla=FEW)


def test_fewer_than_a_flood_are_no_mail(lite, settings):
    come(lite, 1, 2)
    come(lite, 3, owner="kultur")
    assert look(lite, settings).mails == 0
    assert mailed(lite) == []
    assert told(lite) == []


def test_a_flood_is_one_mail_to_the_owner_and_one_to_slk(store, settings):
    come(store, 1, 2, 3)
    assert look(store, settings).mails == 2
    assert mailed(store) == ["slk@example.org", "trafik@example.org"]
    assert told(store) == [(3, 3, None)]
    with store.reading() as connection:
        assert set(floods.standing(connection)) == {"trafik"}


def test_however_often_anybody_looks_and_however_it_grows_it_is_told_once(lite, settings):
    for number in range(12):
        at = AT + number * 10 * MINUTE
        come(lite, f"{number}a", f"{number}b", at=at)
        look(lite, settings, at)
    assert mailed(lite) == ["slk@example.org", "trafik@example.org"]
    assert told(lite) == [(4, 12, None)]


def test_after_an_hour_with_fewer_it_is_over_and_the_next_one_is_told(lite, settings):
    come(lite, 1, 2, 3)
    look(lite, settings)
    look(lite, settings, AT + HOUR - MINUTE)
    assert told(lite) == [(3, 3, None)]
    over = AT + HOUR + MINUTE
    look(lite, settings, over)
    assert told(lite) == [(3, 3, over)]
    come(lite, 4, 5, 6, 7, at=over)
    look(lite, settings, over)
    assert told(lite)[1:] == [(4, 4, None)]
    assert len(mailed(lite)) == 4


def test_threads_that_were_answered_meanwhile_came_all_the_same(lite, settings):
    come(lite, 1, 2, 3)
    for number in (1, 2):
        come(lite, number, state="answered", due=None)
    assert look(lite, settings).mails == 2


def test_what_needs_no_answer_and_what_was_overdue_when_first_seen_is_no_flood(lite, settings):
    come(lite, 1, 2, 3, state="exempt", due=None)
    come(lite, 4, 5, 6, due=-HOUR)
    assert look(lite, settings).mails == 0


def test_slk_s_flood_is_one_mail_and_counts_departments_that_are_gone(lite, settings):
    come(lite, 1, 2, owner="slk")
    come(lite, 3, owner="idrott")
    assert look(lite, settings).mails == 1
    assert mailed(lite) == ["slk@example.org"]
    assert told(lite, "slk") == [(3, 3, None)]


def test_messages_are_counted_together(lite, settings):
    come(lite, 1, 2, 3, owner="slk", kind="message")
    with lite.reading() as connection:
        (letter,) = flood_letters(
            connection, settings, speaking("en"), owner="slk", number=3, at=AT
        )
    assert "* Where: message, Meta" in letter.mail.text.splitlines()
    assert "  New: 3" in letter.mail.text.splitlines()


def test_an_address_that_is_none_is_a_gap_and_the_other_is_told(lite, tmp_path):
    come(lite, 1, 2, 3)
    odd = configured(tmp_path, sla=FEW, contacts={"slk": "slk@exam\u0000ple.org"})
    told = look(lite, odd)
    assert (told.mails, told.gaps) == (1, 1)
    assert mailed(lite) == ["trafik@example.org"]


def test_a_hundred_make_a_flood_unless_the_configuration_says_otherwise(tmp_path):
    assert configured(tmp_path).sla.flood == 100


def test_nobody_to_be_told_is_a_gap_and_looked_at_again(lite, tmp_path, settings):
    come(lite, 1, 2, 3, owner="slk")
    nobody = configured(tmp_path, sla=FEW, contacts={}, mail={"report_to": ()})
    assert (look(lite, nobody).gaps, told(lite, "slk")) == (1, [])
    assert look(lite, settings).mails == 1


def test_workers_that_look_at_once_tell_a_flood_once(store, settings):
    come(store, 1, 2, 3)
    come(store, 4, 5, 6, owner="kultur")
    together = threading.Barrier(4)

    def work(number):
        together.wait()
        return look(store, settings, AT + timedelta(seconds=number)).mails

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 4
    assert len(mailed(store)) == 4
    assert len(told(store)) == len(told(store, "kultur")) == 1


def test_the_mail_names_the_five_posts_with_the_most_and_nothing_that_people_wrote(lite, tmp_path):
    for post in range(1, 8):
        numbers = [f"{post}-{number}" for number in range(post)]
        come(lite, *numbers, post=a_post(post), text="<b>hemligt</b>")
    come(lite, "l", owner="trafik", post=a_post(9, Platform.LINKEDIN), text="hemligt")
    box = Postbox()
    with served(box) as address:
        settings = in_mail(configured(tmp_path, sla={"flood": 29}), address)
        assert look(lite, settings).mails == 2
        deliver_due(lite, settings, lambda: AT)
    mail = next(one for one in box.mails if one["to"] == "trafik@example.org")
    assert mail["subject"] == "Trafikkontoret: 29 nya inom en timme"
    plain = mail.get_body(["plain"]).get_content()
    page = mail.get_body(["html"]).get_content()
    lines = [line for line in plain.splitlines() if line.startswith("* Var: ")]
    assert lines == [f"* Var: Facebook, inlägg 1001_{post}" for post in (7, 6, 5, 4, 3)]
    assert "<https://example.org/1001_7>" in plain
    assert 'href="https://example.org/1001_7"' in page
    assert "annonsvakt queue --owner trafik --json" in plain
    assert "hemligt" not in plain + page
    assert "Tuva" not in plain + page
