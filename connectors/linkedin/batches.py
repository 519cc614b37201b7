"""Many objects by id: `{results, statuses, errors}` taken apart, no key forgotten.

The keys of an answer are the encoded ids (Rest.li protocol 2.0.0; linkedin-api-python-client's
tests; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError
from connectors.http import ATTEMPTS
from connectors.linkedin.ask import BATCH, Ask
from connectors.linkedin.errors import decipher
from connectors.linkedin.refusal import Asked, read_refusal, whole_number
from connectors.linkedin.restli import plain
from connectors.linkedin.shape import Record, part, refuse
from connectors.linkedin.transport import Answer, Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Each id asked for is in one of the two."""

    found: Mapping[str, Record]
    failed: Mapping[str, ConnectorError]

    def of(self, object_id: str) -> Record | ConnectorError:
        """What came of one id, an empty record included."""
        return self.found[object_id] if object_id in self.found else self.failed[object_id]


def in_batches(ids: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    """The ids, each once, in portions that fit one request."""
    once = tuple(dict.fromkeys(ids))
    for start in range(0, len(once), size):
        yield once[start : start + size]


def read_all(wire: Wire, ids: Sequence[str], asking: Callable[[Sequence[str]], Ask]) -> Batch:
    """Read objects by id in as few requests as possible; a lost request fails its own ids only."""
    found: dict[str, Record] = {}
    failed: dict[str, ConnectorError] = {}
    for portion in in_batches(ids):
        try:
            batch = read_portion(wire, portion, asking)
        except ConnectorError as error:
            failed |= dict.fromkeys(portion, error)
        else:
            found |= batch.found
            failed |= batch.failed
    return Batch(found=found, failed=failed)


def read_portion(
    wire: Wire,
    ids: Sequence[str],
    asking: Callable[[Sequence[str]], Ask],
    *,
    attempts: int = ATTEMPTS,
) -> Batch:
    """Read objects by id in one request, which is sent so many times at most.

    Raises:
        ConnectorError: the request failed for all of them.
    """
    ask = asking(ids)
    return read_batch(wire.read(ask, attempts=attempts), ids, asked=wire.asked(ask))


def read_batch(answer: Answer, ids: Sequence[str], *, asked: Asked) -> Batch:
    """What a batch read says of each id; one that it leaves out has failed, not vanished.

    Raises:
        Unreadable: the answer is no batch.
    """
    results, errors, statuses = (by_id(answer, name) for name in ("results", "errors", "statuses"))
    found: dict[str, Record] = {}
    failed: dict[str, ConnectorError] = {}
    for each in ids:
        if each in errors:
            failed[each] = failure(errors[each], statuses.get(each), asked=asked)
        elif isinstance(result := results.get(each), dict):
            found[each] = result
        else:
            failed[each] = refuse(f"results.{each}", result)
    return Batch(found=found, failed=failed)


def by_id(answer: Answer, name: str) -> dict[str, Any]:
    """One of the maps of a batch answer, its keys as we asked for them."""
    return {plain(str(encoded)): value for encoded, value in part(answer, name).items()}


def failure(told: object, status: object, *, asked: Asked) -> ConnectorError:
    """The error of one id: its own status, else that of the map `statuses`."""
    own = whole_number(told.get("status")) if isinstance(told, dict) else None
    return decipher(read_refusal(own or whole_number(status) or 0, {}, told, asked=asked))
