"""Which token each line of the doctor's is about, and which lines are told.

A token that is refused is refused for each account and Page: told of itself, it is not told there
once more. What it would have told there is then unknown. Nothing else is left out: what one token
may do is no matter of another's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from policies.model import Platform, Words
from worker.doctoring.lines import Desk, Line, State

RIGHTS = "rights"
"""Stands for what tokens may do in the ad accounts and on the Pages."""
_OF_RIGHTS = ("account", "right_to_pause", "page")
_TOLD = ("token", "token_end", "data_access_end", "consent_end", "scopes", "reach", *_OF_RIGHTS)
"""The checks whose lines are told; the others can wait for a person who asks."""
_STOPS = "stop_token"
_READS = {Platform.META: "access_token", Platform.LINKEDIN: "ads_token"}
"""The token that stops as well, where none is there for that alone."""
_BY_CHECK = {
    "meta.token": "access_token",
    "meta.stop_token": _STOPS,
    "linkedin.token_ads": "ads_token",
    "linkedin.token_community": "community_token",
    "linkedin.token_stop": _STOPS,
}
"""Whose check it was that did not come to its end."""

_Token = tuple[Platform, str]


def token_of(line: Line) -> tuple[Platform, str]:
    """`[meta] access_token` is Meta's `access_token`; lines about accounts are about rights."""
    platform = Platform(line.check.partition(".")[0])
    section, _, key = line.subject.partition("] ")
    named = key if section == f"[{platform}" else ""
    return platform, named or _BY_CHECK.get(line.check, RIGHTS)


def topic_of(line: Line) -> str:
    """What of a platform was looked at, such as `token_end`."""
    return line.check.partition(".")[2]


def is_bad(line: Line) -> bool:
    """Whether it says that a token is no good; LinkedIn's may be good and lack permissions."""
    fails = line.state is State.FAIL and topic_of(line) == "token"
    return fails and "scopes" not in line.words.values


def relevant(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines about tokens and rights, and one more for each bad token whose lines are left out.

    `lines`: of one look, with at least one about each token that is configured.
    """
    bad: dict[_Token, Line] = {token_of(line): line for line in lines if is_bad(line)}
    apart = {platform for platform, name in map(token_of, lines) if name == _STOPS}
    left_out: dict[_Token, Line] = {}
    for line in lines:
        topic = topic_of(line)
        if topic in _OF_RIGHTS and _is_told_by(bad, line, apart):
            left_out.setdefault(_asked_with(line, apart), line)
        elif topic in _TOLD or line.state is State.UNKNOWN:
            yield line
    for token, line in left_out.items():
        yield _untold(line, bad[token])


def _is_told_by(bad: Mapping[_Token, Line], line: Line, apart: Collection[Platform]) -> bool:
    return line.rejected and _asked_with(line, apart) in bad


def _asked_with(line: Line, apart: Collection[Platform]) -> _Token:
    """The token that a line about rights was asked with; `apart`: platforms with one that stops."""
    platform = token_of(line)[0]
    stops = platform in apart and topic_of(line) != "page"
    return platform, _STOPS if stops else _READS[platform]


def _untold(line: Line, bad: Line) -> Line:
    """What a line about rights comes to whose token is no good, by the line about that token."""
    told = {"token": bad.subject}
    words = Words("{token} is no good, so nobody could tell what it may do.", told)
    return replace(Desk(line.check).unknown(words, bad.remedy or bad.words), rejected=True)
