"""A platform made of values: its switches can be turned, and its answers can be bad."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from connectors import Visible
from connectors.errors import Unavailable
from connectors.http import Meter
from policies.crisis import key_of, not_covered
from policies.model import Answer, Level, Panel, Platform, Words
from tests.policies.switches import panel, receipt, unread
from worker.stopping.giving import Desk
from worker.stopping.identity import Identity
from worker.stopping.journal import Journal
from worker.stopping.means import Means
from worker.stopping.ordering import Order
from worker.stopping.places import Places

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORDER = Order(
    reason="olycka", operator="Anna", who=Identity(os_user="anna", host="vakt", terminal=None)
)


class Board:
    """A stopper whose platform is a dictionary. `answers` tells what to answer to which write."""

    batch_size = 50

    def __init__(self, *switches, platform=Platform.META):
        self.platform = platform
        self.meter = Meter()
        self.switches = {key_of(one): one for one in switches}
        self.lock = threading.Lock()
        self.answers = {}
        """campaign id → answers to come, each (Answer, whether it is done all the same)."""
        self.dead = set()
        """Accounts that cannot be read; `*` for the list of accounts."""
        self.on_write = []
        """Called with the batch before it is carried out."""
        self.after_write = []
        self.hidden = set()
        """Campaigns that the list leaves out."""
        self.settling = 0
        """Readings for which what was turned stays IN_PROCESS."""
        self.writes = []
        self.status = None
        self.version = 1

    def accounts(self):
        self.fails("*")
        ids = sorted({one.account_id for one in self.switches.values()})
        return Visible(accounts=tuple(ids))

    def fails(self, account_id):
        if account_id in self.dead:
            raise Unavailable(Words("The line is dead."), platform=self.platform)

    def panel(self, account_id, *, beneath=None) -> Panel:
        self.fails(account_id)
        with self.lock:
            self.meter.add(http=1, counted=1)
            mine = [
                self.shown(one)
                for one in self.switches.values()
                if one.account_id == account_id
                and one.level is Level.CAMPAIGN
                and one.campaign_id not in self.hidden
            ]
            self.settling = max(0, self.settling - 1)
        return panel(*mine, account=account_id, status=self.status)

    def shown(self, one):
        settles = self.settling and one.intent == "PAUSED" and one.updated.startswith("v")
        return replace(one, delivery=("IN_PROCESS",)) if settles else one

    def turn_off(self, switches):
        return self.turn(switches, "PAUSED")

    def turn_on(self, switches):
        return self.turn(switches, "ACTIVE")

    def turn(self, switches, intent):
        for call in self.on_write:
            call(switches)
        with self.lock:
            self.writes.append(tuple(one.campaign_id for one in switches))
            given = tuple(self.turn_one(one, intent) for one in switches)
        for call in self.after_write:
            call(switches)
        return given

    def turn_one(self, switch, intent):
        coming = self.answers.get(switch.campaign_id)
        answer, done, *wait = coming.pop(0) if coming else (Answer.ACCEPTED, True)
        if done:
            self.set(switch, intent)
        return receipt(switch, answer, retry_after=wait[0] if wait else None)

    def set(self, switch, intent):
        self.version += 1
        for key, one in self.switches.items():
            new = {"updated": f"v{self.version}"}
            if key == key_of(switch):
                delivery = (intent,) if self.platform is Platform.META else ("STOPPED",)
                self.switches[key] = replace(one, intent=intent, delivery=delivery, **new)
            elif (
                switch.level is Level.CAMPAIGN_GROUP
                and one.group
                and one.group.id == switch.campaign_id
            ):
                above = replace(one.group, intent=intent, **new)
                held = () if intent == "ACTIVE" else ("CAMPAIGN_GROUP_STATUS_HOLD",)
                self.switches[key] = replace(one, group=above, delivery=held)

    def allowance(self, account_id):
        return None

    def read_back(self, switches):
        with self.lock:
            return tuple(self.switches.get(key_of(one)) or unread("campaigns") for one in switches)

    def on(self):
        """The campaigns whose own switch, and whose group's, is on."""
        return {
            one.campaign_id
            for one in self.switches.values()
            if one.intent == "ACTIVE" and not (one.group and one.group.intent == "PAUSED")
        }


class Clock:
    """Stands still but for sleeping."""

    def __init__(self):
        self.now = NOON
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def desk(*boards, state_dir, clock=None, spare=None, told=None, late=5.0):
    """A desk over these boards; what is said goes to `told`."""
    clock = clock or Clock()
    lines = [] if told is None else told
    places = Places(state_dir=state_dir, spare=spare)
    means = Means(
        stoppers={one.platform: one for one in boards},
        clock=clock,
        sleep=clock.sleep,
        tell=lambda words: lines.append(words.english()),
        late=late,
    )
    enabled = [one.platform for one in boards]
    return Desk(
        means=means,
        places=places,
        not_covered=not_covered(enabled=enabled, present=enabled),
        open_journal=lambda stop_id: Journal(
            stop_id, places, clock=clock, warn=lambda words: lines.append(words.english()),
            last_resort=lines.append,
        ),
    )  # fmt: skip
