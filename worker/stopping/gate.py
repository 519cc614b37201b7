"""What a hold may still write: asked of the journal right before each batch.

A resume, the end of a stop or an exemption may be recorded while a hold runs. Whichever stands in
the journal first wins: a batch that was allowed before is sent, none is allowed after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from policies.crisis import Outcome, Row, Scope
from policies.model import Level, Panel, Switch, Words
from worker.stopping.places import Places
from worker.stopping.story import NoJournal, Story, tell_story

_OVER = Words(
    "It is on; the stop was resumed or ended while this ran, so that it is left as it is."
)
_NO_JOURNAL = Words(
    "It is on; the journal cannot be read, so that nobody knows whether the stop is in force."
)


class Gate:
    """Lets writes through while the stop is in force, and never those of what is exempted."""

    def __init__(self, stop_id: str, places: Places, panels: Iterable[Panel]) -> None:
        """`panels` tell which campaigns lie under a group."""
        self._stop_id = stop_id
        self._places = places
        self._above = {
            one.campaign_id: one.group.id
            for panel in panels
            for one in panel.switches
            if one.group is not None
        }
        self._exempt: frozenset[str] = frozenset()
        self._closed: Words | None = None

    def allow(self, switches: Sequence[Switch]) -> tuple[Switch, ...]:
        """Those of them that may be written now."""
        if not switches:
            return ()
        story = self._story()
        if story is None or not story.in_force:
            self._closed = self._closed or (_NO_JOURNAL if story is None else _OVER)
        else:
            self._exempt |= story.exempt
        return () if self._closed else tuple(one for one in switches if not self._spares(one))

    def _story(self) -> Story | None:
        try:
            return tell_story(self._stop_id, self._places)
        except (NoJournal, ValueError, KeyError, TypeError):
            return None

    def _spares(self, switch: Switch) -> bool:
        """Whether it is exempted, or a group above something that is."""
        if switch.level is Level.CAMPAIGN_GROUP:
            groups = {self._above.get(number) for number in self._exempt}
            return switch.campaign_id in self._exempt | groups
        return self.scope(Scope()).spares(switch)

    def spares(self, row: Row) -> bool:
        """Whether a row is of something that was exempted by the time of the last batch."""
        return self._spares(row.switch)

    def scope(self, scope: Scope) -> Scope:
        """The scope without all that was exempted by the time of the last batch."""
        return scope.less(self._exempt)

    def told(self, row: Row) -> Row:
        """A row that was left on because the gate had closed says so."""
        if self._closed is None or row.outcome is not Outcome.FAILED:
            return row
        return replace(row, error=self._closed)
