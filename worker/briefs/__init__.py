"""Briefs in files: a form filled by mail, a spreadsheet of many, a TOML file."""
