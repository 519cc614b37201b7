"""Rounds (C9, C10): what is asked of each day, what was held of it, and what was missed."""
