"""Whether a journal is as it was written, as far as it can prove that by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies.model import Words
from worker.stopping.lines import Lines

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the chain of a journal proves."""

    records: int
    head: str
    files: tuple[str, ...]
    faults: tuple[Words, ...]
    cannot_tell: tuple[Words, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is known to be wrong."""
        return not self.faults


def verify(lines: Lines, *, head: str | None) -> Verdict:
    """Check the chain; `head`: the digest of a record as it was noted elsewhere.

    Spaces and case of `head` do not matter, as people write it down in groups.
    """
    faults, cannot_tell = list(lines.faults), []
    if not lines.records:
        faults.append(Words("No record of this stop can be read."))
    if head is None:
        cannot_tell.append(
            Words(
                "Without --head nobody can tell whether records at the end were taken away, or "
                "the whole file was written anew."
            )
        )
    else:
        wrong, untold = against(lines, head)
        faults += wrong
        cannot_tell += untold
    if lines.torn:
        cannot_tell.append(
            Words("The last line is not whole: the program was cut off while it wrote.")
        )
    return Verdict(
        records=len(lines.records),
        head=lines.head,
        files=tuple(one.name for one in lines.parts),
        faults=tuple(faults),
        cannot_tell=tuple(cannot_tell),
    )


def against(lines: Lines, head: str) -> tuple[list[Words], list[Words]]:
    """What a digest that was noted elsewhere shows: faults, and what nobody can tell."""
    noted = "".join(head.split()).lower()
    if not _DIGEST.fullmatch(noted):
        told = {"signs": str(len(noted))}
        return [
            Words(
                "What was given with --head is no whole digest: one has 64 signs, 0 to 9 and a to "
                "f; this has {signs}. It proves nothing.",
                told,
            )
        ], []
    digests = [one.digest for one in lines.records]
    if noted not in digests:
        return [
            Words("No record has the digest that was noted: records were cut off or written anew.")
        ], []
    after = len(digests) - 1 - digests.index(noted)
    if not after:
        return [], []
    return [], [
        Words(
            "{n} records follow the one that was noted; nobody can tell whether there were more.",
            {"n": str(after)},
        )
    ]
