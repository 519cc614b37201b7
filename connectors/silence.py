"""Lists of ad accounts that name none.

What a token may not see comes back as silence, not as a refusal: an empty list is no proof that the
city has no account (on LinkedIn "Create and Manage Accounts", whose searches leave out what is
hidden; checked 2026-11-22).
"""

from __future__ import annotations

from connectors import Visible
from policies.model import Platform, Unread, Words

_NONE = Words(
    "The token sees no ad account at all. If the city has none there, set `enabled = false`; "
    "otherwise see `annonsvakt doctor`."
)


def nothing_listed(platform: Platform, visible: Visible) -> tuple[Unread, ...]:
    """What is unread where a platform names no account at all, not even one that is unread."""
    named = any(one.account_id is not None for one in visible.unread)
    if named or visible.accounts or visible.left_out:
        return ()
    return (Unread(what="accounts", because=_NONE, platform=platform),)
