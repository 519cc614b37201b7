"""Meta: Facebook and Instagram by way of the Graph API; reading, stopping, guarding."""

from __future__ import annotations

from connectors.meta.access import MetaAccess
from connectors.meta.guardian import MetaGuardian
from connectors.meta.reader import MetaReader
from connectors.meta.stopper import MetaStopper

__all__ = ["MetaAccess", "MetaGuardian", "MetaReader", "MetaStopper"]
