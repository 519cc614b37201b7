"""Reading what is new gives the queue that reading everything gives, whatever people do meanwhile.

Two databases live through the same days over real HTTP: one is swept as it is, the other by a
reader that is never told what is known.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from connectors.http import Patience
from connectors.meta import MetaReader
from connectors.sandbox.meta.talking import write
from tests.connectors.meta.city_talk import ANNA, BO, CITY, CITY_INSTAGRAM, City
from tests.worker.made import some_means
from worker.store import tables
from worker.store.opening import open_store
from worker.sweeping.known import READ_ANEW
from worker.sweeping.means import Scope, Talk
from worker.sweeping.talk import read_talk

STEPS, STEP = 18, timedelta(minutes=40)
QUESTIONS = ("När öppnar det?", "Hur anmäler man sig?", "Så fint!", "Varför är det stängt?")


class Forgetful(MetaReader):
    """Reads everything, every time."""

    def discussions(self, posts, known=None):
        return super().discussions(posts)


class Story:
    """People who write, answer, hide, change and delete, and two databases that are kept."""

    def __init__(self, city, dice, folder):
        self.city, self.dice = city, dice
        self.posts = [city.a_post(), city.a_post(), city.a_picture(organic=True)]
        self.tops = {}
        """The comment on top of each."""
        self.stale = set()
        """Comments that changed in place, which no list tells of as news."""
        self.reworded = set()
        """Those of them that say something else now."""
        self.readers = [self._reader(kind) for kind in (MetaReader, Forgetful)]
        self.stores = [open_store(f"sqlite:///{folder / name}.db") for name in ("new", "all")]

    def _reader(self, kind):
        access = self.city.access(pages=("1001",))
        return kind(access, patience=Patience(0), clock=lambda: self.city.now)

    def close(self):
        for store in self.stores:
            store.close()

    def sweep(self):
        """Both read what there is now."""
        for store, reader in zip(self.stores, self.readers, strict=True):
            talk = Talk()
            means = some_means(store, clock=lambda: self.city.now)
            read_talk(means, reader, Scope(), talk)
            assert talk.unread == []

    def goes_on(self):
        """Some time passes, in which people do a few things."""
        self.city.now += STEP
        for _ in range(self.dice.randrange(1, 4)):
            self.dice.choice((self._ask, self._ask, self._answer, self._reply, self._change))()
        if self.dice.random() < 0.2:
            self._delete()

    def _comments(self):
        kinds = ("Comment", "IGComment")
        return [node for node in self.city.world.meta.values() if node.kind in kinds]

    def _write(self, under, *, ours=False):
        on_facebook = self.city.world.meta[under].kind in ("PagePost", "Comment")
        author = (CITY if ours else ANNA) if on_facebook else (CITY_INSTAGRAM if ours else BO)
        text = "Klockan 9. /Eva" if ours else self.dice.choice(QUESTIONS)
        at = self.city.now - timedelta(seconds=self.dice.randrange(1, 2000))
        node = write(self.city.world, self.tops.get(under, under), text, author, at=at)
        number = node.fields["id"]
        self.tops[number] = self.tops.get(under, number)
        if on_facebook and under in self.tops:
            node.fields["parent"] = {"id": under}  # a reply to a reply names that one

    def _ask(self):
        self._write(self.dice.choice(self.posts).id)

    def _below(self, *, ours):
        if found := self._comments():
            self._write(self.dice.choice(found).fields["id"], ours=ours)

    def _answer(self):
        self._below(ours=True)

    def _reply(self):
        self._below(ours=False)

    def _change(self):
        """Somebody hides a comment, shows it again, or changes its words."""
        if found := self._comments():
            node = self.dice.choice(found)
            hidden, text = (
                ("is_hidden", "message") if "is_hidden" in node.fields else ("hidden", "text")
            )
            if self.dice.random() < 0.7:
                node.fields[hidden] = not node.fields[hidden]
            else:
                node.fields[text] = "Glöm det, tack!"
                self.reworded.add(node.fields["id"])
            self.stale.add(node.fields["id"])

    def _delete(self):
        if found := self._comments():
            self.city.deletes(self.dice.choice(found).fields["id"])

    def threads(self, store):
        """The state of each thread."""
        table = tables.threads
        with store.reading() as connection:
            rows = connection.execute(select(table)).all()
        return {
            row.thread_id: (row.post_id, row.state, row.due_at, row.comment_id, row.reason)
            for row in rows
        }

    def comments(self, store):
        """What stands in each comment's row, and in which thread; of what is gone only that."""
        table = tables.comments
        with store.reading() as connection:
            rows = connection.execute(select(table)).all()
        return {
            row.id: (row.thread, row.parent_id, row.gone_at or (row.text, row.hidden))
            for row in rows
        }

    def threads_with(self, ids):
        """Threads in which one of these comments stands."""
        table, threads = tables.comments, tables.threads
        query = (
            select(threads.c.thread_id)
            .join(table, table.c.thread == threads.c.id)
            .where(table.c.id.in_(ids))
        )
        with self.stores[1].reading() as connection:
            return set(connection.execute(query).scalars())


@pytest.fixture(params=(3, 5))
def story(request, tmp_path):
    city = City()
    made = Story(city, Random(request.param), tmp_path)
    yield made
    made.close()
    city.sandbox.stop()


def test_both_end_in_the_same_threads(story):
    story.city.toggle(page_rows=4)
    for _ in range(STEPS):
        story.goes_on()
        story.sweep()
        told, whole = (story.threads(store) for store in story.stores)
        changed = story.threads_with(story.stale)
        assert {one: told[one] for one in told.keys() - changed} == {
            one: whole[one] for one in whole.keys() - changed
        }
    story.city.now += READ_ANEW
    story.sweep()
    told, whole = (story.threads(store) for store in story.stores)
    reworded = story.threads_with(story.reworded)
    for one, seen in whole.items():
        # Who sees a change later cannot tell whether an answer before that was one to it: it waits.
        assert told[one] == seen or (one in reworded and told[one][1] == "open"), one
    assert told.keys() == whole.keys()
    told, whole = (story.comments(store) for store in story.stores)
    assert told == whole
    saved = story.readers[1].meter.counted - story.readers[0].meter.counted
    assert saved > 0


def test_the_story_has_everything_in_it(story):
    for _ in range(STEPS):
        story.goes_on()
    nodes = story._comments()
    assert {node.kind for node in nodes} == {"Comment", "IGComment"}
    replies = [node.fields["parent"]["id"] for node in nodes if "parent" in node.fields]
    assert any(story.tops[one] != one for one in replies)
    assert story.stale
    assert len(nodes) < len(story.tops)
