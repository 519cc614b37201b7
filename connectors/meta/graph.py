"""Meta's graph as one connector asks it: reads, lists, batches, and writes sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from connectors.errors import ConnectorError
from connectors.http import Meter, Patience
from connectors.meta.access import MetaAccess
from connectors.meta.ask import Ask
from connectors.meta.shape import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The rows of an edge; `error` None: all of them."""

    rows: tuple[Record, ...]
    error: ConnectorError | None = None
    summary: Record = field(default_factory=dict)
    """What the first page said of the whole, where it was asked for."""


class Graph:
    """Asks with one access; safe across threads, each of which has clients of its own."""

    def __init__(
        self,
        access: MetaAccess,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        meter: Meter,
        place: str = "[meta] access_token",
    ) -> None:
        """`place`: where the configured token stands; `patience` is shared with other reads."""
        raise NotImplementedError

    def read(self, ask: Ask) -> Record:
        """The answer to one GET, asked for again while that can help.

        Raises:
            ConnectorError: no answer that can be used.
        """
        raise NotImplementedError

    def edge(self, ask: Ask) -> Gathered:
        """Every row of an edge, page after page."""
        raise NotImplementedError

    def edges(self, asks: Sequence[Ask]) -> tuple[Gathered, ...]:
        """Several edges at once, in order; each fails by itself. Their pages travel in batches."""
        raise NotImplementedError

    def batch(self, asks: Sequence[Ask]) -> tuple[Record | ConnectorError, ...]:
        """The answers to GETs, in order, at most 50 in an HTTP request.

        Items lost or failing transiently are asked again; each carries its own token and proof.
        """
        raise NotImplementedError

    def lacking(self, ask: Ask) -> tuple[str, ...]:
        """Fields of this request that Meta refused, and that are therefore no longer asked for."""
        raise NotImplementedError
