"""What a sweep says of the list of accounts, though nothing of it is unread."""

from __future__ import annotations

from collections.abc import Iterator

from connectors import Visible
from policies.model import Platform, Words


def remarks(platform: Platform, visible: Visible) -> Iterator[Words]:
    """What a person should know: accounts that the configuration leaves out, in one sentence."""
    yield from visible.notes
    if visible.left_out:
        named = ", ".join(f"{name} ({one})" for one, name in visible.left_out.items())
        yield Words(
            "{platform}: nobody watches these ad accounts, which the token sees and the "
            "configuration leaves out: {accounts}. Name them in [{section}] ad_accounts to have "
            "them watched.",
            {"platform": str(platform), "section": str(platform), "accounts": named},
        )
