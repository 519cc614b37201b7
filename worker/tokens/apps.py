"""LinkedIn's two developer apps as the configuration has them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from worker.config.sections import LinkedIn

if TYPE_CHECKING:
    from pydantic import SecretStr

    from connectors.linkedin.oauth import App


class Side(StrEnum):
    """Which of the two apps: they cannot be one (Getting Access to Community Management)."""

    ADS = "ads"
    COMMUNITY = "community"


SCOPES = {
    Side.ADS: ("r_ads", "rw_ads", "r_ads_reporting", "r_organization_social"),
    Side.COMMUNITY: (
        "r_organization_social_feed",
        "r_organization_social",
        "rw_organization_admin",
    ),
}
"""What is asked of a member: what we use and nothing else. One scope that the app was not granted
rejects the whole request, and another set ends all earlier tokens (checked 2026-11-22)."""


def app_of(section: LinkedIn, side: Side) -> App | None:
    """The app of one side; None: its id or secret is not configured."""
    from connectors.linkedin.oauth import App

    client_id = secret(section, side, "client_id")
    client_secret = secret(section, side, "client_secret")
    if not (client_id and client_secret):
        return None
    return App(
        oauth_url=section.oauth_url,
        place=f"[linkedin] {side}_",
        client_id=client_id,
        client_secret=client_secret,
    )


def secret(section: LinkedIn, side: Side, name: str) -> str | None:
    """One of a side's secrets, such as `refresh_token`; empty counts as missing."""
    value: SecretStr | None = getattr(section, f"{side}_{name}")
    return value.get_secret_value() or None if value else None
