"""Whether the queue's library is there; asked before anything of it is imported."""

from __future__ import annotations

from importlib.util import find_spec

from policies.model import Words

PACKAGE = "procrastinate"


def missing(package: str = PACKAGE) -> Words | None:
    """What is to be done where it is not installed; None: it is."""
    if find_spec(package) is not None:
        return None
    return Words(
        'engine = "procrastinate" needs a package that is not installed: install annonsvakt with '
        "its extras [postgres,procrastinate]."
    )
