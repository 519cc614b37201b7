"""LinkedIn: ads and posts with one token, comments with another; reading and stopping."""

from __future__ import annotations

from connectors.linkedin.access import LinkedInAccess
from connectors.linkedin.reader import LinkedInReader
from connectors.linkedin.stopper import LinkedInStopper

__all__ = ["LinkedInAccess", "LinkedInReader", "LinkedInStopper"]
