"""Digests: each owner's open threads by mail, twice a day; and a mail when very many come."""
