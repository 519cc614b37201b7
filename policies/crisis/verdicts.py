"""What became of every switch, judged by a fresh reading and never by a write's answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from policies.crisis.attempts import Tries, may_have_worked
from policies.crisis.planning import settling, unclear
from policies.crisis.rows import Outcome, Row
from policies.crisis.scope import Key, key_of
from policies.crisis.standing import ON, Standing, group_switch, standing
from policies.model import Answer, Level, Receipt, Switch, Unread, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What a stop has done so far."""

    before: Mapping[Key, Switch]
    """Each switch that it wrote, or set out to write, as it was then."""
    tries: Tries = field(default_factory=dict)
    """What this run's writes were answered."""
    earlier: frozenset[Key] = frozenset()
    """What earlier runs of the same stop may have turned: written, and not plainly refused."""
    shown: frozenset[Key] = frozenset()
    """What the plan that was confirmed held."""

    def may_have_turned(self, key: Key) -> bool:
        """Whether the stop sent a write for it that may have worked."""
        return key in self.earlier or may_have_worked(self.tries.get(key, ()))


def judge_stopped(fresh: Switch, deeds: Deeds) -> Row:
    """What became of one switch in scope, by a reading made after the writes."""
    key = key_of(fresh)
    before = deeds.before.get(key, fresh)
    stands = standing(fresh)
    if stands is Standing.OFF:
        return _off(fresh, before, deeds)
    if stands is Standing.ON:
        return _still_on(before, deeds.tries.get(key, ()))
    because = unclear(fresh) if stands is Standing.UNCLEAR else settling(fresh)
    return Row(switch=before, outcome=Outcome.UNKNOWN, error=because)


def _off(fresh: Switch, before: Switch, deeds: Deeds) -> Row:
    """What is off: by us, through its group by us, or by somebody else."""
    key = key_of(fresh)
    # A group is never in a plan: it is turned for those of its campaigns that refuse.
    known = key in deeds.shown | deeds.earlier or key.level is Level.CAMPAIGN_GROUP
    done = Outcome.STOPPED if known else Outcome.ADDED
    if deeds.may_have_turned(key) and fresh.intent != ON:
        return Row(switch=before, outcome=done)
    group = group_switch(fresh)
    if fresh.intent == ON and group is not None and deeds.may_have_turned(key_of(group)):
        return Row(switch=before, outcome=done, error=_through(group))
    return Row(switch=fresh, outcome=Outcome.ALREADY_OFF)


def _through(group: Switch) -> Words:
    """How something was stopped that refuses itself."""
    return Words(
        "Its own switch refuses; it was stopped through its campaign group {group}.",
        {"group": group.name},
    )


def _still_on(before: Switch, receipts: Sequence[Receipt]) -> Row:
    """What could not be turned off, and why."""
    last = receipts[-1] if receipts else None
    if last is None:
        return Row(switch=before, outcome=Outcome.PLANNED)
    if last.answer is Answer.ACCEPTED:
        said_yes = Words(
            "The platform says that it is done, and a new reading says that it is not."
        )
        return Row(switch=before, outcome=Outcome.FAILED, error=said_yes)
    unknown = last.answer is Answer.UNKNOWN
    outcome = Outcome.UNKNOWN if unknown else Outcome.FAILED
    return Row(switch=before, outcome=outcome, error=last.because or _silent())


def _silent() -> Words:
    return Words("The platform does not say what became of it.")


def left_undone(row: Row) -> Row:
    """A row of a stop that has come to its end: what was never written is left for a person."""
    if row.outcome is not Outcome.PLANNED:
        return row
    because = Words("It is on, and the stop had no time left to turn it off.")
    return Row(switch=row.switch, outcome=Outcome.FAILED, error=because)


def judge_unread(before: Switch, because: Words) -> Row:
    """A switch of which no fresh reading could be had: nobody knows how it stands."""
    return Row(switch=before, outcome=Outcome.UNKNOWN, error=because)


def judge_resumed(target: Row, fresh: Switch | Unread | None, deeds: Deeds) -> Row:
    """What became of one switch that was to be turned on again; `target.switch`: as it was."""
    receipts = deeds.tries.get(target.key, ())
    if fresh is None:
        return judge_unread(target.switch, _silent())
    if isinstance(fresh, Unread):
        return judge_unread(target.switch, fresh.because)
    if fresh.intent == ON:
        return Row(switch=target.switch, outcome=Outcome.RESUMED)
    left = _still_on(target.switch, receipts)
    if left.outcome is Outcome.PLANNED:
        return judge_unread(target.switch, _silent())
    return left


def is_verified(rows: Collection[Row], gaps: Collection[Unread]) -> bool:
    """Whether everything in scope was read and everything in it is off."""
    done = {Outcome.STOPPED, Outcome.ADDED, Outcome.ALREADY_OFF}
    return not gaps and all(row.outcome in done for row in rows)


def group_rows(switches: Collection[Switch], deeds: Deeds) -> list[Row]:
    """The groups that the stop turned, or tried to: they are rows of their own."""
    groups = {key_of(one): one for s in switches if (one := group_switch(s)) is not None}
    wrote = {key for key in (*deeds.tries, *deeds.earlier) if key.level is Level.CAMPAIGN_GROUP}
    running = {s.group.id for s in switches if s.group and standing(s) is not Standing.OFF}
    return [
        judge_stopped(one, deeds)
        for key, one in groups.items()
        # One that is on, and nothing under it any more, leaves nobody anything to do.
        if key in wrote and (one.intent != ON or one.campaign_id in running)
    ]
