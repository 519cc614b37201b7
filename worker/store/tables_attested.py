"""What people attest that no platform tells."""

from __future__ import annotations
