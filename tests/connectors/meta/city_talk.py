"""A city on Meta where nobody has said anything yet, and what a test needs to let people speak."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from connectors.http import Meter, Patience
from connectors.meta import inbox, own_posts, page_tokens, talk
from connectors.meta.access import MetaAccess
from connectors.meta.graph import Graph
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta import found
from connectors.sandbox.city_meta_creatives import Ground, media, post
from connectors.sandbox.meta.talking import remove, stamp, write
from connectors.sandbox.world import Node
from policies.model import Platform, Post

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE, OTHER_PAGE, PARTNER_PAGE = "1001", "1002", "1009"
INSTAGRAM, HANDLE = "17841400000000001", "stockholms.stad"
ANNA = {"id": "24001", "name": "Anna Ek"}
BO = {"id": "5601", "username": "bo.lind"}
CITY = {"id": PAGE, "name": "Stockholms stad"}
CITY_INSTAGRAM = {"id": INSTAGRAM, "username": HANDLE}


class City:
    """Pages and Instagram accounts in a sandbox, and a graph that asks it without waiting."""

    def __init__(self):
        self.now = NOON
        self.slept = []
        self.happens = {}
        self.sandbox = Sandbox(clock=lambda: NOON, city=False)
        self.sandbox.world.clock = self._clock
        self.world = self.sandbox.world
        found(self.world)
        self.base_url = self.sandbox.start()
        self.meter = Meter()
        self._posts = 0

    def access(self, **changed):
        told = {
            "base_url": self.base_url,
            "api_version": "v26.0",
            "app_id": "1",
            "app_secret": "sandbox-secret",
            "token": "sandbox-meta",
            "ad_accounts": (),
            "pages": (),
            "instagram": (),
            "watch_after_days": 90,
        }
        return MetaAccess(**told | changed)

    def graph(self, **changed):
        patience = Patience(0, sleep=self._sleep)
        access = self.access(**changed)
        return Graph(access, patience=patience, clock=lambda: self.now, meter=self.meter)

    def _clock(self):
        """What time it is in the sandbox; what a test wants to happen before a call happens."""
        if event := self.happens.pop(self.sandbox.world.counted["meta"] - 1, None):
            event()
        return self.now

    def before(self, calls, event):
        """Let something happen before the call that comes after so many further ones."""
        self.happens[self.sandbox.world.counted["meta"] + calls] = event

    def _sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def pages(self, **changed):
        return page_tokens.fetch(self.graph(**changed), self.access(**changed))

    def toggle(self, **toggles):
        known = {f"meta.{name}": value for name, value in toggles.items()}
        self.world.faults.set_toggles(known, known)

    def a_post(self, page=PAGE, *, days_ago=2, inline=False, dynamic=False):
        """A Facebook post: a noun to ask about."""
        number = post(self.world, self._ground(days_ago), page, inline=inline, dynamic=dynamic)
        return Post(platform=Platform.META, id=number, kind="facebook", owner_id=page)

    def a_picture(self, owner=INSTAGRAM, *, days_ago=2, organic=False):
        """An Instagram post."""
        number = media(self.world, self._ground(days_ago), owner, organic=organic)
        link = self.world.meta[number].fields["permalink"]
        return Post(platform=Platform.META, id=number, kind="instagram", owner_id=owner, link=link)

    def _ground(self, days_ago):
        self._posts += 1
        return Ground(self._posts, f"Inlägg {self._posts}", NOON - timedelta(days=days_ago))

    def says(self, under, text="Hur gör man?", author=ANNA, *, hours_ago=1.0, **fields):
        """A comment under a post, or a reply under a comment; the answer is its id."""
        parent = under.id if isinstance(under, Post) else under
        at = NOON - timedelta(hours=hours_ago)
        node = write(self.world, parent, text, author, at=at)
        node.fields.update(fields)
        return node.fields["id"]

    def deletes(self, number):
        remove(self.world, self.world.meta[number])

    def many(self, under, count, author=ANNA):
        return [self.says(under, f"Nummer {n}", author, hours_ago=1 + n / 60) for n in range(count)]

    def writes(self, count=1, *, page=PAGE, channel="messenger", by=None, **fields):
        """A conversation of so many messages, all by one; the answer is its id."""
        number = f"t_{len(self.world.meta)}"
        thread = self.world.meta[number] = Node("UnifiedThread", {"id": number})
        for n in range(count):
            told = {
                "id": f"m_{number}_{n}",
                "created_time": stamp(NOON - timedelta(hours=5) + timedelta(minutes=n)),
                "from": (by or {}).get(n, {"id": "6101", "name": "Bo Lind"}),
                "message": f"Hej {n}",
            }
            self.world.meta[told["id"]] = Node("Message", told | fields.pop("message", {}))
            thread.edges.setdefault("messages", []).append(told["id"])
        thread.fields |= {
            "updated_time": stamp(NOON - timedelta(hours=4)),
            "message_count": count,
            "link": f"/{page}/inbox/{number}/",
        } | fields
        edges = self.world.meta[page].edges
        edges.setdefault(f"conversations_{channel}", []).append(number)
        return number

    def read(self, *posts, pages=None, known=None, **changed):
        """The discussions of these posts."""
        pages = pages or self.pages(**changed)
        return list(talk.discussions(self.graph(**changed), pages, posts, known))

    def gone(self, post, *ids, pages=None):
        return dict(talk.gone(self.graph(), pages or self.pages(), post, ids))

    def own_posts(self, **changed):
        graph, access = self.graph(**changed), self.access(**changed)
        own = own_posts.read(graph, self.pages(**changed), access, NOON)
        return own.posts, own.unread

    def inboxes(self, **changed):
        return list(inbox.inboxes(self.graph(**changed), self.pages(**changed), NOON))

    def asked(self):
        """Paths of what was asked so far, without the version."""
        return [one.path.partition("/v26.0/")[2].strip("/") for one in self.sandbox.requests]


def reasons(unread):
    """What was not read, by name, and why, in English."""
    return {one.what: one.because.english() for one in unread}
