"""LinkedIn's tokens that we were given or refreshed ourselves: kept, chosen, renewed in time."""

from __future__ import annotations

from worker.tokens.apps import Side, app_of
from worker.tokens.choosing import Held, held
from worker.tokens.renewing import renew

__all__ = ["Held", "Side", "app_of", "held", "renew"]
