"""What a sweep works with, and what it brings home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from connectors.http import Meter
from policies.editors import EditorRule
from policies.findings import Reconciled
from policies.model import AccountId, Discussion, Permitted, Platform, Unread, Words
from policies.promoted import PostRule
from policies.retention import Kept
from policies.rule import Approved, Rule
from policies.rules import ON_ACCOUNTS, ON_EDITORS, ON_POSTS
from worker.clock import Clock
from worker.config import Settings
from worker.store.kept import Connection
from worker.store.opening import Store
from worker.sweeping.judgement import Judgement, judgement
from worker.sweeping.round_terms import RoundTerms, round_terms
from worker.sweeping.turns import Turns


class Topic(StrEnum):
    """What can be read by itself, at its own intervals."""

    ADS = "ads"
    """Each account's ads, and their evaluation."""
    DELIVERED = "delivered"
    """Where each account's ads were shown, by the platform's figures."""
    COMMENTS = "comments"
    MESSAGES = "messages"


EVERYTHING = frozenset(Topic)


def _free(_connection: Connection) -> None:
    """Nobody else is at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every part of a sweep needs."""

    store: Store
    rules: tuple[Rule, ...]
    """Those on accounts that are switched on."""
    approved: Approved
    judgement: Judgement
    clock: Clock
    watch_after_days: int
    kept: Kept
    """How long each class of what was read is kept."""
    tell: Callable[[Words], None]
    """Says how far the sweep has come."""
    warn: Callable[[Words], None]
    """Says what a person should know, whether somebody looks on or not."""
    stops_apart: frozenset[Platform] = frozenset()
    """Platforms on which a token of its own stops."""
    permitted: Mapping[Platform, Permitted] = field(default_factory=dict)
    """What is known of the token that stops on each platform."""
    post_rules: tuple[PostRule, ...] = ()
    """Those on the city's posts that are switched on."""
    editor_rules: tuple[EditorRule, ...] = ()
    """Those on the editors of briefs that are switched on."""
    since: date | None = None
    """The first day on which briefs and proofs are asked for; None: they always were."""
    zone: str = "Europe/Stockholm"
    """The city's, an IANA name."""
    departments: frozenset[str] = frozenset()
    """The ids of those that the configuration knows."""
    rounds: RoundTerms = field(default_factory=RoundTerms)
    figures: bool = True
    """Whether costs are read, which takes a call for each account; else the last ones count."""
    doubted: bool = False
    """Whether the clock may have leapt: then nobody can tell which days have ended."""
    turns: Turns | None = None
    """By whom accounts are taken one at a time; None: nobody else is at work."""
    fence: Callable[[Connection], None] = _free
    """Refuses to let a transaction write what is another worker's by now."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, as long as what is written about is ours.

        Raises:
            Fenced: it is another's by now; nothing was written.
            StoreError: the database failed; nothing was written.
        """
        with self.store.writing() as connection:
            self.fence(connection)
            yield connection


def means(
    settings: Settings,
    *,
    store: Store,
    clock: Clock,
    tell: Callable[[Words], None],
    warn: Callable[[Words], None] | None = None,
) -> Means:
    """The means that this configuration gives; without `warn` warnings are told like the rest."""
    return Means(
        store=store,
        rules=tuple(rule for rule in ON_ACCOUNTS if rule.id not in settings.rules.off),
        post_rules=tuple(rule for rule in ON_POSTS if rule.id not in settings.rules.off),
        editor_rules=tuple(rule for rule in ON_EDITORS if rule.id not in settings.rules.off),
        approved=approved(settings),
        judgement=judgement(settings),
        clock=clock,
        watch_after_days=settings.watch_after_days,
        kept=settings.retention.kept(),
        tell=tell,
        warn=warn or tell,
        stops_apart=stops_apart(settings),
        since=settings.rules.since,
        zone=settings.timezone,
        departments=frozenset(one.id for one in settings.departments),
        rounds=round_terms(settings),
    )


def stops_apart(settings: Settings) -> frozenset[Platform]:
    """The platforms that have a token for stops alone."""
    sections = {Platform.META: settings.meta, Platform.LINKEDIN: settings.linkedin}
    return frozenset(
        platform
        for platform, section in sections.items()
        if section and section.stop_token and section.stop_token.get_secret_value()
    )


def approved(settings: Settings) -> Approved:
    """The senders that the configuration approves."""
    meta, linkedin = settings.meta, settings.linkedin
    return Approved(
        pages=frozenset(meta.approved_pages if meta else ()),
        instagram={one.id: one.username for one in meta.approved_instagram} if meta else {},
        partners=frozenset(meta.approved_partners if meta else ()),
        organizations=frozenset(linkedin.approved_organizations if linkedin else ()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What was asked for; None: all."""

    platform: Platform | None = None
    account_id: AccountId | None = None
    topics: frozenset[Topic] = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """One sweep's outcome."""

    accounts: tuple[AccountRead, ...]
    read: Mapping[str, int]
    unread: tuple[Unread, ...]
    findings: Mapping[str, int]
    requests: Mapping[Platform, Meter]
    started_at: datetime
    finished_at: datetime

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.finished_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRead:
    """What one account gave."""

    platform: Platform
    id: AccountId
    name: str
    campaigns: int = 0
    ad_sets: int = 0
    ads: int = 0
    opened: int = 0
    resolved: int = 0
    unread: tuple[Unread, ...] = ()
    read: bool = True
    """Whether anything of it could be read."""
    lacks_figures: bool = False
    """Whether it was read for a poll of the ads alone, which asks for no figures."""
    in_vain: bool = False
    """Whether figures alone were asked for, and none came."""


@dataclass(slots=True)
class Talk:
    """What the posts and inboxes of one platform gave."""

    comments: int = 0
    messages: int = 0
    opened: int = 0
    resolved: int = 0
    unread: list[Unread] = field(default_factory=list)
    heard: bool = False
    """Whether anything of a post's comments, or of an inbox, could be read."""
    _reasons: dict[object, Words] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def lacks(self, unread: Iterable[Unread]) -> None:
        """Add what is unread. One reason may hold for ten thousands of posts: it is kept once."""
        for one in unread:
            words = one.because
            same = self._reasons.setdefault((words.template, *sorted(words.values.items())), words)
            self.unread.append(one if same is words else replace(one, because=same))

    def hear(self, discussion: Discussion) -> None:
        """Note whether this gave anything."""
        read = discussion.complete or discussion.caught_up or discussion.comments
        self.heard = self.heard or bool(read)

    def count(self, outcome: Reconciled) -> None:
        """Add what became of findings."""
        self.opened += outcome.opened
        self.resolved += outcome.resolved


_PARTS = ("identities", "posts", "pictures", "films")
"""Parts of an ad whose loss is told by a verdict *unknown*."""


def leaves_a_gap(unread: Unread) -> bool:
    """Whether this makes the sweep end with exit 4.

    Everything does, save single identities that do not resolve, the posts of a single ad, and
    single pictures and films: the verdict *unknown* on that ad says so.
    """
    part, _, one = unread.what.partition(":")
    return not (one and part in _PARTS)
