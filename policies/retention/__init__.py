"""How long what was read may be kept: the terms, and when a clock may be believed."""

from __future__ import annotations

from policies.retention.table import TERMS, Kept, Term, strict, term

__all__ = ["TERMS", "Kept", "Term", "strict", "term"]
