"""What a stop covers, in words: nobody may take the stop of a part for a stop of everything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from policies.crisis import Scope
from worker.language import Language, platform_name


def part_of(scope: Scope) -> str:
    """The part that it is, in names that are the same in every language; empty: everything."""
    platform = platform_name(scope.platform) if scope.platform else None
    return " ".join(filter(None, (platform, scope.account_id, scope.campaign_id)))


def covers(scope: Scope, said: Language, exempt: Collection[str] = ()) -> str:
    """Everything, or which part alone; and what a person has exempted of it."""
    part = _in_words(scope, said)
    told = said.text("only {part}", part=part) if part else said.text("everything")
    if not exempt:
        return told
    return said.text("{part}, except {numbers}", part=told, numbers=", ".join(sorted(exempt)))


def _in_words(scope: Scope, said: Language) -> str:
    """As `part_of`, with a word before a campaign's number."""
    if scope.campaign_id is None:
        return part_of(scope)
    campaign = said.text("campaign {number}", number=scope.campaign_id)
    return ", ".join(filter(None, (part_of(replace(scope, campaign_id=None)), campaign)))
