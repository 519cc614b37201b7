"""C15: what may break a page's rules is looked at by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policies.model import Platform, Words
from policies.rule import Breach, Pass, Said, Severity, Unknown
from policies.talk import Talked, TalkRule
from policies.threads.messages import HIDDEN, Heard
from policies.triage import named


def comment_is_looked_at(facts: Talked) -> Iterator[Said]:
    """A person looks at each comment that may break the page's rules, or that the platform hid.

    Looked for are personal identity numbers, threats and slurs on the lists, and links as spam has
    them; and comments that a platform hid by itself before anybody here saw them. Messages to the
    city are no comments. Nothing is hidden or deleted by the program.

    It is put right when the comment is deleted or hidden, or when a person closes its thread in the
    queue. A comment whose text could not be read again, or may not be kept any longer, is still to
    be looked at.
    """
    if facts.kind != "comment":
        return
    for message in facts.talk.faded:
        if facts.closing is not None and message.seen_by(facts.closing):
            yield Pass(subject=facts.about(message), evidence={"ended": "closed"})
        elif facts.about(message).key in facts.known:
            yield Unknown(subject=facts.about(message), because=facts.lost or _FADED)
    for one in facts.talk.others:
        yield from _judge(one, facts)
    for one in facts.talk.ours:
        yield Pass(subject=facts.about(one.message))


def _judge(one: Heard, facts: Talked) -> Iterator[Said]:
    """What is to be said of a comment by somebody else."""
    about = facts.about(one.message)
    known = about.key in facts.known
    if (ended := _ended(one, facts)) is not None:
        yield Pass(subject=about, evidence={"ended": ended})
    elif facts.lost is not None:
        if known:
            yield Unknown(subject=about, because=facts.lost)
    elif one.flags:
        yield _breach(one, facts)
    elif _untold(one) and (known or one.comment.attachment is None):
        yield Unknown(subject=about, because=_NO_TEXT, link=_link(one, facts))
    elif HIDDEN in facts.known.get(about.key, ()):
        yield Unknown(subject=about, because=_SHOWN)
    elif known:
        yield Pass(subject=about)


def _untold(one: Heard) -> bool:
    """Whether nobody knows what it says; what a person had erased was judged by its words."""
    return not one.comment.text and (one.message.judged is None or one.message.untold)


def _ended(one: Heard, facts: Talked) -> str | None:
    """What made an end of it; None: nothing did."""
    if one.message.gone:
        return "deleted"
    if one.comment.hidden and one.message.seen_visible:
        return "hidden"
    closed = facts.closing is not None and one.message.seen_by(facts.closing)
    return "closed" if closed else None


def _breach(one: Heard, facts: Talked) -> Breach:
    """That somebody should look at it; of what stands in it, only the kinds are told."""
    kinds = sorted(one.flags)
    evidence = {"kinds": kinds, "thread": facts.id, "post": facts.post_id}
    return Breach(
        subject=facts.about(one.message),
        message=_message(kinds, facts.id, facts.manners.house_rules.get(facts.channel or "")),
        evidence=evidence,
        link=_link(one, facts),
    )


def _message(kinds: list[str], thread: str, rules: str | None) -> Words:
    """Which kinds, where it stands in the queue, and where the rules stand, if that is known."""
    told = {"kinds": named(kinds), "thread": thread, "rules": rules or ""}
    if kinds == [HIDDEN]:
        words = _HIDDEN_BY if rules else _HIDDEN
    else:
        words = _BREAKS_RULES if rules else _BREAKS
    return replace(words, values={name: told[name] for name in words.values})


def _link(one: Heard, facts: Talked) -> str | None:
    return one.comment.link or facts.link


_KINDS, _THREAD, _RULES = {"kinds": ""}, {"thread": ""}, {"rules": ""}
_BREAKS = Words(
    "The comment may break the page's rules: {kinds}. Look at it; in the queue it is {thread}.",
    _KINDS | _THREAD,
)
_BREAKS_RULES = Words(
    "The comment may break the page's rules: {kinds}. Look at it; in the queue it is {thread}. The "
    "rules: {rules}",
    _KINDS | _THREAD | _RULES,
)
_HIDDEN = Words(
    "The platform hid the comment before anybody here saw it. Look at it; in the queue it is "
    "{thread}.",
    _THREAD,
)
_HIDDEN_BY = Words(
    "The platform hid the comment before anybody here saw it. Look at it; in the queue it is "
    "{thread}. The page's rules: {rules}",
    _THREAD | _RULES,
)
_FADED = Words(
    "What LinkedIn's members write may be kept for a short time only, and the comment was not read "
    "again since."
)
_NO_TEXT = Words("The text of the comment was not told.")
_SHOWN = Words(
    "The platform no longer says that the comment is hidden, and nobody has closed its thread."
)
COMMENT_MODERATE = TalkRule(
    id="comment.moderate",
    clause="C15",
    severity=Severity.WARN,
    about="comment",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=comment_is_looked_at,
    remedy=Words(
        "Hide or delete the comment if it breaks the rules. If it does not, or if it is dealt with "
        "in another way, close its thread with `annonsvakt queue close`."
    ),
)
