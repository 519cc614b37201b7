"""Which rows belong to each class of `policies.retention`, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    not_,
    or_,
    select,
    update,
)

from policies.model import Platform, Words
from policies.threads import UNSETTLED
from worker.store import outbox, slots, snapshots
from worker.store.erasing import Chore
from worker.store.held import Holding
from worker.store.nouns import words_to_value
from worker.store.tables import accounts, comments, findings, recalled, sweeps, threads
from worker.store.tables import snapshots as bodies
from worker.store.tables_briefs import briefs
from worker.store.tables_evaluations import evaluations, verdicts
from worker.store.tables_proofs import proofs
from worker.store.tables_rounds import rounds, runs, watches
from worker.store.tables_service import outbox as mails
from worker.store.tables_service import slots as jobs
from worker.store.tables_spending import costs, shares
from worker.store.tables_weeks import weeks
from worker.store.wordless import ERASED

LINKEDIN, META, X = str(Platform.LINKEDIN), str(Platform.META), str(Platform.X)
OUR_OWN = ("thread", "brief", "slk")
"""Subjects of findings that quote neither an ad account nor a person: ids and deadlines of ours."""
_OF_PEOPLE = ("comment", "message")
"""Subjects of findings that say of what a person wrote what it may be, and lead there."""
FADED = words_to_value(Words("What was found has been erased: it was last seen too long ago."))
_AHEAD = timedelta(days=1)
"""What was fetched later than this from now was fetched by a clock that was wrong."""

Due = Callable[[datetime, datetime], ColumnElement[bool]]


def label_of(at: datetime) -> str:
    """The ISO week of an instant, as weeks are labelled; weeks sort as their labels do."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"


def _words(platform: str, due: Due) -> Chore:
    """Comments and messages: what was said, by whom and when."""
    here = (comments.c.platform == platform, comments.c.created_at.is_not(None))
    return Chore(
        table=comments,
        due=lambda old, at: and_(*here, due(old, at)),
        leaves=lambda at: ERASED | {"created_at": None, "erased_at": at},
        held=Holding.of_comments,
    )


def _fetched(old: datetime, at: datetime) -> ColumnElement[bool]:
    return or_(comments.c.fetched_at <= old, comments.c.fetched_at > at + _AHEAD)


def _settled(old: datetime, _at: datetime) -> ColumnElement[bool]:
    settled = select(threads.c.id).where(
        threads.c.platform == META,
        threads.c.state.not_in(UNSETTLED),
        threads.c.changed_at <= old,
    )
    return and_(comments.c.fetched_at <= old, comments.c.thread.in_(settled))


def _seen_first(old: datetime, _at: datetime) -> ColumnElement[bool]:
    return comments.c.first_seen <= old


def _aged(column: Column[Any], *also: Any) -> Due:
    """Whether a row is from before that; equal is old too."""
    return lambda old, _at: and_(column <= old, *also)


def _over(column: Column[Any]) -> Due:
    """Whether a row is from before that; equal is not."""
    return lambda old, _at: column < old


