"""Each campaign of an account with the brief that it runs under, and what is said of it by that.

Which brief it is rests on the campaign's name and on what briefs say; that it can deliver rests on
its ad sets. What is left out of these puts nothing right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from policies.briefs.matching import By, Index, Match, Registered
from policies.delivery import Branch
from policies.model import Campaign, Words
from policies.rule import Facts, Pass, Said, Subject, about_campaign, if_it_runs
from policies.told import Fact, Told

NAME, BRIEF = "name", "brief"
"""What a campaign carries: its name, and one brief at most."""


class Order(NamedTuple):
    """A campaign and what is known of its brief."""

    campaign: Campaign
    runs: bool | None
    """Whether it can deliver; None: could not be told."""
    match: Match
    doubt: Words | None
    """Why nobody can tell which brief it is."""
    branch: Branch
    """The campaign with its ad sets."""
    told: Told
    """All that was told of which brief it is."""

    @property
    def subject(self) -> Subject:
        """The campaign as a subject."""
        return about_campaign(self.campaign)

    @property
    def rests_on(self) -> Told:
        """What a verdict rests on, for which brief it is and that it can deliver."""
        carrier = _carrier(self.campaign)
        facts = [] if self.doubt else [(carrier, BRIEF)]
        if self.match.by is By.NAME:
            facts.append((carrier, NAME))
        running = (one.id for one, runs in self.branch.ad_sets if runs is not False)
        return Told((), (*self.match.rests_on, *facts, *_below(self.campaign, running)))


def orders(facts: Facts, *, suggest: bool = False) -> Iterator[Order]:
    """Every campaign that can deliver, or of which that was not told, with its brief.

    `suggest`: where none fits, say which is most alike.
    """
    index = _index(facts)
    for branch in facts.overview.branches:
        if branch.runs is not False:
            yield _order(branch, facts, index, suggest=suggest)


def said_of_each(
    facts: Facts, judge: Callable[[Order], Said], *, suggest: bool = False
) -> Iterator[Said]:
    """What `judge` says of every campaign that can deliver, with what that rests on.

    One that is switched on and has nothing that can deliver complies; what could deliver before
    and is missing from the lists is not over by that.
    """
    index = _index(facts)
    for branch in facts.overview.branches:
        if branch.runs is not False:
            order = _order(branch, facts, index, suggest=suggest)
            said = _firm(order, judge(order))
            yield if_it_runs(said, branch.runs) or said
        elif branch.on is not False:
            yield Pass(subject=about_campaign(branch.campaign), told=told_below(branch))


def said_by_brief(facts: Facts, judge: Callable[[Order, Registered], Said]) -> Iterator[Said]:
    """What `judge` says of every campaign that can deliver and runs under one brief.

    Of a campaign for which no brief is known, or several are, nothing new is said.
    """

    def by_its_brief(order: Order) -> Said:
        found = order.match.found
        return Pass(subject=order.subject) if found is None else judge(order, found)

    return said_of_each(facts, by_its_brief)


def told_below(branch: Branch) -> Told:
    """The ad sets that were read below a campaign."""
    facts = _below(branch.campaign, (one.id for one, _ in branch.ad_sets))
    return Told((f"{_carrier(branch.campaign)} below",), tuple(facts))


def _index(facts: Facts) -> Index:
    return facts.register.index if facts.register else Index(())


def _order(branch: Branch, facts: Facts, index: Index, *, suggest: bool) -> Order:
    campaign, account_id = branch.campaign, facts.snapshot.account.id
    found = index.match(campaign.id, campaign.name, account_id, suggest=suggest)
    doubt, carrier = _doubt(campaign, found), _carrier(campaign)
    own = [(carrier, NAME)] if _has_name(campaign) else []
    if doubt is None:
        own.append((carrier, BRIEF))
    told = index.told.and_also(Told((carrier,), tuple(own)))
    return Order(campaign, branch.runs, found, doubt, branch, told)


def _doubt(campaign: Campaign, found: Match) -> Words | None:
    if found.several:
        return Words(
            "Several briefs fit this campaign: {briefs}. Name its id in the one that it belongs "
            "to, or make the names more exact.",
            {"briefs": ", ".join(found.several)},
        )
    if found.found is None and not _has_name(campaign):
        return Words("The campaign's name was not told, and no brief names its id.")
    return None


def _has_name(campaign: Campaign) -> bool:
    """Whether its name was told; where it was not, its id stands in its place."""
    return campaign.name.strip() not in ("", campaign.id)


def _firm(order: Order, said: Said) -> Said:
    """The same, with what it rests on; of a pass, with all that was told."""
    told = order.told if isinstance(said, Pass) else order.rests_on
    return replace(said, told=told.and_also(said.told))


def _carrier(campaign: Campaign) -> str:
    return f"campaign {campaign.id}"


def _below(campaign: Campaign, ad_sets: Iterator[str]) -> Iterator[Fact]:
    """Ad sets, as facts that the campaign's list carries."""
    return ((f"{_carrier(campaign)} below", f"ad_set {one}") for one in ad_sets)
