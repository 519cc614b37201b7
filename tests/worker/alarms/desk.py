"""An office with two contacts, its queue, and a mail server, on a clock that the test turns."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select

from policies.model import Platform
from policies.threads import Decision
from tests.worker.digests.desk import in_mail
from tests.worker.made import NOON, a_comment, a_post, some_settings
from tests.worker.queued import put
from worker.alarms.asking import ask, escalate
from worker.alarms.contacts import Terms
from worker.alarms.overdue import tell_overdue
from worker.language import Language
from worker.posting.outbox import deliver_due
from worker.store.tables_service import outbox
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement

FIRST, SECOND = "first@example.org", "redaktion@example.org"
DEPARTMENTS = ({"id": "trafik", "name": "Trafikkontoret", "mail": "trafik@example.org"},)


class Desk:
    """Whoever looks after the queue."""

    def __init__(self, store, folder, **settings):
        told = {
            "state_dir": folder / "var",
            "departments": DEPARTMENTS,
            "contacts": {"first": FIRST, "editorial": SECOND},
            "mail": {"url": "smtp://127.0.0.1:9", "sender": "annonsvakt@example.org"},
        }
        self.store, self.at, self.code = store, NOON, "en"
        self.settings = some_settings(**{**told, **settings})

    def clock(self):
        return self.at

    def by(self, address):
        """Mails go to the server at this address from now on."""
        self.settings = in_mail(self.settings, address)
        return self

    @property
    def terms(self):
        said = Language(self.code, ZoneInfo("Europe/Stockholm"))
        return Terms(settings=self.settings, said=said, at=self.at)

    def waits(self, number="1", *, platform=Platform.META, seen=None, **row):
        """A thread with its waiting comment; the answer is our id of it."""
        post = a_post(1, platform)
        said = a_comment(number, post=post, at=NOON, **row.pop("said", {}))
        row = {"owner": "trafik", "post": post, "at": seen or NOON} | row
        return put(self.store, said, **row)

    def ask(self, thread, by="Anna", question="Får vi lova det?"):
        made = Decision(action="ask", by=by, at=self.at, reason=question)
        return ask(self.store, self.terms, thread, made, clock=self.clock)

    def decide(self, thread, action, by="Bo"):
        made = Decision(action=action, by=by, at=self.at, reason="klart", to="Regionen")
        decide(self.store, judgement(self.settings), thread, made)

    def look(self):
        """What the job lays down now: mails about overdue threads, and about asks."""
        return tell_overdue(self.store, self.terms).mails, escalate(self.store, self.terms)

    def laid(self):
        """Kind and recipient of each mail in the outbox, in order."""
        with self.store.reading() as connection:
            query = select(outbox.c.kind, outbox.c.recipient).order_by(outbox.c.id)
            return [tuple(row) for row in connection.execute(query)]

    def deliver(self):
        return deliver_due(self.store, self.settings, self.clock)
