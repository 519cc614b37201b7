"""How what a person had erased is told: as JSON and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from policies.model import Platform
from worker.cli import terminal
from worker.cli.columns import wrapped
from worker.cli.purged import STILL_ON_DISK
from worker.cli.session import Session
from worker.cli.stamps import stamp
from worker.cli.stopped_accounts import PLATFORMS
from worker.language import Language
from worker.store.erasures import Erasure
from worker.store.naming import Named
from worker.store.personal import Wanted
from worker.sweeping.erasing import Done


def as_json(done: Done | None, dry_run: bool, because: str | None = None) -> dict[str, Any]:
    """Counts; without a database there are none, and `because` says why."""
    found = done.found if done else None
    return {
        "id": done.made.id if done and done.made else None,
        "comments": len(found.these) if found else None,
        "threads": list(found.threads) if found else [],
        "held": found.held if found else None,
        "before": found.before if found else None,
        "nameless": found.nameless if found else None,
        "namesakes": list(found.namesakes) if found else [],
        "named": {one.name: list(getattr(done.named, one.name)) for one in fields(Named)}
        if done
        else None,
        "mails": done.mails if done else None,
        "on_disk": bool(done and done.on_disk),
        "dry_run": dry_run,
        "because": because,
    }


def erasure_as_json(one: Erasure, said: Language) -> dict[str, Any]:
    """An erasure with all that is known of it."""
    return {
        "id": one.id,
        "platform": str(one.platform),
        "comments": one.comments,
        "by": one.by,
        "reason": one.reason,
        "at": stamp(one.at, said.zone),
        "lifted_at": stamp(one.lifted_at, said.zone),
        "lifted_by": one.lifted_by,
        "lifted_reason": one.lifted_reason,
    }


def tell(session: Session, wanted: Wanted, done: Done) -> None:
    """What was erased, what was not, and where else it may stand."""
    for sentence in (
        *_erased(session, wanted, done),
        *_left(session, wanted, done),
        *_elsewhere(session.language, done.named),
    ):
        _say(sentence)


def _erased(session: Session, wanted: Wanted, done: Done) -> Iterator[str]:
    said, found = session.language, done.found
    counts = {"count": len(found.these), "threads": len(found.threads)}
    if done.made is not None:
        yield said.text(
            "Erased: text and author of {count} comments and messages in {threads} threads. "
            "It is erasure {id}.",
            id=done.made.id,
            **counts,
        )
        yield said.text(
            "Where they still stand on {platform} no later reading keeps them. Whether they wait "
            "for an answer, and until when, stays.",
            platform=PLATFORMS[wanted.platform],
        )
    elif found.these:
        yield said.text(
            "To be erased: {count} comments and messages in {threads} threads.", **counts
        )
    else:
        yield said.text("Nothing was found that could be erased.")


def _left(session: Session, wanted: Wanted, done: Done) -> Iterator[str]:
    said, found = session.language, done.found
    if found.before:
        yield said.text("Erased for a person before: {count}.", count=found.before)
    if found.held:
        yield said.text(
            "Held, and not erased: {count}. `annonsvakt purge holds` says by whom.",
            count=found.held,
        )
    if found.namesakes:
        yield said.text(
            "The same name stands beside other ids, of the same person or of others: {ids}. Each "
            "is erased by itself.",
            ids=", ".join(found.namesakes),
        )
    if wanted.author is not None and found.nameless:
        yield said.text(
            "{count} comments and messages on {platform} are kept without their author's id: "
            "nobody can tell whether some are that person's, or the city's. Name those with "
            "--comment.",
            count=found.nameless,
            platform=PLATFORMS[wanted.platform],
        )
    if done.mails:
        yield said.text(
            "{count} mails that tell of these threads are on their way, and are erased once they "
            "went: `annonsvakt mail outbox`.",
            count=done.mails,
        )
    if done.on_disk:
        yield said.say(STILL_ON_DISK)
    if done.made is not None and wanted.platform is not Platform.LINKEDIN:
        yield said.text(
            "Copies of the database made before hold it until they are {days} days old, the newest "
            "until there is another, and those that somebody named or took elsewhere until "
            "somebody deletes them; mails that went are with their readers.",
            days=session.settings.retention.copy_days,
        )


def _elsewhere(said: Language, named: Named) -> Iterator[str]:
    """Where others name the person: whether it is this one, and whether it goes, people decide."""
    if named.comments:
        yield said.text(
            "Others name the person, or somebody of the same name, in {count} comments and "
            "messages: {ids}. What is to go of them is erased with --comment.",
            count=len(named.comments),
            ids=_some(named.comments),
        )
    if named.ours:
        yield said.text(
            "The city itself names the person in {count}: {ids}. It edits or deletes those on the "
            "platform.",
            count=len(named.ours),
            ids=_some(named.ours),
        )
    if named.threads or named.findings:
        yield said.text(
            "Reasons that staff typed with {ids} name the person. They are the city's own "
            "records, and stay until those are purged.",
            ids=_some((*named.threads, *named.findings)),
        )


def _some(ids: Sequence[str]) -> str:
    """The first of them; JSON has all."""
    return ", ".join(ids[:_MOST]) + (", …" if len(ids) > _MOST else "")


_MOST = 20


def draw(session: Session, rows: Sequence[Erasure]) -> None:
    """The erasures as a list."""
    said = session.language
    if not rows:
        terminal.out(said.text("Nothing was erased for a person."))
    for one in rows:
        _say(
            said.text(
                "{id}: {count} comments and messages on {platform}. {by}, {at}: {reason}",
                id=one.id,
                count=one.comments,
                platform=PLATFORMS[one.platform],
                by=one.by,
                at=said.instant(one.at),
                reason=one.reason,
            )
        )
        if one.lifted_at is not None:
            _say(
                said.text(
                    "Lifted by {by}, {at}: {reason}",
                    by=one.lifted_by or "",
                    at=said.instant(one.lifted_at),
                    reason=one.lifted_reason or "",
                )
            )


def _say(text: str) -> None:
    for line in wrapped(text):
        terminal.out(line)
