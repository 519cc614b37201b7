"""Upkeep: what must be looked at so that the service still does its work in a year."""
