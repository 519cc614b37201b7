"""What comments are judged by: the calendar, the vocabulary, and who the city itself is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from policies.awaited import QueueRule
from policies.deadlines import Calendar
from policies.model import Comment, Platform
from policies.rules import ON_QUEUE, ON_THREADS
from policies.talk import TalkRule
from policies.threads import Standards
from policies.triage import Verdict, Vocabulary, triage
from worker.calendar import calendar
from worker.config import Settings
from worker.store import identities
from worker.store.kept import Connection
from worker.store.wordless import Judge
from worker.words import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the configuration makes of the rulebook's words on comments."""

    calendar: Calendar
    vocabulary: Vocabulary
    own: Mapping[Platform, frozenset[str]]
    """Author ids of the city's own identities, as far as the configuration names them.

    Whoever asks who is the city's own adds those that were seen: `ours`.
    """
    rules: tuple[TalkRule, ...] = ()
    """Those on threads that are switched on."""
    queue_rules: tuple[QueueRule, ...] = ()
    """Those on the queue, likewise."""
    people: tuple[str, ...] = ()
    """First names that sign, besides those of the briefs' editors."""
    house_rules: Mapping[str, str] = field(default_factory=dict)
    """Channel → where its rules can be read."""

    def ours(self, connection: Connection, platform: Platform) -> frozenset[str]:
        """Author ids of the city's own: those that are named, and all that were ever seen."""
        named = self.own.get(platform, frozenset())
        return named | identities.seen(connection).get(platform, frozenset())

    def verdict(self, comment: Comment) -> Verdict:
        """What a comment is by its words."""
        return triage(comment.text, comment.tags, comment.attachment, self.vocabulary)

    def judge(self, connection: Connection, platform: Platform) -> Judge:
        """What a reading of this platform knows of comments whose words are not kept."""
        return Judge(self.verdict, partial(self.ours, connection, platform))

    def standards(self, platform: Platform, ours: frozenset[str]) -> Standards:
        """What threads of this platform are measured by; `ours`: author ids of the city's own."""
        return Standards(
            calendar=self.calendar,
            vocabulary=self.vocabulary,
            own=ours,
        )


def judgement(settings: Settings) -> Judgement:
    """The judgement that this configuration asks for."""
    return Judgement(
        calendar=calendar_of(settings),
        vocabulary=vocabulary(
            threats=settings.moderation.threats,
            slurs=settings.moderation.slurs,
            own_names=settings.own_names,
        ),
        own=own_identities(settings),
        rules=tuple(rule for rule in ON_THREADS if rule.id not in settings.rules.off),
        queue_rules=tuple(rule for rule in ON_QUEUE if rule.id not in settings.rules.off),
        people=settings.people.everybody(),
        house_rules={
            channel: told for channel, told in settings.house_rules.model_dump().items() if told
        },
    )


def calendar_of(settings: Settings) -> Calendar:
    """The office's calendar that this configuration asks for."""
    return calendar(
        ZoneInfo(settings.timezone), settings.sla.office_closes, settings.sla.extra_closed_days
    )


def own_identities(settings: Settings) -> dict[Platform, frozenset[str]]:
    """Ids of the Pages, Instagram accounts and organisations that are the city's, by platform."""
    meta, linkedin = settings.meta, settings.linkedin
    found: dict[Platform, frozenset[str]] = {}
    if meta:
        instagram = (account.id for account in meta.approved_instagram)
        found[Platform.META] = frozenset((*meta.pages, *meta.approved_pages, *instagram))
    if linkedin:
        found[Platform.LINKEDIN] = frozenset(
            (*linkedin.organizations, *linkedin.approved_organizations)
        )
    return found
