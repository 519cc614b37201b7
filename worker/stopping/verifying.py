"""Whether a journal is as it was written, as far as it can prove that by itself."""

from __future__ import annotations

from dataclasses import dataclass

from policies.model import Words
from worker.stopping.chain import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the chain of a journal proves."""

    records: int
    head: str
    faults: tuple[Words, ...]
    cannot_tell: tuple[Words, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is known to be wrong."""
        return not self.faults


def verify(lines: Lines, *, head: str | None) -> Verdict:
    """Check the chain; `head`: the digest of the last record as it was noted elsewhere."""
    faults, cannot_tell = list(lines.faults), []
    if head is None:
        cannot_tell.append(
            Words(
                "Without --head nobody can tell whether records at the end were taken away, or "
                "the whole file was written anew."
            )
        )
    elif (noted := head.strip().lower()) not in (digests := [one.digest for one in lines.records]):
        faults.append(
            Words("No record has the digest that was noted: records were cut off or written anew.")
        )
    elif noted != lines.head:
        after = len(digests) - 1 - digests.index(noted)
        cannot_tell.append(
            Words(
                "{n} records follow the one that was noted; nobody can tell whether there were "
                "more.",
                {"n": str(after)},
            )
        )
    if lines.torn:
        cannot_tell.append(
            Words("The last line is not whole: the program was cut off while it wrote.")
        )
    return Verdict(
        records=len(lines.records),
        head=lines.head,
        faults=tuple(faults),
        cannot_tell=tuple(cannot_tell),
    )
