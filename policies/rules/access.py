"""C3: what the city must be able to stop, it has the right to stop."""

from __future__ import annotations

from collections.abc import Iterator

from policies.delivery import can_run
from policies.model import AdSet, Platform, Snapshot, Unread, Words, may_turn
from policies.rule import Breach, Facts, Pass, Rule, Said, Severity, Unknown, about_account
from policies.told import told_of_running

_OF_ANOTHER = Words(
    "A token of its own stops ads, and a reading does not ask what that one may do. Run annonsvakt "
    "doctor."
)


def city_can_pause(facts: Facts) -> Iterator[Said]:
    """In every ad account with a campaign that can deliver, the city's token may pause it.

    On Meta that takes the task ADVERTISE or MANAGE in the account, on LinkedIn the role of account
    manager, campaign manager or billing administrator. Rights that were not told are unknown, and
    so are those of a stop token of its own, which annonsvakt doctor asks for.

    An account in which nothing can deliver needs no right. What could deliver and is missing from
    the lists is not over by that. The right may be there and a pause be refused all the same: only
    a real pause is proof.
    """
    account = facts.snapshot.account
    may = _OF_ANOTHER if facts.stops_apart else may_turn(account.platform, account.rights)
    if may is True:
        return
    running, doubt = _running(facts)
    campaigns = {_switched(one) for one in running}
    about = about_account(account)
    evidence = {"rights": _told(account.rights), "campaigns": len(campaigns)}
    rests_on = told_of_running(account.id, (one.id for one in running))
    if isinstance(may, Unread | Words) and (running or doubt is not None):
        yield Unknown(
            subject=about, because=_why(may), evidence=evidence, link=account.link, told=rests_on
        )
    elif running:
        count = str(len(campaigns))
        words = Words(
            "The city's token may not pause here. Campaigns that can deliver: {count}.",
            {"count": count},
        )
        yield Breach(
            subject=about, message=words, evidence=evidence, link=account.link, told=rests_on
        )
    elif doubt is not None:
        yield Unknown(subject=about, because=doubt, evidence=evidence, link=account.link)
    else:
        listed = (one.id for one in facts.snapshot.ad_sets)
        yield Pass(subject=about, told=told_of_running(account.id, listed))


def _why(may: Unread | Words) -> Words:
    """Why the right is not known."""
    return may.because if isinstance(may, Unread) else may


def _told(rights: tuple[str, ...] | Unread) -> list[str] | None:
    """The rights as JSON knows them; None: not read."""
    return None if isinstance(rights, Unread) else list(rights)


def _running(facts: Facts) -> tuple[list[AdSet], Words | None]:
    """The ad sets that can deliver, and why there may be more that nobody saw."""
    snapshot = facts.snapshot
    above = {one.id: one for one in snapshot.campaigns}
    running: list[AdSet] = []
    doubt = _unseen(snapshot)
    for ad_set in snapshot.ad_sets:
        runs = can_run(ad_set, above.get(ad_set.campaign_id), facts.as_of)
        if runs:
            running.append(ad_set)
        elif runs is None:
            doubt = doubt or Words("Whether every campaign here can deliver was not told.")
    return running, doubt


def _unseen(snapshot: Snapshot) -> Words | None:
    """Why ad sets may be missing from what was read."""
    missing = (one for one in snapshot.unread if one.what.partition(":")[0] == "ad_sets")
    return next((one.because for one in missing), None)


def _switched(ad_set: AdSet) -> str:
    """What a stop would turn: Meta's campaigns; on LinkedIn our ad sets are called so."""
    return ad_set.id if ad_set.platform is Platform.LINKEDIN else ad_set.campaign_id


CANNOT_PAUSE = Rule(
    id="access.cannot-pause",
    clause="C3",
    severity=Severity.STOP,
    about="account",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=city_can_pause,
)
