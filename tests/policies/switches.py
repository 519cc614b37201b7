"""Switches and panels made in one line."""

from __future__ import annotations

from decimal import Decimal

from policies.crisis import Reading
from policies.model import (
    Answer,
    Group,
    Level,
    Money,
    Panel,
    Platform,
    Receipt,
    Switch,
    Unread,
    Words,
)

META, LINKEDIN = Platform.META, Platform.LINKEDIN


def campaign(number, *, account="act_1", intent="ACTIVE", delivery=None, daily=None, **more):
    """A campaign on Meta; in effect as its own switch says, unless told otherwise."""
    told = (intent,) if delivery is None and intent else delivery or ()
    money = Money(amount=Decimal(daily), currency="SEK") if daily else None
    values = {
        "platform": META, "account_id": account, "campaign_id": str(number),
        "level": Level.CAMPAIGN, "name": f"Kampanj {number}", "intent": intent,
        "delivery": tuple(told), "start": None, "end": None, "daily_budget": money,
        "total_budget": None, "updated": "2026-11-20T10:00:00+0100",
    }  # fmt: skip
    return Switch(**(values | more))


def group(number=9, intent="ACTIVE", *, backfilled=False, updated="1"):
    return Group(
        id=str(number), name=f"Grupp {number}", intent=intent, updated=updated,
        backfilled=backfilled,
    )  # fmt: skip


def linked(number, *, account="5001", intent="ACTIVE", delivery=None, above=None, **more):
    """A campaign on LinkedIn, in group 9 unless told otherwise."""
    told = (("RUNNABLE",) if intent == "ACTIVE" else ("STOPPED",)) if delivery is None else delivery
    return campaign(
        number, account=account, intent=intent, delivery=told, platform=LINKEDIN,
        group=above or group(), **({"updated": "1"} | more),
    )  # fmt: skip


def panel(*switches, complete=True, may_turn=True, unread=(), account=None, status=None):
    first = switches[0] if switches else None
    platform = first.platform if first else META
    return Panel(
        platform=platform,
        account_id=account or (first.account_id if first else "act_1"),
        account_name="Trafikkontoret",
        switches=tuple(switches),
        may_turn=may_turn,
        complete=complete,
        unread=tuple(unread),
        account_status=status or ("1" if platform is META else "ACTIVE"),
    )


def unread(what="account", *, platform=META, account="act_1"):
    return Unread(
        what=what, because=Words("The line is dead."), platform=platform, account_id=account
    )


def reading(*panels, gaps=()):
    return Reading(panels=tuple(panels), unread=tuple(gaps))


def receipt(switch, answer=Answer.ACCEPTED, *, retry_after=None):
    return Receipt(
        platform=switch.platform, account_id=switch.account_id, campaign_id=switch.campaign_id,
        level=switch.level, answer=answer, because=Words("It says no."), retry_after=retry_after,
    )  # fmt: skip
