"""The database's door: tables, their migrations, and rows turned into nouns in one place.

Nothing is imported here, so that a stop, which needs no database, never loads SQLAlchemy.
"""
