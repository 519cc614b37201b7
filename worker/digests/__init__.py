"""Digests: twice a day each owner is told of the open threads that are theirs, and no others."""
