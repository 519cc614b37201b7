"""Meta: Facebook and Instagram by way of the Graph API; reading and stopping."""

from __future__ import annotations

from connectors.meta.access import MetaAccess
from connectors.meta.reader import MetaReader
from connectors.meta.stopper import MetaStopper

__all__ = ["MetaAccess", "MetaReader", "MetaStopper"]
