"""Ad accounts on Meta in a sandbox, and what a test needs to read them and to turn them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

from connectors.http import Patience
from connectors.meta import MetaAccess, MetaReader, MetaStopper
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta import account, found
from connectors.sandbox.city_meta_ads import Builder
from connectors.sandbox.city_meta_campaigns import Story

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
INSTAGRAM, LEGACY = "17841400000000001", "2200000000000001"
OTHER, STAND_IN, PARTNER = "17841400000000002", "17841400000000090", "17841400000000009"
LOST = "17841400000000666"


class AdCity:
    """Accounts with the campaigns that a test puts there."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.world = sandbox.world
        found(self.world)
        self.base_url = sandbox.start()
        self._builder = Builder(self.world, Random(1))

    def account(self, number="act_1", name="Konto", **more):
        account(self.world, number, name, **more)
        return number

    def campaign(
        self, *, state="delivering", placement="manual", sender="city", account="act_1", **more
    ):
        """A campaign, by default with one ad set and one ad; the answer is its id."""
        if account not in self.world.meta:
            self.account(account)
        story = Story(account, "Kampanj", state, placement, sender, **{"ads": 1} | more)
        return self._builder.campaign(story)

    def toggle(self, **toggles):
        known = {f"meta.{name}": value for name, value in toggles.items()}
        self.world.faults.set_toggles(known, known)

    def access(self, **changed):
        told = {
            "base_url": self.base_url,
            "api_version": "v26.0",
            "app_id": "1",
            "app_secret": "sandbox-secret",
            "token": "sandbox-meta",
            "ad_accounts": (),
            "pages": (),
            "instagram": (INSTAGRAM,),
            "watch_after_days": 90,
        }
        return MetaAccess(**told | changed)

    def reader(self, recall=None, **changed):
        return MetaReader(
            self.access(**changed), patience=Patience(0), clock=lambda: NOON, recall=recall
        )

    def stopper(self, **changed):
        return MetaStopper(self.access(**changed), patience=Patience(0), clock=lambda: NOON)

    def snapshot(self, account="act_1", **changed):
        return self.reader(**changed).snapshot(account)


@contextmanager
def ad_city():
    """A running sandbox in which nobody advertises yet."""
    with Sandbox(clock=lambda: NOON, city=False) as sandbox:
        yield AdCity(sandbox)
