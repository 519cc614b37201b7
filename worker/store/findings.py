"""Findings and their history, in which nothing is ever deleted."""
