"""By what a record of ours is known among those of libraries."""

from __future__ import annotations

OURS = "annonsvakt"
"""The logger that our own records go through."""
FACTS = "annonsvakt_facts"
"""The attribute of a record that holds its facts."""
