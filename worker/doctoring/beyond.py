"""What lies beyond the accounts that are watched: those left out, and what the list itself says."""

from __future__ import annotations

from collections.abc import Iterator

from connectors import Visible
from policies.model import Platform, Words
from worker.doctoring.lines import Line, asking


def beyond(platform: Platform, visible: Visible | None) -> Iterator[Line]:
    """A line on each account that the configuration leaves out, and on each remark on the list.

    `visible` None: the list was not read, which is told elsewhere.
    """
    if visible is None:
        return
    names = {"section": str(platform)}
    for account_id, name in visible.left_out.items():
        named = account_id if name == account_id else f"{account_id} {name}"
        yield asking(f"{platform}.left_out", named).warn(
            Words("The token sees the account, and nobody watches it: it is left out."),
            Words("Name it in [{section}] ad_accounts to have it watched and stopped.", names),
        )
    for words in visible.notes:
        yield asking(f"{platform}.accounts").warn(
            words,
            Words("Compare the accounts above with those that the city knows to advertise."),
        )
