"""Every class of text that is kept, in one literal table: whose it is, where it stands, how long.

Sources: LinkedIn, "Data Storage Requirements" (li-lms-2026-07, checked 2026-11-22); Meta, Platform
Terms 3.d (checked 2026-11-22); X, Ads API Agreement 8.4 of 23 February 2025 (checked 2026-11-22).
Strict values are the defaults. Where a platform says no more than "no longer than needed", `why`
argues ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from policies.model import Platform, Words

CHECKED: Final = date(2026, 11, 22)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_STORAGE: Final = "LinkedIn, Data Storage Requirements"
_PLATFORM_TERMS: Final = "Meta, Platform Terms 3.d"
_AGREEMENT: Final = "X, Ads API Agreement 8.4"
_OURS: Final = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long one class of text is kept."""

    name: str
    """As `purge --json` counts it."""
    what: Words
    platform: Platform | None
    """None: whatever the platform."""
    where: tuple[str, ...]
    """Tables, columns or folders."""
    key: str
    """In `[retention]`."""
    unit: timedelta
    """Of the key's number."""
    default: int
    limit: int | None = None
    """The longest that the platform's terms allow; None: they name no number."""
    since: str
    """From when it is counted."""
    source: str
    why: str = ""
    soon: bool = False
    """Read anew as long as anybody needs it: erased whatever the clock."""


Kept = Mapping[str, timedelta]
"""How long each class is kept, by its name."""

_COMMENT = ("comments.text", "author_id", "author_name", "created_at", "tags", "attachment")
_ACCOUNT = (
    "accounts.name",
    "snapshots",
    "costs",
    "shares",
    "proofs.shown",
    "evaluations",
    "inputs",
)
_FOUND = ("findings.subject_name", "message", "because", "evidence")

