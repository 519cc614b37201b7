"""How a purge and its holds are told: as JSON and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from policies.model import Platform, Words
from policies.retention import term
from worker.cli import terminal
from worker.cli.columns import wrapped
from worker.cli.session import Session
from worker.cli.stamps import stamp
from worker.cli.stopped_accounts import PLATFORMS
from worker.language import Language
from worker.store.holds import Hold
from worker.store.purging import Purged

_COMMENTS = "linkedin_comments"
STILL_ON_DISK = Words(
    "What was erased may still be found in the database's journal, for another program has been "
    "reading for longer than a moment. End it, and run `annonsvakt purge` again."
)


def as_json(done: Purged | None, dry_run: bool, because: str | None = None) -> dict[str, Any]:
    """Counts by class; without a database there are none, and `because` says why."""
    return {
        "linkedin_comments": done.erased[_COMMENTS] if done else None,
        "erased": dict(done.erased) if done else {},
        "held": dict(done.held) if done else {},
        "waiting": list(done.waiting) if done else [],
        "dry_run": dry_run,
        "because": because,
    }


def tell(session: Session, done: Purged, dry_run: bool) -> None:
    """What was erased, class by class; LinkedIn's comments always."""
    said = session.language
    hours = session.settings.retention.linkedin_comment_hours
    count = done.erased[_COMMENTS]
    if dry_run:
        first = said.text("To be erased: {count} LinkedIn comments.", count=count)
    else:
        first = said.text(
            "Erased: text, author and time of {count} LinkedIn comments not read for {hours} hours."
            " Their deadlines and states stay.",
            count=count,
            hours=hours,
        )
    _say(first)
    for name, rows in done.erased.items():
        if rows and name != _COMMENTS:
            _row(said, name, rows)
    if done.held:
        _say(said.text("Too old, and held: `annonsvakt purge holds` says by whom."))
        for name, rows in done.held.items():
            _row(said, name, rows)
    if done.on_disk:
        _say(said.say(STILL_ON_DISK))
    if done.waiting:
        _say(
            said.text(
                "Not erased, for nothing was read for a week and the clock may be wrong: {names}. "
                "It goes once readings have gone on for a day, or with --clock-is-right.",
                names="; ".join(said.say(term(one).what) for one in done.waiting),
            )
        )


def _row(said: Language, name: str, rows: int) -> None:
    what = said.say(term(name).what)
    for line in wrapped(said.text("{what}: {count}", what=what, count=rows), 2):
        terminal.out(line)


def _say(text: str) -> None:
    for line in wrapped(text):
        terminal.out(line)


def hold_as_json(hold: Hold, at: datetime, said: Language) -> dict[str, Any]:
    """A hold with all that is known of it."""
    return {
        "id": hold.id,
        "platform": str(hold.platform),
        "campaign_id": hold.campaign_id,
        "account_ids": list(hold.accounts),
        "by": hold.by,
        "reason": hold.reason,
        "since": stamp(hold.since, said.zone),
        "until": stamp(hold.until, said.zone),
        "stands": hold.stands(at),
        "linkedin_comments": hold.comments_diary is not None,
        "diary": hold.comments_diary,
        "released_at": stamp(hold.ended_at, said.zone),
        "released_by": hold.ended_by,
        "released_reason": hold.ended_reason,
        "because": None,
    }


def tell_hold(session: Session, hold: Hold) -> None:
    """That a hold stands, and what it does not cover."""
    said = session.language
    _say(
        said.text(
            "Held: {id}. What belongs to campaign {campaign} is kept until {end}.",
            id=hold.id,
            campaign=hold.campaign_id,
            end=_end(hold, said),
        )
    )
    if hold.platform is not Platform.LINKEDIN:
        return
    if hold.comments_diary is None:
        _say(said.text("What LinkedIn members wrote is erased after its hours all the same."))
    else:
        _say(
            said.text(
                "What LinkedIn members wrote is kept beyond LinkedIn's terms, under {diary}.",
                diary=hold.comments_diary,
            )
        )


def _end(hold: Hold, said: Language) -> str:
    return said.instant(hold.until) if hold.until else said.text("somebody releases it")


def draw_holds(session: Session, rows: Sequence[Hold], at: datetime) -> None:
    """The holds as a list."""
    said = session.language
    if not rows:
        terminal.out(said.text("No campaign is held."))
    for one in rows:
        _say(
            said.text(
                "{id}: campaign {campaign} on {platform}, until {end}. {by}, {since}: {reason}",
                id=one.id,
                campaign=one.campaign_id,
                platform=PLATFORMS[one.platform],
                end=_end(one, said),
                by=one.by,
                since=said.instant(one.since),
                reason=one.reason,
            )
        )
        if one.comments_diary is not None:
            _say(
                said.text(
                    "What LinkedIn members wrote is kept beyond LinkedIn's terms, under {diary}.",
                    diary=one.comments_diary,
                )
            )
        if one.ended_at is not None:
            _say(
                said.text(
                    "Released by {by}, {at}: {reason}",
                    by=one.ended_by or "",
                    at=said.instant(one.ended_at),
                    reason=one.ended_reason or "",
                )
            )
