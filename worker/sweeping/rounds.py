"""What a reading of comments or messages makes of the rounds of the present window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policies.model import CampaignId, Platform, PostId, Unread, Words
from policies.owning import SLK, claim_of, owner
from policies.rounds.days import Note
from policies.rounds.windows import Window
from worker.store import briefs, rounds, runs, watches
from worker.store.kept import Connection
from worker.store.rounds import COMMENTS, MESSAGES, Place, slks
from worker.store.runs import Run
from worker.sweeping.means import Means
from worker.sweeping.rechecking import Reading
from worker.sweeping.round_terms import RoundTerms

_NOT_ALL = Words("Not all of the comments have been read in this round yet.")
_NO_MESSAGES = Words("Not all of the messages have been read in this round yet.")


class Owners:
    """Whose round each campaign's is, by the briefs as they stand."""

    def __init__(self, connection: Connection, terms: RoundTerms) -> None:
        """The briefs are read once."""
        self._departments = terms.departments
        self._claims = {
            kept.id: claim_of(kept.brief, kept.closed_at, terms.zone)
            for kept in briefs.listed(connection, everything=True)
        }

    def of(self, brief_id: str | None, day: date) -> str:
        """The owner on that day of the city's."""
        claim = self._claims.get(brief_id or "")
        return owner(() if claim is None else (claim,), self._departments, day)


def note_comments(means: Means, platform: Platform, reading: Reading) -> None:
    """Note of each campaign that runs whether all of its posts were read in the window.

    And of SLK's own round, where all posts were asked for: whether those were read that belong to
    no running campaign of a department. Outside the rounds' time nothing is noted.
    """
    at = means.clock()
    window = means.rounds.window_at(at)
    if window is None:
        return
    since = at - timedelta(days=means.watch_after_days)
    with means.writing() as connection:
        owners = Owners(connection, means.rounds)
        now = _now(connection, platform, at)
        running = [(one, owners.of(one.brief_id, window.day)) for one in now]
        late = _late(connection, platform, window, since)
        told = dict(_campaigns(running, late, reading, at))
        if reading.whole:
            own = {one.campaign_id for one, whose in running if whose != SLK}
            told[slks(platform, COMMENTS)] = _leftovers(own, late, reading, at)
        rounds.note(connection, platform, window.starts, told)
        ours = means.judgement.ours(connection, platform)
        watches.note_answers(connection, platform, ours, window.starts, at)


def note_messages(
    means: Means, platform: Platform, unread: Sequence[Unread], *, whole: bool
) -> None:
    """Note whether the messages of every inbox were read in the window; `whole`: all of each."""
    at = means.clock()
    window = means.rounds.window_at(at)
    if window is None:
        return
    because = next((one.because for one in unread), None if whole else _NO_MESSAGES)
    told = Note(read_at=at if because is None else None, because=because, owner=SLK)
    with means.writing() as connection:
        rounds.note(connection, platform, window.starts, {slks(platform, MESSAGES): told})
        ours = means.judgement.ours(connection, platform)
        watches.note_answers(connection, platform, ours, window.starts, at)


def _now(connection: Connection, platform: Platform, at: datetime) -> list[Run]:
    """The spans that have begun, one for each campaign."""
    return [*{one.campaign_id: one for one in runs.running(connection, platform, at)}.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """Posts that were not read since the window began."""

    posts: Set[PostId]
    of: Mapping[CampaignId, Sequence[PostId]]
    """Those that a campaign shows, or showed lately."""


def _late(connection: Connection, platform: Platform, window: Window, since: datetime) -> _Late:
    of: dict[CampaignId, list[PostId]] = defaultdict(list)
    for post_id, campaign_id in rounds.shown_late(connection, platform, window.starts, since=since):
        of[campaign_id].append(post_id)
    return _Late(posts=rounds.late(connection, platform, window.starts), of=of)


def _campaigns(
    running: Sequence[tuple[Run, str]], late: _Late, reading: Reading, at: datetime
) -> Iterator[tuple[Place, Note]]:
    """What is to be noted of each campaign."""
    reasons = _reasons(reading)
    for one, whose in running:
        place = Place(platform=one.platform, account_id=one.account_id, campaign_id=one.campaign_id)
        missing = late.of.get(one.campaign_id, ())
        because = _because(missing, reasons) if missing else one.blind
        yield place, Note(read_at=at if because is None else None, because=because, owner=whose)


def _leftovers(own: Collection[CampaignId], late: _Late, reading: Reading, at: datetime) -> Note:
    """SLK's round over posts that belong to no running campaign of a department."""
    theirs = {post for campaign in own for post in late.of.get(campaign, ())}
    asked = (one for one in late.posts if one in reading.watched)
    missing = sorted(one for one in asked if one not in theirs)
    lists = (one.because for one in reading.unread if one.what.partition(":")[0] == "own_posts")
    because = next(lists, _because(missing, _reasons(reading)) if missing else None)
    return Note(read_at=at if because is None else None, because=because, owner=SLK)


def _reasons(reading: Reading) -> Mapping[str, Words]:
    """Why posts were not read, by post; under "": why none of a platform's were."""
    found: dict[str, Words] = {}
    for one in reading.unread:
        what, _, post = one.what.partition(":")
        if what == "comments":
            found.setdefault(post, one.because)
    return found


def _because(missing: Sequence[PostId], reasons: Mapping[str, Words]) -> Words:
    """Why not all of these were read."""
    told = (reasons[one] for one in missing if one in reasons)
    return next(told, reasons.get("", _NOT_ALL))