TERMS: tuple[Term, ...] = (
    Term(
        name="linkedin_comments",
        what=Words("what LinkedIn members wrote, with author and time"),
        platform=Platform.LINKEDIN,
        where=_COMMENT,
        key="linkedin_comment_hours",
        unit=HOUR,
        default=48,
        limit=48,
        since="last fetched",
        source=_STORAGE,
        soon=True,
    ),
    Term(
        name="linkedin_ads",
        what=Words("what LinkedIn told of ad accounts: snapshots, costs, proofs"),
        platform=Platform.LINKEDIN,
        where=_ACCOUNT,
        key="linkedin_ads_days",
        unit=DAY,
        default=365,
        limit=365,
        since="last read; a proof: seen; a verdict's inputs: judged",
        source=_STORAGE,
    ),
    Term(
        name="linkedin_findings",
        what=Words("what findings quote of LinkedIn's ad accounts"),
        platform=Platform.LINKEDIN,
        where=_FOUND,
        key="linkedin_ads_days",
        unit=DAY,
        default=365,
        limit=365,
        since="last seen",
        source=_STORAGE,
    ),
    Term(
        name="meta_comments",
        what=Words("comments and messages on Meta whose thread is settled"),
        platform=Platform.META,
        where=_COMMENT,
        key="meta_comment_days",
        unit=DAY,
        default=30,
        since="its thread was settled, and it was last fetched",
        source=_PLATFORM_TERMS,
        why="While a post is watched a person may answer anew, and a reading tells the same again. "
        "After that a month lets the weekly report, its reader and whoever is asked look back.",
    ),
    Term(
        name="meta_ads",
        what=Words("what Meta told of ad accounts: snapshots, costs, proofs that were revoked"),
        platform=Platform.META,
        where=_ACCOUNT,
        key="meta_ads_days",
        unit=DAY,
        default=365,
        since="last read; a proof: revoked; a verdict's inputs: judged",
        source=_PLATFORM_TERMS,
        why="A verdict can be made again for a year, as on LinkedIn. An account's last snapshot "
        "stays, a proof as long as it counts, and what is spent of a budget until its brief is "
        "closed: ads and campaigns are held against them.",
    ),
    Term(
        name="meta_findings",
        what=Words("what findings quote of Meta's ad accounts"),
        platform=Platform.META,
        where=_FOUND,
        key="meta_ads_days",
        unit=DAY,
        default=365,
        since="last seen",
        source=_PLATFORM_TERMS,
        why="As what they were made from.",
    ),
    Term(
        name="x_comments",
        what=Words("what people wrote on X"),
        platform=Platform.X,
        where=_COMMENT,
        key="x_days",
        unit=DAY,
        default=90,
        limit=90,
        since="first seen",
        source=_AGREEMENT,
        why="Nothing is read from X yet.",
    ),
    Term(
        name="x_ads",
        what=Words("what X told of ad accounts"),
        platform=Platform.X,
        where=_ACCOUNT,
        key="x_days",
        unit=DAY,
        default=90,
        limit=90,
        since="first read",
        source=_AGREEMENT,
        why="Nothing is read from X yet.",
    ),
    Term(
        name="x_findings",
        what=Words("what findings quote of X's ad accounts"),
        platform=Platform.X,
        where=_FOUND,
        key="x_days",
        unit=DAY,
        default=90,
        limit=90,
        since="first seen",
        source=_AGREEMENT,
        why="Nothing is read from X yet.",
    ),
    Term(
        name="rounds",
        what=Words("when campaigns ran, and what was read and watched of them"),
        platform=None,
        where=("runs", "rounds", "watches"),
        key="round_days",
        unit=DAY,
        default=365,
        limit=365,
        since="the campaign was over, or the window began",
        source=_STORAGE,
    ),
    Term(
        name="mails",
        what=Words("the content of mails that went"),
        platform=None,
        where=("outbox.content", "outbox.subject"),
        key="mail_days",
        unit=DAY,
        default=28,
        since="it went, or trying ended; of digests, alarms and questions at once",
        source=_OURS,
        why="Long enough to see what a person was told; digests and alarms quote people.",
    ),
    Term(
        name="reports",
        what=Words("weekly reports as they were sent"),
        platform=None,
        where=("weeks", "state_dir/reports/<week>"),
        key="report_days",
        unit=DAY,
        default=365,
        since="the week's end",
        source=_STORAGE,
        why="They name LinkedIn's campaigns. They are the city's own writings: whether its archive "
        "may keep them longer is for its lawyer, and then this number is.",
    ),
    Term(
        name="copies",
        what=Words("copies of the database, whoever made them"),
        platform=None,
        where=("[backup] dir",),
        key="copy_days",
        unit=DAY,
        default=31,
        limit=31,
        since="it was made; the newest stays",
        source=_STORAGE,
        why="Nothing is erased in a copy: what is kept for a year is left out of it where it would "
        "grow older than that meanwhile, and what is kept for less stays in it for so long.",
    ),
    Term(
        name="sweeps",
        what=Words("what each sweep read and could not read"),
        platform=None,
        where=("sweeps",),
        key="sweep_days",
        unit=DAY,
        default=365,
        limit=365,
        since="it began",
        source=_STORAGE,
    ),
    Term(
        name="learnt",
        what=Words("what connectors learnt of platforms"),
        platform=None,
        where=("recalled",),
        key="learnt_days",
        unit=DAY,
        default=30,
        limit=365,
        since="it was learnt",
        source=_STORAGE,
        why="They name accounts; older they are of no use.",
    ),
    Term(
        name="slots",
        what=Words("jobs of the service that ended"),
        platform=None,
        where=("slots",),
        key="slot_days",
        unit=DAY,
        default=30,
        since="it ended; each job's last one stays",
        source=_OURS,
        why="Nobody looks further back.",
    ),
)  # fmt: skip


def term(name: str) -> Term:
    """The term of this class.

    Raises:
        KeyError: there is no such class.
    """
    return {one.name: one for one in TERMS}[name]


def strict(**other: int) -> Kept:
    """How long each class is kept by default; `other`: numbers by their keys in `[retention]`."""
    return {one.name: one.unit * other.get(one.key, one.default) for one in TERMS}
