"""Meta's graph as one connector asks it: reads, lists, batches, and writes sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime

from connectors.errors import ConnectorError
from connectors.http import Meter, Patience
from connectors.meta.access import MetaAccess
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask
from connectors.meta.asking import Asking, Call
from connectors.meta.budget import Budget, budget_of
from connectors.meta.learnt import Learnt, learnt_of
from connectors.meta.memory import Memory
from connectors.meta.pages import Enough, Gathered, gather
from connectors.meta.shape import Record
from connectors.meta.transport import Wire
from connectors.recall import Recall

__all__ = ["Gathered", "Graph"]


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
        pressing: bool = False,
        recall: Recall | None = None,
    ) -> None:
        """`meter` counts every sending; `patience` is shared with the run's other reads.

        `place` is where the configured token stands; `pressing`: a crisis stop asks, which uses
        what readers leave of Meta's limits, and waits for nothing but Meta's own refusal of it.
        `recall`: what earlier runs learnt; without one the process remembers for itself.
        """
        learnt = learnt_of(access.base_url, access.api_version)
        if recall is not None:
            learnt = Learnt(recall, access.base_url, access.api_version)
        self.memory = Memory(recall or Recall(), access.base_url, clock)
        self._asking = Asking(
            Wire(access, meter=meter, place=place),
            patience=patience,
            clock=clock,
            learnt=learnt,
            budget=budget_of(access.base_url, access.app_id),
            pressing=pressing,
        )
        if recall is not None:
            self.budget.keep_in(recall)

    @property
    def budget(self) -> Budget:
        """What is known of the limits of this app at this address."""
        return self._asking.budget

    def impatient(self) -> Graph:
        """The same, which waits for nothing."""
        other = copy(self)
        other._asking = self._asking.impatient()
        return other

    def read(self, ask: Ask) -> Record:
        """The answer to one GET, asked for again while that can help.

        Raises:
            ConnectorError: no answer that can be used.
        """
        answer = self.batch((ask,))[0]
        if isinstance(answer, ConnectorError):
            raise answer
        return answer

    def edge(self, ask: Ask) -> Gathered:
        """Every row of an edge, page after page."""
        return self.edges((ask,))[0]

    def edges(
        self,
        asks: Sequence[Ask],
        enough: Sequence[Enough | None] = (),
        *,
        abreast: int | None = None,
    ) -> tuple[Gathered, ...]:
        """Several edges at once, in order; each fails by itself. Their pages travel in batches.

        `enough`: for each edge what ends it before its last page; empty: nothing does. `abreast`:
        how many are walked at a time, the first ones first; None: all.
        """
        return gather(self._asking, asks, enough=enough, abreast=abreast)[0]

    def survey(
        self, edges: Sequence[Ask], nodes: Sequence[Ask], enough: Sequence[Enough | None] = ()
    ) -> tuple[tuple[Gathered, ...], tuple[Answered, ...]]:
        """Edges as `edges`, and single objects that travel with their first pages."""
        return gather(self._asking, edges, nodes, enough=enough)

    def batch(self, asks: Sequence[Ask]) -> tuple[Answered, ...]:
        """The answers to GETs, in order, at most 50 in an HTTP request.

        Items lost or failing transiently are asked again; each carries its own token and proof.
        """
        return self._asking.answers([Call(ask=ask) for ask in asks])

    def write(self, asks: Sequence[Ask]) -> tuple[Answered, ...]:
        """What came of POSTs, in order; each is sent once, whatever was refused before."""
        return tuple(self._asking.once([Call(ask=ask) for ask in asks]))

    def lacking(self, ask: Ask) -> tuple[str, ...]:
        """Fields of this request that Meta refused, and that are therefore no longer asked for."""
        return tuple(sorted(self._asking.learnt.refused(ask, self._asking.clock())))
