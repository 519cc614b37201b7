"""Addresses in Ads Manager that open at the right object."""

from __future__ import annotations

from urllib.parse import urlencode

from policies.model import AccountId

_MANAGE = "https://adsmanager.facebook.com/adsmanager/manage"


def page_link(page_id: str) -> str:
    """A Page, as anybody sees it; by its number, which Facebook turns into its name."""
    return f"https://www.facebook.com/{page_id}"


def account_link(account_id: AccountId) -> str:
    """The campaigns of an account."""
    return _link("campaigns", account_id)


def campaign_link(account_id: AccountId, campaign_id: str) -> str:
    """A campaign."""
    return _link("campaigns", account_id, selected_campaign_ids=campaign_id)


def ad_set_link(account_id: AccountId, ad_set_id: str) -> str:
    """An ad set."""
    return _link("adsets", account_id, selected_adset_ids=ad_set_id)


def ad_link(account_id: AccountId, ad_id: str) -> str:
    """An ad."""
    return _link("ads", account_id, selected_ad_ids=ad_id)


def _link(level: str, account_id: AccountId, **selected: str) -> str:
    """Ads Manager writes the account without `act_`."""
    query = {"act": account_id.removeprefix("act_"), **selected}
    return f"{_MANAGE}/{level}?{urlencode(query)}"
