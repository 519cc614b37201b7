"""C3: what the city must be able to stop, it has the right to stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policies.briefs.matching import Registered
from policies.crisis.covering import account_link
from policies.delivery import can_run
from policies.model import (
    TURNING,
    AccountId,
    AdSet,
    Platform,
    Snapshot,
    Unread,
    Words,
    may_turn,
)
from policies.named import BRIEFS, Named, NamedRule
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Said,
    Severity,
    Subject,
    Unknown,
    about_account,
)
from policies.told import NOTHING, Told, told_of_running

_OF_ANOTHER = Words(
    "A token of its own stops ads, and a reading does not ask what that one may do. Run annonsvakt "
    "doctor."
)


def city_can_pause(facts: Facts) -> Iterator[Said]:
    """In every ad account with a campaign that can deliver, the city's token may pause it.

    On Meta that takes the task ADVERTISE or MANAGE in the account, on LinkedIn the role of account
    manager, campaign manager or billing administrator. Rights that were not told are unknown, and
    so are those of a stop token of its own, which annonsvakt doctor asks for.

    It takes a permission of the token besides: on Meta ads_management, on LinkedIn rw_ads. What was
    told last counts, and each new token is asked about; where no secret of the app is set to ask
    with, the task or role alone decides. A LinkedIn app in development tier may edit the accounts
    on its list alone: of any other it is unknown.

    An account in which nothing can deliver needs no right. What could deliver and is missing from
    the lists is not over by that. The right may be there and a pause be refused all the same: only
    a real pause is proof.

    An account that a brief names must be one that the city's tokens see, from a week before the
    brief's first day until its last, or until the brief is closed.
    """
    account = facts.snapshot.account
    may = _may(facts)
    if may is True:
        return
    running, doubt = _running(facts)
    campaigns = {_switched(one) for one in running}
    about = about_account(account)
    lacks = facts.permitted.lacks(account.platform, account.id)
    evidence: dict[str, object] = {"rights": _told(account.rights), "campaigns": len(campaigns)}
    evidence |= {"lacks": TURNING[account.platform]} if lacks else {}
    rests_on = told_of_running(account.id, (one.id for one in running))
    if isinstance(may, Unread | Words) and (running or doubt is not None):
        yield Unknown(
            subject=about, because=_why(may), evidence=evidence, link=account.link, told=rests_on
        )
    elif running:
        told = {"count": str(len(campaigns))}
        words = (
            replace(_LACKS, values=told | {"scope": TURNING[account.platform]})
            if lacks
            else replace(_MAY_NOT, values=told)
        )
        yield Breach(
            subject=about, message=words, evidence=evidence, link=account.link, told=rests_on
        )
    elif doubt is not None:
        yield Unknown(subject=about, because=doubt, evidence=evidence, link=account.link)
    else:
        listed = (one.id for one in facts.snapshot.ad_sets)
        yield Pass(subject=about, told=told_of_running(account.id, listed))


_MAY_NOT = Words("The city's token may not pause here. Campaigns that can deliver: {count}.")
_LACKS = Words(
    "The city's token lacks the permission {scope} here, without which nothing can be paused. "
    "Campaigns that can deliver: {count}."
)


def _may(facts: Facts) -> bool | Unread | Words:
    """Whether the token that stops may pause here, or why that is not known."""
    account, permitted = facts.snapshot.account, facts.permitted
    if facts.stops_apart and not permitted.lacks(account.platform, account.id):
        return _OF_ANOTHER
    rights = () if facts.stops_apart else account.rights
    # An account that is not active cannot be edited, nor does it show anything: no finding.
    return may_turn(account.platform, rights, account.id, permitted=permitted)


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
    remedy=Words(
        "Have the owner of the account give the city's user the right to stop its ads: on Meta the "
        "task ADVERTISE, on LinkedIn the role of campaign manager. A permission that the token "
        "lacks comes with a new token: annonsvakt doctor says which."
    ),
)


def every_named_account_is_seen(facts: Named) -> Iterator[Said]:
    """Every ad account that a brief names is one that the city's tokens see.

    From a week before the brief's first day until its last, or until the brief is closed. Where
    accounts could not be listed it is unknown, and so it is where the brief names no first day.
    An account that is seen is judged by its own reading.
    """
    briefs = facts.briefs()
    for account_id, naming in sorted(briefs.items()):
        if not facts.is_seen(account_id):
            yield _of_unseen(account_id, naming, facts)
    for account_id in sorted(facts.known):
        if account_id not in briefs or facts.is_seen(account_id):
            about = Subject(kind="account", id=account_id, name="")
            # In sight it is put right. No longer named it is, if the briefs tell so themselves.
            told = NOTHING if facts.is_seen(account_id) else facts.register.index.told
            yield Pass(subject=about, told=told)


def _of_unseen(account_id: AccountId, naming: Sequence[Registered], facts: Named) -> Said:
    """An account that no platform listed."""
    started = [one for one in naming if one.brief.starts is not None]
    doubt = facts.gap(account_id) or (None if started else _NO_START)
    named = [one.id for one in started or naming]
    about = Subject(kind="account", id=account_id, name="")
    evidence, link = {BRIEFS: named}, account_link(facts.platform, account_id)
    told = Told((), tuple((one.carrier, f"account {account_id}") for one in naming))
    if doubt is not None:
        return Unknown(subject=about, because=doubt, evidence=evidence, link=link, told=told)
    message = Words(
        "No token of the city's sees this account, so a stop does not reach it. It is named in: "
        "{briefs}. If its id is written wrongly there, correct it and take the brief in again.",
        {"briefs": ", ".join(named)},
    )
    return Breach(subject=about, message=message, evidence=evidence, link=link, told=told)


_NO_START = Words(
    "No token of the city's sees this account, and the brief that names it does not tell when its "
    "ads start."
)
NAMED = NamedRule(
    id=CANNOT_PAUSE.id,
    clause="C3",
    severity=Severity.STOP,
    about="account",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=every_named_account_is_seen,
    remedy=CANNOT_PAUSE.remedy,
)
"""Stands beside the catalogue: it is the same rule, on accounts that nobody reads."""
