"""The journal of an account's controls: `state_dir/enforced/<account>.jsonl`.

Its lines are those of a stop's journal (docs/journal.md). A control is no emergency: where the
journal cannot be written, nothing is set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from policies.guarded import Judged, Outcome
from policies.guarding import Doing, Plan, alike
from policies.model import AccountId, Controls, ControlsReceipt, Words
from worker.clock import Clock
from worker.stopping.chain import VERSION, Record
from worker.stopping.journal import Journal, read_journal
from worker.stopping.lines import Lines
from worker.stopping.ordering import Order
from worker.stopping.places import Places

INTENT, OUTCOME, READ = "intent", "outcome", "read"
_PLAN = TypeAdapter(Plan)
_CONTROLS = TypeAdapter(Controls)


class Enforced(Places):
    """One folder and no other: what cannot be written there is not begun."""

    __slots__ = ()

    def folders(self) -> tuple[Path, ...]:
        """`state_dir/enforced`."""
        return (self.state_dir / "enforced",)


class Unwritable(Exception):
    """The journal cannot be written."""


class Book:
    """Adds what is intended, what was answered and what was read to an account's journal."""

    def __init__(
        self,
        account_id: AccountId,
        places: Enforced,
        *,
        clock: Clock,
        warn: Callable[[Words], None],
        last_resort: Callable[[str], None],
    ) -> None:
        """`warn` and `last_resort` are for what follows on an intent that was written."""
        self._begun = False
        self._warn = warn
        self._last_resort = last_resort
        self._account_id = account_id
        self._journal = Journal(
            account_id, places, clock=clock, warn=self._warned, last_resort=self._left
        )

    @property
    def place(self) -> str:
        """The file."""
        return self._journal.place

    @property
    def head(self) -> str:
        """The digest of the last record."""
        return self._journal.head

    def intend(self, plan: Plan, order: Order) -> None:
        """Write down what is about to be set, and what stands.

        Raises:
            Unwritable: it could not be written; nothing may be set.
        """
        told = {name: one for name, one in order.to_json(()).items() if name != "keys"}
        about = {"version": VERSION, "account_id": self._account_id}
        self._journal.add(INTENT, {**about, **told, "plan": plan_to_json(plan)})
        self._begun = True

    def answered(self, receipt: ControlsReceipt) -> None:
        """Write down what the platform answered."""
        because = receipt.because.english() if receipt.because else None
        self._journal.add(OUTCOME, {"answer": receipt.answer, "because": because})

    def read(self, judged: Judged, after: Controls | None) -> None:
        """Write down what a reading showed; None: there was none."""
        told = {
            "outcome": judged.outcome,
            "verified": judged.verified,
            "error": judged.error.english() if judged.error else None,
            "after": controls_to_json(after) if after else None,
        }
        self._journal.add(READ, told)

    def _warned(self, words: Words) -> None:
        if self._begun:
            self._warn(words)

    def _left(self, line: str) -> None:
        if not self._begun:
            raise Unwritable
        self._last_resort(line)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain values."""
    plain: dict[str, Any] = _PLAN.dump_python(plan, mode="json")
    return plain


def controls_to_json(controls: Controls) -> dict[str, Any]:
    """Controls as plain values."""
    plain: dict[str, Any] = _CONTROLS.dump_python(controls, mode="json")
    return plain


def plan_from_json(told: object) -> Plan | None:
    """The plan of `plan_to_json`; None: it is none."""
    try:
        return _PLAN.validate_python(told)
    except ValidationError:
        return None


def entries(account_id: AccountId, places: Enforced) -> Lines:
    """All that stands in an account's journal, and what is wrong with it."""
    return read_journal(account_id, places)


def last_exclusion(records: Sequence[Record]) -> Plan | None:
    """The plan by which this program last excluded something, if that was not undone since.

    An intent that nothing follows on counts: it may have been carried out before the program was
    killed. So does one that failed where a reading showed something else than before it. What
    stands then is read anew in any case.
    """
    standing: Plan | None = None
    for at, record in enumerate(records):
        plan = plan_from_json(record.told.get("plan")) if record.event == INTENT else None
        if plan is None:
            continue
        read = _read_after(records[at + 1 :])
        if plan.doing is Doing.EXCLUDE and not _came_to_nothing(plan, read):
            standing = plan
        elif plan.doing is Doing.RESTORE and read.get("outcome") in _UNDONE:
            standing = None
    return standing


_UNDONE = (Outcome.RESTORED, Outcome.BEING_APPLIED)


def _read_after(after: Sequence[Record]) -> Mapping[str, Any]:
    """What a reading showed of the intent that these records follow on; empty: there was none."""
    for record in after:
        if record.event == INTENT:
            return {}
        if record.event == READ:
            return record.told
    return {}


def _came_to_nothing(plan: Plan, read: Mapping[str, Any]) -> bool:
    """Whether an order failed, and all stood as before it."""
    if read.get("outcome") != Outcome.FAILED:
        return False
    try:
        return alike(_CONTROLS.validate_python(read.get("after")), plan.before)
    except ValidationError:
        return False
