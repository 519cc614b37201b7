"""Ad accounts as briefs name them: Meta's may be written without `act_`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from policies.model import AccountId, Platform


def home(account_id: AccountId) -> Platform:
    """The platform of an account that nobody sees: a bare number is taken for LinkedIn's."""
    return Platform.META if account_id.startswith("act_") else Platform.LINKEDIN


def is_seen(account_id: AccountId, seen: Mapping[Platform, Collection[AccountId]]) -> bool:
    """Whether any platform named the account; `seen`: all accounts that each of them named."""
    as_meta = AccountId(f"act_{account_id.removeprefix('act_')}")
    if as_meta in seen.get(Platform.META, ()):
        return True
    return account_id in seen.get(Platform.LINKEDIN, ())