def _of_accounts(platform: str) -> tuple[Chore, ...]:
    """What a platform told of ad accounts."""
    first = platform == X
    keep_last = () if platform != META else (snapshots.has_newer(),)
    shown = proofs.c.revoked_at if platform == META else proofs.c.at
    # A budget is shared until its brief is closed; where no terms say otherwise, that is needed.
    without_brief = (_closed(),) if platform == META else ()
    without_share = (_unshared(),) if platform == META else ()
    here = {table: table.c.platform == platform for table in (accounts, bodies, costs, shares)}
    return (
        Chore(
            table=evaluations,
            due=lambda old, _at: and_(
                evaluations.c.platform == platform, evaluations.c.as_of < old
            ),
            held=Holding.of_accounts,
            before=_let_go,
        ),
        Chore(
            table=bodies,
            due=lambda old, _at: and_(
                here[bodies],
                (bodies.c.read_at if first else bodies.c.confirmed_at) < old,
                *keep_last,
            ),
            held=Holding.of_snapshots,
        ),
        Chore(
            table=accounts,
            due=_aged(accounts.c.read_at, here[accounts], accounts.c.name != accounts.c.id),
            leaves=lambda _at: {"name": accounts.c.id, "link": None},
            held=Holding.of_accounts,
        ),
        Chore(
            table=shares,
            due=_aged(shares.c.read_at, here[shares], *without_brief),
            held=Holding.of_campaigns,
        ),
        Chore(
            table=costs,
            due=_aged(costs.c.read_at, here[costs], *without_share),
            held=Holding.of_accounts,
        ),
        Chore(
            table=proofs,
            due=_aged(shown, proofs.c.platform == platform, proofs.c.shown != []),
            leaves=lambda _at: {"shown": []},
            held=Holding.of_accounts,
        ),
    )


def _closed() -> ColumnElement[bool]:
    """Whether the brief whose budget this campaign shares is closed."""
    return shares.c.brief_id.in_(select(briefs.c.id).where(briefs.c.closed_at.is_not(None)))


def _unshared() -> ColumnElement[bool]:
    """Whether no campaign of the account shares a budget."""
    named = (shares.c.platform == costs.c.platform, shares.c.account_id == costs.c.account_id)
    return not_(select(shares.c.campaign_id).where(*named).correlate(costs).exists())


def _let_go(connection: Connection, gone: Sequence[Any]) -> None:
    """Verdicts go on without what they were made from."""
    connection.execute(
        update(verdicts).where(verdicts.c.evaluation.in_(gone)).values(evaluation=None)
    )


def _found(platform: str) -> Chore:
    """What findings quote of ad accounts; id, rule, subject's id, state and history stay."""
    c = findings.c
    seen = c.first_seen if platform == X else c.last_seen
    also = (c.platform == platform, c.subject_kind.not_in(OUR_OWN), c.message != FADED)
    return Chore(
        table=findings,
        due=_aged(seen, *also),
        leaves=lambda _at: {
            "subject_name": "",
            "message": FADED,
            "because": None,
            "evidence": {},
            "link": case((c.subject_kind.in_(_OF_PEOPLE), None), else_=c.link),
        },
        held=Holding.of_accounts,
    )


def _campaigns(table: Table, column: Column[Any]) -> Chore:
    return Chore(table=table, due=_over(column), held=Holding.of_campaigns)


CHORES: Mapping[str, tuple[Chore, ...]] = {
    "linkedin_comments": (_words(LINKEDIN, _fetched),),
    "linkedin_ads": _of_accounts(LINKEDIN),
    "linkedin_findings": (_found(LINKEDIN),),
    "meta_comments": (_words(META, _settled),),
    "meta_ads": _of_accounts(META),
    "meta_findings": (_found(META),),
    "x_comments": (_words(X, _seen_first),),
    "x_ads": _of_accounts(X),
    "x_findings": (_found(X),),
    "rounds": (
        _campaigns(runs, runs.c.over_at),
        _campaigns(rounds, rounds.c.starts),
        _campaigns(watches, watches.c.starts),
    ),
    "mails": (
        Chore(
            table=mails,
            due=lambda old, at: and_(outbox.over(old, at), mails.c.content.is_not(None)),
            leaves=lambda _at: {"content": None, "subject": ""},
        ),
    ),
    "reports": (Chore(table=weeks, due=lambda old, _at: weeks.c.week < label_of(old)),),
    "copies": (),  # files: `worker.upkeep.retention`
    "sweeps": (Chore(table=sweeps, due=_over(sweeps.c.started_at)),),
    "learnt": (Chore(table=recalled, due=_aged(recalled.c.at)),),
    "slots": (Chore(table=jobs, due=lambda old, _at: slots.over(old)),),
}
"""By the names of `policies.retention.TERMS`, in the order in which they are erased."""
