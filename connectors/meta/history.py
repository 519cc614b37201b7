"""What lives and what lies: campaigns whose ad sets and ads are still worth reading.

Accounts keep their campaigns for years, and nothing of what is over for long can deliver again, or
be written under, without a change that shows on the campaign itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from policies.model import Campaign

_ON = "ACTIVE"
_OFF = frozenset(("PAUSED", "ARCHIVED", "DELETED"))
_KNOWN = frozenset((_ON, *_OFF, "IN_PROCESS", "WITH_ISSUES"))
"""Words of a campaign's switch and of what comes of it (Manage Your Ad Object's Status, checked
2026-11-22)."""


def still_matters(campaign: Campaign, *, at: datetime, days: int) -> bool:
    """Whether it is live, to come, of unknown standing, or over for at most so many days."""
    since = over_since(campaign, at)
    return since is None or since >= at - timedelta(days=days)


def over_since(campaign: Campaign, at: datetime) -> datetime | None:
    """Since when at the latest it shows no ads; None: it may show some, or nobody can tell.

    Its end, if that is past; else, if it is switched off, its last change: it cannot have been
    switched off later than that. A word that we do not know never counts as stopped.
    """
    words = {campaign.intent, *campaign.delivery}
    if not words <= _KNOWN or (campaign.start is not None and campaign.start > at):
        return None
    if campaign.end is not None and campaign.end <= at:
        return campaign.end
    return _changed(campaign) if words <= _OFF else None


def _changed(campaign: Campaign) -> datetime | None:
    """When it was last changed; None: not told, or not as an instant."""
    try:
        changed = datetime.fromisoformat(campaign.updated or "")
    except ValueError:
        return None
    return changed if changed.utcoffset() is not None else None
