"""The proofs that were seen."""

from __future__ import annotations
