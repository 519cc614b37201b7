"""Who may be shown as a sender: accounts compared by id, with what could be resolved of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from policies.model import Identity, Sender, SenderKind
from policies.rule import Approved


class Seen(NamedTuple):
    """One Instagram account or partner found on an ad."""

    sender: Sender
    identity: Identity | None
    """None: it could not be resolved."""
    approved: bool

    @property
    def shown(self) -> str:
        """The account as people know it."""
        username = self.identity.username if self.identity else None
        return f"@{username}" if username else self.sender.id


class Senders(NamedTuple):
    """Who may send, and the accounts that could be resolved, by current and legacy id."""

    approved: Approved
    identities: Mapping[str, Identity]

    def look(self, sender: Sender) -> Seen:
        """What is known of a sender; compared by id, of which an account may have two."""
        identity = self.identities.get(sender.id)
        ids = {sender.id, identity.id if identity else sender.id}
        approved = any(one in self.approved.instagram for one in ids)
        if sender.kind is SenderKind.PARTNER:
            beside = self.approved.partners | self.approved.pages
            approved = approved or not beside.isdisjoint(ids)
        return Seen(sender, identity, approved)
