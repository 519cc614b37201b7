"""Briefs: read from what departments write, and held against campaigns."""
