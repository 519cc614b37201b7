"""What verdicts were made from: kept by content, so that a verdict can be made again.

An evaluation names its snapshot and its other inputs by their digests. Those inputs are kept once,
compressed, whoever names them. An evaluation that no finding goes back to any more is gone with the
next one of the same account; inputs that nothing names go when the database is purged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select

from policies.finding import content
from policies.model import AccountId, Platform, Snapshot, Words
from policies.promoted import Beside
from policies.rule import Breach, Facts, Pass, Said
from worker.store import inputs, snapshots
from worker.store.facts import kind_of, to_facts, to_parts
from worker.store.kinds import to_json
from worker.store.nouns import body_to_snapshot, snapshot_pieces, words_to_value
from worker.store.rows import parts, put
from worker.store.tables_evaluations import evaluations, verdicts

_SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The rules that judged: the program's version, and a digest of the policies' source."""

    version: str
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Where and by what rules facts were judged."""

    platform: Platform
    account_id: AccountId | None
    """None: beside the accounts."""
    as_of: datetime
    revision: Revision
    snapshot: str | None = None
    """The digest of the snapshot's content; None: it stands in no table of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One evaluation as it was kept, and the verdict that one finding holds from it."""

    as_of: datetime
    outcome: str
    """`fail`, `unknown` or `pass`."""
    said: str
    """The digest of what was said."""
    revision: Revision | None
    digest: str | None
    """Of the whole input. None, as the revision: purged."""
    facts: Facts | Beside | None
    """None: purged."""


def outcome_of(said: Said) -> str:
    """A verdict in one word."""
    if isinstance(said, Pass):
        return "pass"
    return "fail" if isinstance(said, Breach) else "unknown"


def digest_of(said: Said) -> str:
    """The digest of all that a verdict says of its subject."""
    words = words_of(said)
    value = {
        "outcome": outcome_of(said),
        "evidence": evidence_of(said),
        "words": words_to_value(words) if words else None,
    }
    return inputs.sha(to_json(value))


def evidence_of(said: Said) -> dict[str, Any]:
    """The evidence of a verdict, as a finding carries it."""
    found = said.evidence if isinstance(said, Pass) else content(said)["evidence"]
    return dict(found)


def words_of(said: Said) -> Words | None:
    """The sentence of a verdict; a pass has none."""
    if isinstance(said, Pass):
        return None
    return said.message if isinstance(said, Breach) else said.because


def keep(
    connection: Connection,
    judging: Judging,
    facts: Facts | Beside,
    judged: Mapping[str, Said],
    at: datetime,
) -> None:
    """Keep what was judged, for the findings that hold a verdict from it; none: nothing is kept.

    `judged`: finding's id → verdict. `at`: the present instant.
    """
    if not judged:
        return
    named = inputs.keep(connection, _parts(facts, judging), at)
    read_at = facts.snapshot.read_at if isinstance(facts, Facts) else None
    whole = (named, judging.snapshot or "", judging.as_of.isoformat(), str(read_at))
    added = connection.execute(
        insert(evaluations)
        .values(
            kind=kind_of(facts),
            platform=str(judging.platform),
            account_id=judging.account_id or "",
            as_of=judging.as_of,
            read_at=read_at,
            snapshot=judging.snapshot,
            facts=named,
            digest=inputs.sha("\x1f".join(whole)),
            version=judging.revision.version,
            rules=judging.revision.rules,
        )
        .returning(evaluations.c.id)
    ).scalar_one()
    for some in parts(list(judged)):
        rows = [
            {
                "finding_id": finding_id,
                "evaluation": added,
                "outcome": outcome_of(judged[finding_id]),
                "digest": digest_of(judged[finding_id]),
                "as_of": judging.as_of,
            }
            for finding_id in some
        ]
        put(connection, verdicts, rows, key=("finding_id",))
    _drop_unused(connection, judging)


def of_finding(connection: Connection, finding_id: str) -> Evaluation | None:
    """What the finding's verdict was made from; None: it was made before that was kept."""
    verdict = connection.execute(
        select(verdicts).where(verdicts.c.finding_id == finding_id)
    ).first()
    if verdict is None:
        return None
    row = connection.execute(
        select(evaluations).where(evaluations.c.id == verdict.evaluation)
    ).first()
    return Evaluation(
        as_of=verdict.as_of,
        outcome=verdict.outcome,
        said=verdict.digest,
        revision=Revision(version=row.version, rules=row.rules) if row else None,
        digest=row.digest if row else None,
        facts=_facts(connection, row) if row else None,
    )


def forget_inputs(connection: Connection, at: datetime) -> None:
    """Let go of inputs that no evaluation names any more."""
    named = connection.execute(select(evaluations.c.facts).distinct()).scalars()
    inputs.forget(connection, frozenset(named), at)


def _parts(facts: Facts | Beside, judging: Judging) -> Iterator[tuple[str, Iterable[str]]]:
    """All texts but the snapshot's, if that is kept where snapshots are."""
    yield from to_parts(facts)
    if isinstance(facts, Facts) and judging.snapshot is None:
        yield _SNAPSHOT, snapshot_pieces(facts.snapshot)


def _drop_unused(connection: Connection, judging: Judging) -> None:
    """Let go of the account's evaluations that no finding goes back to."""
    used = exists().where(verdicts.c.evaluation == evaluations.c.id)
    connection.execute(
        delete(evaluations).where(
            evaluations.c.platform == str(judging.platform),
            evaluations.c.account_id == (judging.account_id or ""),
            ~used,
        )
    )


def _facts(connection: Connection, row: Row[*tuple[Any, ...]]) -> Facts | Beside | None:
    """The facts again; None: a part of them is gone."""
    told = inputs.read(connection, row.facts)
    if told is None:
        return None
    if row.kind != "account":
        return to_facts(row.kind, told, {})
    snapshot = _snapshot(connection, row, told.pop(_SNAPSHOT, None))
    if snapshot is None:
        return None
    return to_facts(row.kind, told, {_SNAPSHOT: snapshot, "as_of": row.as_of})


def _snapshot(
    connection: Connection, row: Row[*tuple[Any, ...]], text: str | None
) -> Snapshot | None:
    """The snapshot of this text, or of the row's digest; None: it is gone."""
    if text is not None:
        return body_to_snapshot(text, row.read_at)
    platform, account_id = Platform(row.platform), AccountId(row.account_id)
    return snapshots.by_digest(connection, platform, account_id, row.snapshot, row.read_at)
