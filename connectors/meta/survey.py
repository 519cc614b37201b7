"""Asking for the ad side of one account: first the campaigns, then what lives below them.

Each part fails by itself. Campaigns that are over for long are known as campaigns alone; where
nothing is over, all ad sets and ads are asked for without naming campaigns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import ConnectorError, PermissionMissing, RequestRefused
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.fields import names
from connectors.meta.graph import Gathered, Graph
from connectors.meta.history import still_matters
from connectors.meta.read_account import blank_account, read_account, read_controls
from connectors.meta.read_ads import read_campaign
from connectors.meta.shape import Record, listed, record, required
from connectors.meta.wanted import CONTROLS
from policies.model import AccountControls, AccountId, AdAccount, Platform, Unread, Words

CHUNK = 100
"""Campaigns named in one request."""
_WITH_CONTROLS = (PermissionMissing, RequestRefused)
"""Refusals that may be about the controls alone."""
_OF_CONTROLS = {"account_controls", *names(CONTROLS)}
"""Without any of these nobody knows how far the controls go."""


class Asked:
    """What is asked of an account."""

    def __init__(self, account_id: AccountId) -> None:
        self.account_id = account_id
        self.account = ask.account(account_id, controls=True)
        self.bare = ask.account(account_id, controls=False)
        self.controls = ask.controls(account_id)
        self.campaigns = ask.campaigns(account_id)
        self.ad_sets = ask.ad_sets(account_id)
        self.ads = ask.ads(account_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The answers of one account."""

    account: AdAccount
    lost: Unread | None
    """Why the account itself could not be read."""
    campaigns: Gathered
    ad_sets: Gathered
    ads: Gathered


def survey(graph: Graph, asked: Asked, *, at: datetime, days: int) -> Survey:
    """Ask for the account with its campaigns, then for what still matters below them.

    Where the account is refused, its controls are asked for apart. `days`: how long a campaign
    that is over still matters.

    Raises:
        ConnectorError: nothing came.
    """
    (campaigns,), (told,) = graph.survey([asked.campaigns], [asked.account])
    controls = None
    if isinstance(told, _WITH_CONTROLS):
        (controls,), (told,) = graph.survey([asked.controls], [asked.bare])
    if isinstance(told, ConnectorError) and campaigns.error and not campaigns.rows:
        raise told
    account, lost = _account(told, asked.account_id, _controls(graph, asked, told, controls))
    ad_sets, ads = _below(graph, asked, _wanted(campaigns, asked.account_id, at=at, days=days))
    return Survey(account=account, lost=lost, campaigns=campaigns, ad_sets=ad_sets, ads=ads)


def _wanted(
    campaigns: Gathered, account_id: AccountId, *, at: datetime, days: int
) -> Sequence[str] | None:
    """The campaigns of which everything is wanted; None: of all, also of those not listed."""
    if campaigns.error is not None:
        return None
    try:
        ids = {required(record(row, "data[]"), "id"): row for row in campaigns.rows}
    except ConnectorError:
        return None  # nobody knows which campaign that row is
    kept = [one for one, row in ids.items() if _matters(row, account_id, at=at, days=days)]
    return kept if len(kept) < len(ids) or not ids else None


def _matters(row: Record, account_id: AccountId, *, at: datetime, days: int) -> bool:
    """Whether a campaign still matters; one that cannot be read does."""
    try:
        campaign = read_campaign(row, account_id, currency=None)
    except ConnectorError:
        return True
    return still_matters(campaign, at=at, days=days)


def _below(graph: Graph, asked: Asked, wanted: Sequence[str] | None) -> tuple[Gathered, Gathered]:
    """The ad sets and the ads of these campaigns; None: of the whole account."""
    if wanted is None:
        ad_sets, ads = graph.edges([asked.ad_sets, asked.ads])
        return ad_sets, ads
    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    asks = [make(asked.account_id, some) for make in (ask.ad_sets, ask.ads) for some in chunks]
    told = graph.edges(asks) if asks else ()
    return _joined(told[: len(chunks)]), _joined(told[len(chunks) :])


def _joined(parts: Sequence[Gathered]) -> Gathered:
    """Several parts of one list; it is whole if each is."""
    error = next((one.error for one in parts if one.error), None)
    return Gathered(rows=tuple(row for one in parts for row in one.rows), error=error)


def _account(
    told: Answered, account_id: AccountId, controls: AccountControls | Unread
) -> tuple[AdAccount, Unread | None]:
    """The account; without it its campaigns are still worth something."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        return read_account(told, account_id, controls=controls), None
    except ConnectorError as error:
        unread = error.unread("account", account_id)
        return blank_account(account_id, unread), unread


def _controls(
    graph: Graph, asked: Asked, told: Answered, apart: Gathered | None
) -> AccountControls | Unread:
    """What the account excludes, or why that is not known; `apart`: they were asked for apart."""
    request = asked.account if apart is None else asked.controls
    try:
        rows = _rows_of_controls(told, apart)
        if not _OF_CONTROLS & {*graph.lacking(request)}:
            return read_controls(rows)
    except ConnectorError as error:
        return error.unread("controls", asked.account_id)
    because = Words(
        "Meta no longer gives the controls of account {account}. Report it to the developers.",
        {"account": asked.account_id},
    )
    return Unread(
        what="controls", because=because, platform=Platform.META, account_id=asked.account_id
    )


def _rows_of_controls(told: Answered, apart: Gathered | None) -> Sequence[Any]:
    """The controls as they came.

    Raises:
        ConnectorError: they did not come.
    """
    if apart is not None and apart.error is not None:
        raise apart.error
    if apart is not None:
        return apart.rows
    if isinstance(told, ConnectorError):
        raise told
    return listed(told, "account_controls")
