"""What to write next, and after which wait: how often a refused or lost write is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from policies.crisis.rows import by_budget
from policies.crisis.scope import Key, Scope, key_of, wholly_within
from policies.crisis.standing import Standing, group_switch, standing
from policies.model import Answer, Beneath, Panel, Receipt, Switch

Tries: TypeAlias = Mapping[Key, Sequence[Receipt]]
"""What the platform answered to each write of each switch, in order."""

MOST: Mapping[Answer, int] = {
    Answer.REFUSED: 3,
    Answer.ACCEPTED: 3,
    Answer.THROTTLED: 6,
    Answer.UNKNOWN: 6,
}
"""Answers of each sort after which a switch is left for a person. `ACCEPTED` counts where the
platform said yes and a reading still finds the switch as it was."""
_UNSTATED = 3
"""Throttles without a stated end: a limit for the whole day would only be burnt further."""


_WORKED = frozenset({Answer.ACCEPTED, Answer.UNKNOWN})
"""Answers after which an object that is as it should be may be so by our doing."""


def may_have_worked(receipts: Iterable[Receipt]) -> bool:
    """Whether one of these writes may have been carried out."""
    return any(one.answer in _WORKED for one in receipts)


def worth_trying(receipts: Sequence[Receipt]) -> bool:
    """Whether one more write may help, as far as the answers tell."""
    unstated = [one for one in receipts if _throttled(one) and one.retry_after is None]
    if len(unstated) >= _UNSTATED:
        return False
    return all(
        sum(one.answer is answer for one in receipts) < most for answer, most in MOST.items()
    )


def _throttled(receipt: Receipt) -> bool:
    return receipt.answer is Answer.THROTTLED


def due(writes: Iterable[Switch], tries: Tries) -> Iterator[tuple[float, tuple[Switch, ...]]]:
    """What may be written soonest, and the seconds until then: a long wait of one delays no other.

    First those that are due about then, together; then, for a patience that does not last so long,
    the very soonest alone.
    """
    listed = list(writes)
    if not listed:
        return
    waits = {key_of(one): wait_before(tries.get(key_of(one), ())) for one in listed}
    soonest = min(waits.values())
    for most in (2 * soonest, soonest):
        some = tuple(one for one in listed if waits[key_of(one)] <= most)
        yield max(waits[key_of(one)] for one in some), some


def wait_before(receipts: Sequence[Receipt]) -> float:
    """Seconds until a switch may be written again: as stated, else a pause that grows."""
    if not receipts:
        return 0.0
    last = receipts[-1]
    if last.retry_after is not None:
        return last.retry_after
    # A write that was lost is sent again at once; everything else wants a moment.
    done = len(receipts) - (1 if last.answer is Answer.UNKNOWN else 0)
    return float(2 ** (done - 1)) if done else 0.0


class Goal(Protocol):
    """What the writes are to reach in one account."""

    def writes(self, panel: Panel, tries: Tries) -> tuple[Switch, ...]:
        """What to write next, by this reading."""
        ...

    def settling(self, panel: Panel) -> bool:
        """Whether waiting may show what this reading does not."""
        ...

    @property
    def beneath(self) -> Beneath | None:
        """Whose ads a reading must look at too; None: nobody's."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOff:
    """Every switch in scope off."""

    scope: Scope

    def writes(self, panel: Panel, tries: Tries) -> tuple[Switch, ...]:
        """What is still on and worth trying; through its group, where it refuses itself."""
        chosen: dict[Key, Switch] = {}
        for one in by_budget(filter(self.scope.covers, panel.switches)):
            if standing(one) is Standing.ON:
                chosen |= {key_of(each): each for each in self._way(one, panel, tries)}
        return tuple(chosen.values())

    def _way(self, switch: Switch, panel: Panel, tries: Tries) -> Iterator[Switch]:
        """The switch to turn for this one; none: every way was tried."""
        receipts = tries.get(key_of(switch), ())
        if worth_trying(receipts):
            yield switch
            return
        group = group_switch(switch)
        if group is None or receipts[-1].answer is not Answer.REFUSED:
            return
        if wholly_within(group.campaign_id, panel, self.scope) and worth_trying(
            tries.get(key_of(group), ())
        ):
            yield group

    def settling(self, panel: Panel) -> bool:
        """Whether something is switched off and not yet off in effect."""
        covered = filter(self.scope.covers, panel.switches)
        return any(standing(one) is Standing.SETTLING for one in covered)

    @property
    def beneath(self) -> Beneath:
        """All ads in scope: a campaign is off where nothing of it is shown."""
        return self.scope.beneath


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyLook:
    """Nothing written: everything in scope seen as it settles."""

    scope: Scope

    def writes(self, panel: Panel, tries: Tries) -> tuple[Switch, ...]:
        """Never anything."""
        return ()

    def settling(self, panel: Panel) -> bool:
        """As for a stop."""
        return AllOff(scope=self.scope).settling(panel)

    @property
    def beneath(self) -> Beneath:
        """As for a stop."""
        return self.scope.beneath


def every_switch(panel: Panel) -> tuple[Switch, ...]:
    """The switches of a panel, and those of the groups above them, each once."""
    found = {key_of(one): one for one in panel.switches}
    for one in panel.switches:
        group = group_switch(one)
        if group is not None:
            found.setdefault(key_of(group), group)
    return tuple(found.values())
