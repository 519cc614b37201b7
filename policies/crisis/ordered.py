"""What briefs tell a stop: accounts that it should reach, and whose campaigns it turned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from policies.briefs.accounts import home, is_seen
from policies.briefs.matching import Index, Registered
from policies.crisis.covering import NotCovered, account_link
from policies.crisis.scope import Scope
from policies.model import AccountId, CampaignId, Level, Platform, Switch, Words


def unseen_accounts(
    register: Iterable[Registered],
    seen: Mapping[Platform, Collection[AccountId]],
    scope: Scope,
) -> tuple[NotCovered, ...]:
    """Accounts in scope that a brief names and no token of ours sees.

    `seen`: all accounts that each platform named; a platform that is not in it could not list
    them, and is told as unread already.
    """
    found: dict[tuple[Platform, AccountId], list[str]] = {}
    for one in register:
        for account_id in one.brief.accounts:
            place = home(account_id), account_id
            listed = place[0] in seen and not is_seen(account_id, seen)
            if listed and scope.has_account(*place):
                found.setdefault(place, []).append(one.id)
    return tuple(
        NotCovered(
            channel=platform,
            because=Words(
                "The brief {brief} names the ad account {account}, and no token of ours sees it.",
                {"brief": ", ".join(briefs), "account": account_id},
            ),
            link=account_link(platform, account_id),
        )
        for (platform, account_id), briefs in sorted(found.items())
    )


def departments(switches: Iterable[Switch], register: Sequence[Registered]) -> dict[str, str]:
    """Number of a campaign, or of its group → id of the department whose brief it runs under.

    What no brief, or more than one, is known for is left out.
    """
    index, told = Index(register), dict[str, str]()
    for number, name, account_id in set(map(_named, switches)):
        found = index.match(CampaignId(number), name, account_id, suggest=False).found
        if found is not None and found.brief.department is not None:
            told[number] = found.brief.department
    return told


def _named(switch: Switch) -> tuple[str, str, AccountId]:
    """What briefs know a switch by: our campaigns are LinkedIn's groups."""
    group = switch.group
    if group is not None and switch.level is Level.CAMPAIGN:
        return group.id, group.name, switch.account_id
    return switch.campaign_id, switch.name, switch.account_id
