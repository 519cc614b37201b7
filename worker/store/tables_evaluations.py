"""What verdicts were made from."""

from __future__ import annotations
