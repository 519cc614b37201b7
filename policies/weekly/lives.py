"""Whether a finding's history can have happened: where an entry is missing, a step is too wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LIVE = ("open", "muted")
OVER = ("resolved", "acknowledged")
_ONLY_FROM = {
    "opened": ("",),
    "reopened": OVER,
    "resolved": LIVE,
    "cleared": LIVE,
    "acknowledged": LIVE,
    "muted": LIVE,
    "unmuted": ("muted",),
    "mute-ended": ("muted",),
}
"""What a finding's state must have been before each entry; empty: it had none."""


def could_be(entries: Sequence[str], states: Iterable[str]) -> bool:
    """Whether each entry may follow those before it.

    `states`: the state after each of them. The first entry of any finding is `opened`.
    """
    before = ""
    for entry, after in zip(entries, states, strict=True):
        allowed = _ONLY_FROM.get(entry)
        if (allowed is not None and before not in allowed) or not (before or entry == "opened"):
            return False
        before = after
    return True
