"""How a verdict that was made again is told: as JSON, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.rule import Said
from worker.cli import terminal
from worker.cli.stamps import stamp
from worker.language import Language
from worker.store.evaluations import Evaluation, Revision, evidence_of, outcome_of, words_of
from worker.store.judged import Judged
from worker.sweeping.replaying import Again, Replayed, told

KEYS = ("id", "replay", "because", "as_of", "then", "now", "input", "rules")
"""The keys of a replay."""


def as_json(found: Judged, replayed: Replayed, said: Language) -> dict[str, Any]:
    """What came of it, both verdicts, and by what rules each was made."""
    then = replayed.then
    values = (
        found.id,
        str(replayed.again),
        said.say(replayed.because) if replayed.because else None,
        stamp(then.as_of, said.zone) if then else None,
        _then(then, found, said) if then else None,
        _now(replayed.now, said) if replayed.now else None,
        then.digest if then else None,
        {
            "then": _rules(then.revision if then else None),
            "now": _rules(replayed.rules),
            "changed": replayed.changed,
        },
    )
    return dict(zip(KEYS, values, strict=True))


def cannot_tell(finding_id: str, because: str) -> dict[str, Any]:
    """The same keys where there is no database."""
    return dict.fromkeys(KEYS) | {"id": finding_id, "replay": "unknown", "because": because}


def _rules(revision: Revision | None) -> dict[str, str] | None:
    return {"version": revision.version, "digest": revision.rules} if revision else None


def _then(then: Evaluation, found: Judged, said: Language) -> dict[str, Any]:
    value = told(then, found)
    return {
        "verdict": value.verdict,
        "said": said.say(value.words) if value.words else None,
        "evidence": dict(value.evidence),
    }


def _now(now: Said, said: Language) -> dict[str, Any]:
    words = words_of(now)
    return {
        "verdict": outcome_of(now),
        "said": said.say(words) if words else None,
        "evidence": evidence_of(now),
    }


def draw(found: Judged, replayed: Replayed, said: Language) -> None:
    """What came of it, in a few lines."""
    for line in _lines(found, replayed, said):
        terminal.out(terminal.safe(line))


def _lines(found: Judged, replayed: Replayed, said: Language) -> Iterator[str]:
    yield {
        Again.SAME: said.text("THE SAME VERDICT"),
        Again.ANOTHER: said.text("ANOTHER VERDICT"),
        Again.UNKNOWN: said.text("UNKNOWN"),
    }[replayed.again]
    if replayed.because:
        yield f"    {said.say(replayed.because)}"
    then = replayed.then
    if then is not None:
        value = told(then, found)
        when = said.instant(then.as_of)
        yield said.text("Then, {when}:", when=when) + f" {_verdict(value.verdict, said)}"
        if value.words:
            yield f"    {said.say(value.words)}"
    if replayed.now is not None and replayed.again is Again.ANOTHER:
        words = words_of(replayed.now)
        yield said.text("Now:") + f" {_verdict(outcome_of(replayed.now), said)}"
        if words:
            yield f"    {said.say(words)}"
    changed = replayed.changed
    if changed is not None:
        yield (
            said.text("The rules have changed since.")
            if changed
            else said.text("The rules are the same.")
        )


def _verdict(word: str, said: Language) -> str:
    return {
        "fail": said.text("fails"),
        "unknown": said.text("unknown"),
        "pass": said.text("complies"),
    }[word]
