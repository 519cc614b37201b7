"""The editors whom briefs name, and the findings on their roles; no platform is asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.editors import REGISTER, Edited, judge_editors, reconcile_editors
from policies.finding import LIVE
from policies.model import Platform, Unread
from policies.register import Register
from worker.store import attested, briefs, findings
from worker.sweeping.means import Means


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorsRead:
    """What came of the editors whom briefs name."""

    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()


def read_editors(means: Means, platforms: Sequence[Platform]) -> Iterator[EditorsRead]:
    """Judge the briefs of each platform; those that name no account stand with the first.

    Raises:
        StoreError: our own database failed.
    """
    for platform in sorted(platforms) if means.editor_rules else ():
        yield _one(means, platform, takes_all=platform == min(platforms))


def _one(means: Means, platform: Platform, *, takes_all: bool) -> EditorsRead:
    """The briefs of one platform."""
    at, rules = means.clock(), [rule.id for rule in means.editor_rules]
    with means.writing() as connection:
        known = findings.of_rules(connection, platform, rules, to_change=True)
        facts = Edited(
            platform=platform,
            register=Register(
                briefs=briefs.register(connection),
                attested=attested.register(connection, platform, REGISTER, at),
                since=means.since,
                zone=means.zone,
            ),
            as_of=at,
            takes_all=takes_all,
            known=frozenset(one.subject.id for one in known if one.state in LIVE),
        )
        verdicts = judge_editors(means.editor_rules, facts)
        outcome = reconcile_editors(known, verdicts, platform=platform, as_of=at)
        findings.save(connection, outcome, at)
    return EditorsRead(opened=outcome.opened, resolved=outcome.resolved)
