"""What campaigns plan and spend, brief by brief."""

from __future__ import annotations
