"""C13: whoever answers for the city signs with a first name."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Platform, Words
from policies.rule import Breach, Pass, Said, Severity, Unknown
from policies.signing import Ending, ending
from policies.talk import Talked, TalkRule
from policies.threads.messages import Heard


def answer_is_signed(facts: Talked) -> Iterator[Said]:
    """Every answer by the city has the first name of whoever wrote it at its end.

    Names that are known are those of the briefs' editors and of `[people]` in the configuration. An
    unknown word counts as a name after a slash or a dash, after a greeting, or alone on the last
    line. Any other ending that may be a name is unknown. Answers in messages count too.

    It tells of an answer that was written, and a person closes it. Answers from before the service
    first read the Page's or organisation's threads are not judged, nor are hidden or deleted ones.
    """
    for one in facts.talk.ours if facts.lost is None else ():
        if one.comment.created_at >= facts.since:
            yield from _judge(one, facts)


def _judge(one: Heard, facts: Talked) -> Iterator[Said]:
    """What is to be said of one message of ours."""
    answers = _answers(one, facts)
    if answers is False:
        return
    about, on = facts.about(one.message), facts.day(one)
    evidence = {"thread": facts.id, "post": facts.post_id}
    link = one.comment.link or facts.link
    text = one.comment.text
    found = Ending.UNSURE if text is None else ending(text, facts.manners.signing)
    if found is Ending.NAMED:
        yield Pass(subject=about, on=on)
        return
    because = _doubt(text, found, answers)
    if because is not None:
        yield Unknown(subject=about, because=because, evidence=evidence, link=link, on=on)
    else:
        yield Breach(
            subject=about,
            message=Words("The answer has no name at its end."),
            evidence=evidence,
            link=link,
            on=on,
        )


def _answers(one: Heard, facts: Talked) -> bool | None:
    """Whether somebody else had written before it; None: what stood before it is erased."""
    if any(other.age < one.age for other in facts.talk.others):
        return True
    if any(faded.first_seen <= one.message.first_seen for faded in facts.talk.faded):
        return None
    return False


def _doubt(text: str | None, found: Ending, answers: bool | None) -> Words | None:
    """Why nobody can tell that no name is there; None: anybody can."""
    if text is None:
        return Words("The text of the answer was not told.")
    if found is Ending.UNSURE:
        return Words("The answer ends with something that may be a name.")
    if answers is None:
        return Words("Whether it answers anybody can no longer be told.")
    return None


REPLY_UNSIGNED = TalkRule(
    id="reply.unsigned",
    clause="C13",
    severity=Severity.INFO,
    about="comment",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=answer_is_signed,
    event=True,
    remedy=Words(
        "Add the first name if the platform lets you edit the answer, and remind whoever answered. "
        "Then close it with `annonsvakt findings ack`."
    ),
)
