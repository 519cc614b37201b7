"""What a stop does not reach: told in every plan, with a place to finish by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from policies.model import AccountId, Platform, Words

BY_HAND: Mapping[Platform, str] = {
    Platform.META: "https://adsmanager.facebook.com/adsmanager/manage/campaigns",
    Platform.LINKEDIN: "https://www.linkedin.com/campaignmanager/accounts",
    Platform.X: "https://ads.x.com",
}
"""Where a person turns campaigns off by hand."""


def account_link(platform: Platform, account_id: AccountId | None) -> str:
    """The page with the account's switches; without an account, the platform's."""
    page = BY_HAND[platform]
    if account_id is None:
        return page
    if platform is Platform.META:
        return f"{page}?act={account_id.removeprefix('act_')}"
    return f"{page}/{account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """A channel that the stop cannot reach."""

    channel: Platform
    because: Words
    link: str


def not_covered(
    *, enabled: Collection[Platform], present: Collection[Platform]
) -> tuple[NotCovered, ...]:
    """The channels that no stop reaches.

    `present`: platforms whose section stands in the configuration; `enabled`: those of them that
    are not switched off.
    """
    return tuple(
        NotCovered(channel=one, because=_because(one, present), link=account_link(one, None))
        for one in Platform
        if one not in enabled
    )


def left_out(platform: Platform, accounts: Mapping[AccountId, str]) -> tuple[NotCovered, ...]:
    """Accounts, with their names, that the token sees and the configuration does not name."""
    return tuple(
        NotCovered(
            channel=platform,
            because=Words(
                "The configuration leaves out the ad account {account} ({name}): no stop reaches "
                "it.",
                {"account": account_id, "name": name},
            ),
            link=account_link(platform, account_id),
        )
        for account_id, name in accounts.items()
    )


def unsure(platform: Platform, notes: Iterable[Words]) -> tuple[NotCovered, ...]:
    """What a platform does not tell of accounts that there may be besides."""
    page = account_link(platform, None)
    return tuple(NotCovered(channel=platform, because=one, link=page) for one in notes)


def _because(platform: Platform, present: Collection[Platform]) -> Words:
    if platform is Platform.X:
        return Words("X has no connector: ads there are stopped by hand.")
    if platform in present:
        return Words("[{section}] is switched off in the configuration.", {"section": platform})
    return Words("The configuration has no section [{section}].", {"section": platform})
