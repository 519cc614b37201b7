"""Each campaign of an account with the brief that it runs under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policies.briefs.matching import Match, match
from policies.delivery import campaigns_that_can_run
from policies.model import Campaign, Words
from policies.rule import Facts, Subject


class Order(NamedTuple):
    """A campaign and what is known of its brief."""

    campaign: Campaign
    runs: bool | None
    """Whether it can deliver; None: could not be told."""
    match: Match
    doubt: Words | None
    """Why nobody can tell which brief it is."""

    @property
    def subject(self) -> Subject:
        """The campaign as a subject."""
        return Subject(kind="campaign", id=self.campaign.id, name=self.campaign.name)


def orders(facts: Facts, *, suggest: bool = False) -> Iterator[Order]:
    """Every campaign that can deliver, or of which that was not told, with its brief.

    `suggest`: where none fits, say which is most alike.
    """
    register = facts.register.briefs if facts.register else ()
    for campaign, runs in campaigns_that_can_run(facts.snapshot, facts.as_of):
        if runs is not False:
            found = match(
                campaign.id, campaign.name, campaign.account_id, register, suggest=suggest
            )
            yield Order(campaign, runs, found, _doubt(campaign, found))


def _doubt(campaign: Campaign, found: Match) -> Words | None:
    if found.several:
        return Words(
            "Several briefs fit this campaign: {briefs}. Name its id in the one that it belongs "
            "to, or make the names more exact.",
            {"briefs": ", ".join(found.several)},
        )
    if found.found is None and not campaign.name.strip():
        return Words("The campaign's name was not told, and no brief names its id.")
    return None
