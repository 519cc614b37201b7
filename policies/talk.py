"""What is written under the city's posts and to its accounts, thread by thread, for rules to judge.

Their findings belong to no ad account. They stand under the Page, Instagram account or organisation
whose post it is, for a thread without post under the identity of ours that answers in it, or under
`unseen`; a finding stays where it began. No finding carries a text or who wrote it, nor, of
LinkedIn, when: their members' words are kept for 48 hours, and findings are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policies.finding import Finding
from policies.findings import Reconciled, reconcile
from policies.model import AccountId, Platform, Words
from policies.rule import Key, Pass, Row, Subject, Unknown, Verdict
from policies.signing import Signing
from policies.threads import Decision, Message, Talk
from policies.threads.messages import Heard
from policies.threads.waiting import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What is asked of those who answer, as far as it is the same for all threads of a platform."""

    signing: Signing = field(default_factory=Signing)
    zone: ZoneInfo
    house_rules: Mapping[str, str] = field(default_factory=dict)
    """Channel (`facebook`, `instagram`, `linkedin`) → where its rules can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talked:
    """All that a rule on threads is given: one thread."""

    platform: Platform
    id: str
    """Our id of the thread."""
    kind: str
    """`comment` or `message`."""
    channel: str | None
    """`facebook`, `instagram` or `linkedin`; None: a conversation, or not told."""
    post_id: str | None
    link: str | None
    """To the post."""
    talk: Talk
    closing: Decision | None
    """By which a person closed the thread, as far as that is in force."""
    since: datetime
    """When the city's threads there were first read: answers before that are nobody's to judge."""
    manners: Manners
    known: Mapping[Key, Collection[str]] = field(default_factory=dict)
    """Of what was found in it and still stands: the kinds of it."""
    lost: Words | None = None
    """Why it could not be read again this time."""

    def day(self, one: Heard) -> date:
        """The city's day on which it was written; of LinkedIn, the day on which we saw it first."""
        linkedin = self.platform is Platform.LINKEDIN
        at = one.message.first_seen if linkedin else one.comment.created_at
        return at.astimezone(self.manners.zone).date()

    def about(self, message: Message) -> Subject:
        """A message as a subject: its name would be somebody's words."""
        return Subject(kind=self.kind, id=message.id, name="")


def closed_by(talk: Talk, decisions: Sequence[Decision]) -> Decision | None:
    """The closing of a thread that is in force; None: there is none."""
    return weigh(talk, decisions).closing


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRule(Row[Talked]):
    """A rule on threads, whatever the post that they stand under."""


def judge_thread(rules: Iterable[TalkRule], facts: Talked) -> Iterator[Verdict]:
    """What each rule says of the messages of a thread."""
    for rule in rules:
        if facts.platform in rule.platforms:
            yield from _verdicts(rule, facts)


def _verdicts(rule: TalkRule, facts: Talked) -> Collection[Verdict]:
    """All that one rule says; a fault in it hides no other's word and puts nothing right."""
    about = Subject(kind="thread", id=facts.id, name="")
    try:
        return [Verdict(rule, said) for said in (*rule.check(facts), Pass(subject=about))]
    except Exception:  # noqa: BLE001 one rule's fault hides no other's word; its text may hold secrets
        because = Words("The rule failed. Report it to the developers.")
        return [Verdict(rule, Unknown(subject=about, because=because))]


def reconcile_talk(
    known: Iterable[Finding],
    verdicts: Iterable[Verdict],
    *,
    home: tuple[Platform, AccountId],
    as_of: datetime,
) -> Reconciled:
    """What a reading makes of the findings in a thread; a finding stays in its account.

    `home`: where a new one stands. Of a message that no rule spoke of nothing is concluded: it may
    not have been read this time.
    """
    platform, account = home
    places: dict[tuple[str, Key], AccountId] = {}
    before: dict[tuple[str, Key], list[Finding]] = defaultdict(list)
    for one in known:
        places[one.rule, one.subject.key] = one.account_id
        before[one.rule, one.subject.key].append(one)
    said: dict[AccountId, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        key = (verdict.rule.id, verdict.said.subject.key)
        said[places.get(key, account)].append(verdict)
    return joined(
        reconcile(
            [one for rule, word in here for one in before.get((rule.id, word.subject.key), ())],
            here,
            account=(platform, place),
            as_of=as_of,
        )
        for place, here in sorted(said.items())
    )


def joined(parts: Iterable[Reconciled]) -> Reconciled:
    """Several outcomes, on findings that differ, as one."""
    parts = tuple(parts)
    return Reconciled(
        turned=tuple(turned for part in parts for turned in part.turned),
        opened=sum(part.opened for part in parts),
        resolved=sum(part.resolved for part in parts),
        judged={one: said for part in parts for one, said in part.judged.items()},
    )
