"""Asking for the ad side of one account: everything at once, and each part fails by itself."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.errors import ConnectorError, PermissionMissing, RequestRefused
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.fields import names
from connectors.meta.graph import Gathered, Graph
from connectors.meta.read_account import blank_account, read_account, read_controls
from connectors.meta.shape import listed
from connectors.meta.wanted import CONTROLS
from policies.model import AccountControls, AccountId, AdAccount, Platform, Unread, Words

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


def survey(graph: Graph, asked: Asked) -> Survey:
    """Ask for everything at once; where that is refused, for the controls apart.

    Raises:
        ConnectorError: nothing came.
    """
    edges, (told,) = graph.survey([asked.campaigns, asked.ad_sets, asked.ads], [asked.account])
    controls = None
    if isinstance(told, _WITH_CONTROLS):
        (controls,), (told,) = graph.survey([asked.controls], [asked.bare])
    if isinstance(told, ConnectorError) and all(one.error and not one.rows for one in edges):
        raise told
    account, lost = _account(told, asked.account_id, _controls(graph, asked, told, controls))
    campaigns, ad_sets, ads = edges
    return Survey(account=account, lost=lost, campaigns=campaigns, ad_sets=ad_sets, ads=ads)


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
    try:
        if apart is not None and apart.error is not None:
            raise apart.error
        if apart is not None:
            return read_controls(apart.rows)
        if isinstance(told, ConnectorError):
            raise told
        if not _OF_CONTROLS & set(graph.lacking(asked.account)):
            return read_controls(listed(told, "account_controls"))
    except ConnectorError as error:
        return error.unread("controls", asked.account_id)
    because = Words(
        "Meta no longer gives the controls of account {account}. Report it to the developers.",
        {"account": asked.account_id},
    )
    return Unread(
        what="controls", because=because, platform=Platform.META, account_id=asked.account_id
    )
