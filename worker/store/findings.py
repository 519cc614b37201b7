"""An account's findings for a sweep: read as values, and what became of them written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from policies.finding import LIVE, Finding, Turned
from policies.findings import Reconciled
from policies.model import AccountId, Platform
from policies.rule import Key, Subject
from worker.store.locking import alone
from worker.store.nouns import value_to_words, words_to_value
from worker.store.rows import parts
from worker.store.tables import accounts, finding_events, findings


def of_account(
    connection: Connection, platform: Platform, account_id: AccountId, *, to_change: bool = False
) -> list[Finding]:
    """Every finding that there ever was in the account, save those on the city's own posts.

    `to_change`: nobody else changes them until this transaction ends. The account's own row is
    locked as well, so that two sweeps do not open the same finding.
    """
    mine = (
        findings.c.platform == str(platform),
        findings.c.account_id == account_id,
        findings.c.subject_kind != "post",
    )
    query = select(findings).where(*mine).order_by(findings.c.id)
    if to_change:
        own = (accounts.c.platform == str(platform), accounts.c.id == account_id)
        connection.execute(select(accounts.c.id).where(*own).with_for_update())
        query = query.with_for_update()
    return [_finding(row) for row in connection.execute(query)]


def subjects_of(
    connection: Connection, platform: Platform, account_id: AccountId
) -> set[tuple[str, Key]]:
    """Rule and subject of every finding that there ever was in the account."""
    columns = (findings.c.rule, findings.c.subject_kind, findings.c.subject_id)
    query = select(*columns).where(
        findings.c.platform == str(platform), findings.c.account_id == account_id
    )
    return {(rule, (kind, subject)) for rule, kind, subject in connection.execute(query)}


def of_rules(
    connection: Connection, platform: Platform, rules: Sequence[str], *, to_change: bool = False
) -> list[Finding]:
    """Every finding that there ever was by these rules, whatever account it stands under.

    `to_change`: nobody else changes them until this transaction ends. The rules themselves are
    locked as well, so that two sweeps do not open the same finding.
    """
    wanted = (findings.c.platform == str(platform), findings.c.rule.in_(rules))
    query = select(findings).where(*wanted).order_by(findings.c.id)
    if to_change:
        alone(connection, f"findings {platform} {' '.join(sorted(rules))}")
        query = query.with_for_update()
    return [_finding(row) for row in connection.execute(query)]


def of_subjects(
    connection: Connection,
    platform: Platform,
    account_ids: Collection[AccountId],
    rules: Sequence[str],
    subjects: Sequence[str],
) -> list[Finding]:
    """Every finding that there ever was by these rules under these accounts on these subjects."""
    found: list[Finding] = []
    for some in parts(subjects):
        query = select(findings).where(
            findings.c.platform == str(platform),
            findings.c.account_id.in_(account_ids),
            findings.c.rule.in_(rules),
            findings.c.subject_kind.in_(_IN_THREADS),
            findings.c.subject_id.in_(some),
        )
        found += [_finding(row) for row in connection.execute(query.order_by(findings.c.id))]
    return found


_IN_THREADS = ("comment", "message", "thread")
"""Kinds of subjects of findings in threads."""


def live(connection: Connection, platform: Platform, rules: Sequence[str]) -> list[Finding]:
    """The findings by these rules that somebody has yet to do something about."""
    query = select(findings).where(
        findings.c.platform == str(platform),
        findings.c.rule.in_(rules),
        findings.c.state.in_(LIVE),
    )
    return [_finding(row) for row in connection.execute(query.order_by(findings.c.id))]


def account_name(connection: Connection, platform: Platform, account_id: AccountId) -> str | None:
    """The name of an account when it was last read; None: it never was."""
    own = (accounts.c.platform == str(platform), accounts.c.id == account_id)
    return connection.execute(select(accounts.c.name).where(*own)).scalar()


def save(connection: Connection, outcome: Reconciled, at: datetime) -> None:
    """Write what changed, and the words of its history.

    `at`: the present instant. History never runs backwards: where it already holds a later instant,
    because two clocks differ or a transaction had to wait, that one is taken.
    """
    fresh = [one for one, words in outcome.turned if "opened" in words]
    known = [one for one, words in outcome.turned if "opened" not in words]
    # Some at a time: as rows all of an account's take several times what they take as values.
    for some in parts(fresh):
        connection.execute(insert(findings), [_values(one) for one in some])
    changed = update(findings).where(findings.c.id == bindparam("this"))
    for some in parts(known):
        connection.execute(
            changed.values({name: bindparam(name) for name in _values(some[0])}),
            [_values(one) | {"this": one.id} for one in some],
        )
    for turned in parts(outcome.turned):
        _remember(connection, turned, at)


def _remember(connection: Connection, turned: Sequence[Turned], at: datetime) -> None:
    """Add the words to the findings' histories."""
    told = [(one.id, words) for one, words in turned if words]
    last = last_turns(connection, [finding_id for finding_id, _ in told])
    entries = [
        {"finding_id": finding_id, "at": max(at, last.get(finding_id, at)), "what": word}
        for finding_id, words in told
        for word in words
    ]
    if entries:
        connection.execute(insert(finding_events), entries)


_AT_ONCE = 500
"""Ids named in one query: databases bound the number of parameters."""


def last_turns(connection: Connection, ids: Sequence[str]) -> Mapping[str, datetime]:
    """The instant of the last entry in each finding's history; one without history is left out."""
    column = finding_events.c.finding_id
    found: dict[str, datetime] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        query = select(column, func.max(finding_events.c.at)).where(column.in_(some))
        found.update((row[0], row[1]) for row in connection.execute(query.group_by(column)))
    return found


def tally(connection: Connection, at: datetime) -> dict[str, int]:
    """How many fails and unknowns are open; a mute that has run out counts as open."""
    run_out = and_(findings.c.state == "muted", findings.c.muted_until <= at)
    query = (
        select(findings.c.outcome, func.count())
        .where(or_(findings.c.state == "open", run_out))
        .group_by(findings.c.outcome)
    )
    return {"fail": 0, "unknown": 0} | {row[0]: row[1] for row in connection.execute(query)}


def _finding(row: Row[*tuple[Any, ...]]) -> Finding:
    """A row as a value."""
    return Finding(
        id=row.id,
        platform=Platform(row.platform),
        account_id=AccountId(row.account_id),
        rule=row.rule,
        clause=row.clause,
        severity=row.severity,
        event=row.event,
        subject=Subject(kind=row.subject_kind, id=row.subject_id, name=row.subject_name),
        week=row.week,
        outcome=row.outcome,
        state=row.state,
        message=value_to_words(row.message),
        because=value_to_words(row.because) if row.because else None,
        evidence=row.evidence,
        link=row.link,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        unread_since=row.unread_since,
        muted_until=row.muted_until,
    )


def _values(finding: Finding) -> dict[str, Any]:
    """A value as a row."""
    subject = finding.subject
    return {
        "id": finding.id,
        "platform": str(finding.platform),
        "account_id": finding.account_id,
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": str(finding.severity),
        "event": finding.event,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_name": subject.name,
        "week": finding.week,
        "outcome": finding.outcome,
        "state": finding.state,
        "message": words_to_value(finding.message),
        "because": words_to_value(finding.because) if finding.because else None,
        "evidence": dict(finding.evidence),
        "link": finding.link,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "unread_since": finding.unread_since,
        "muted_until": finding.muted_until,
    }
