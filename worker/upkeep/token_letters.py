"""What the mail about a token says: which one, what is the matter with it, and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policies.model import Words
from worker.doctoring.lines import Line
from worker.pages.page import platform_name
from worker.upkeep.letters import Matter
from worker.upkeep.notices import Looked, Notice

KIND = "token"
"""Of its mails in the outbox."""
LONGEST = 200
_NAMES = {
    "token": Words("The token"),
    "token_end": Words("The token"),
    "data_access_end": Words("Access to data"),
    "consent_end": Words("The member's consent"),
    "scopes": Words("Permissions"),
    "reach": Words("Reach of a permission"),
    "right_to_pause": Words("Right to pause in {subject}"),
    "account": Words("Ad account {subject}"),
    "page": Words("Page {subject}"),
}
"""What lines are about, by the last part of their check."""


def matter_of(one: Looked) -> Matter:
    """What is told of a token; what was told before is not told again."""
    values = {"platform": platform_name(one.state.platform), "token": one.state.name}
    return Matter(
        kind=KIND,
        period=_period(one),
        title=_title(one, values),
        verdict=_verdict(one.notices),
        sentences=tuple(_sentences(one, values)),
        points=tuple((_name(notice.line), notice.line.words) for notice in one.notices),
        remedies=(
            *_remedies(notice.line for notice in one.notices),
            Words("docs/operations.md tells it step by step, under Tokens of {platform}.", values),
        ),
    )


def _period(one: Looked) -> str:
    """What makes the mail the only one: which token, and which steps and faults; nothing secret."""
    keys = sorted(notice.key for notice in one.notices)
    told = ", ".join(keys)
    if len(told) > LONGEST:  # a database's index takes no more than some thousand signs
        told = f"{len(keys)} {hashlib.sha256(told.encode()).hexdigest()[:32]}"
    return f"{one.state.label}, {told}"


def _title(one: Looked, values: dict[str, str]) -> Words:
    """The mail's subject."""
    if not one.state.is_token:
        return Words("{platform}: rights are missing", values)
    ends = [notice for notice in one.notices if notice.days is not None]
    first = min(ends, key=lambda notice: notice.days or 0, default=None)
    if len(ends) < len(one.notices) or first is None:
        return Words("{platform}: {token} does not do all that it must", values)
    told = {**values, **first.line.words.values}
    if not first.days:
        return Words("{platform}: {token} has ended", values)
    return Words("{platform}: {token} ends on {day}", told)


def _verdict(notices: Sequence[Notice]) -> Words:
    """How urgent it is, in one sentence."""
    if any(notice.days is None or notice.days == 0 for notice in notices):
        return Words("A part of the work is not done until somebody has seen to this.")
    if any(notice.pressing for notice in notices):
        return Words("Nothing is lost yet, but there are only days left.")
    return Words("Nothing is lost yet. See to it in good time.")


def _sentences(one: Looked, values: dict[str, str]) -> Iterator[Words]:
    """What is at stake, and when the next mail comes."""
    if one.state.is_token:
        yield Words(
            "Without it, ads and comments on {platform} are not read, or the crisis stop cannot "
            "turn its ads off.",
            values,
        )
    else:
        yield Words(
            "Until then the crisis stop does not turn the ads there off, or comments there are not "
            "read."
        )
    if any(notice.days for notice in one.notices):
        yield Words("The next mail comes 14, 7, 3 and 1 days before the end, and when it has come.")
    else:
        yield Words("No other mail comes about the same until it has been mended.")


def _name(line: Line) -> Words:
    return replace(_NAMES[line.check.partition(".")[2]], values={"subject": line.subject})


def _remedies(lines: Iterable[Line]) -> tuple[Words, ...]:
    """Each once, in their order."""
    return tuple({one.english(): one for line in lines if (one := line.remedy)}.values())
