"""One order on one account's controls: read, plan, phrase, journal, write once, read back."""

from __future__ import annotations

from dataclasses import replace

from connectors import Guardian
from connectors.errors import ConnectorError
from policies.guarded import Judged, Outcome, standing
from policies.guarding import Doing, Plan, plan_exclusion, plan_restoring, unsendable
from policies.model import AccountId, Words
from worker.enforcing.book import Book, Unwritable, entries, last_exclusion
from worker.enforcing.orders import DONE, NEEDS_A_PERSON, Ask, Office, Result, Run, Wish
from worker.enforcing.plans import confirm
from worker.enforcing.settling import settle
from worker.stopping.ordering import Order


class UnknownAccount(Exception):
    """No token of ours sees the account; `known` are those that it sees."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.known = known


def enforce(office: Office, order: Order, wish: Wish, ask: Ask) -> Result:
    """Carry out the order, as far as it is confirmed.

    Raises:
        UnknownAccount: no token sees the account.
    """
    run = Run(office, wish, office.clock())
    try:
        _check_account(office.guardian, wish.account_id)
        plan = _planned(office, wish)
        if isinstance(plan, Plan) and plan.changes:
            return _confirmed(run, order, plan, ask)
    except (ConnectorError, Unwritable) as error:
        return run.nothing_done(_because(error, office))
    if isinstance(plan, Plan):
        judged = standing(plan)
        return run.result(judged, _code(judged), plan=plan)
    return run.result(plan, _code(plan) if plan.verified else NEEDS_A_PERSON)


def _confirmed(run: Run, order: Order, plan: Plan, ask: Ask) -> Result:
    """Show the plan, take the phrase, and act on what is read then.

    Raises:
        ConnectorError: the controls could not be read again.
        Unwritable: the plan, or the intent, could not be written.
    """
    office, wish = run.office, run.wish
    gap = unsendable(plan.before, none_stand=wish.none_stand)
    if gap is not None:
        return run.nothing_done(gap, plan)
    typed = wish.typed
    if typed is None:
        planned = run.planned(plan)
        typed = ask(planned)
        if typed is None:
            return planned
        again = _planned(office, wish)
        if not isinstance(again, Plan) or not again.changes:
            return replace(planned, refused=_CHANGED)
        plan = again
    refused = confirm(typed, plan, office.places, at=office.clock())
    if refused is not None:
        return replace(run.planned(plan), refused=refused)
    return _act(run, order, plan)


_CHANGED = Words(
    "The account's controls have changed since the plan was shown. Give the command again."
)


def _act(run: Run, order: Order, plan: Plan) -> Result:
    """Journal, write once, read back.

    Raises:
        Unwritable: the journal could not be begun; nothing was written to the platform.
    """
    office = run.office
    book = Book(
        run.wish.account_id,
        office.places,
        clock=office.clock,
        warn=office.tell,
        last_resort=office.last_resort,
    )
    book.intend(plan, order)
    receipt = office.guardian.set_controls(plan.aim)
    book.answered(receipt)
    judged, after = settle(office.guardian, plan, receipt, sleep=office.sleep)
    book.read(judged, after)
    result = run.result(judged, _code(judged), plan=plan, sent=True, after=after)
    return replace(result, journal=book.place, head=book.head)


def _check_account(guardian: Guardian, wanted: AccountId) -> None:
    """Let pass an account in scope.

    Raises:
        UnknownAccount: it is not among those that the token sees.
        ConnectorError: they could not be listed.
    """
    visible = guardian.accounts()
    beside = [one.account_id for one in visible.unread if one.account_id]
    if wanted not in (*visible.accounts, *beside):
        raise UnknownAccount(wanted, tuple(visible.accounts))


def _planned(office: Office, wish: Wish) -> Plan | Judged:
    """The plan by a fresh reading; or why there is none.

    Raises:
        ConnectorError: the controls could not be read.
    """
    now = office.guardian.controls(wish.account_id)
    if wish.doing is Doing.EXCLUDE:
        return plan_exclusion(now)
    lines = entries(wish.account_id, office.places)
    if lines.faults:
        return Judged(outcome=Outcome.FAILED, error=lines.faults[0])
    written = last_exclusion(lines.records)
    if written is None:
        words = Words(
            "This program has excluded nothing in {account} that is not undone already.",
            {"account": wish.account_id},
        )
        return Judged(outcome=Outcome.ALREADY, verified=True, error=words)
    plan = plan_restoring(now, written)
    return plan if isinstance(plan, Plan) else Judged(outcome=Outcome.FAILED, error=plan)


def _because(error: ConnectorError | Unwritable, office: Office) -> Words:
    if isinstance(error, ConnectorError):
        return error.words
    return Words(
        "Nothing was set, for it could not be written down in {folder}. See to the disk and to "
        "the rights of that folder.",
        {"folder": str(office.places.folders()[0])},
    )


def _code(judged: Judged) -> int:
    return DONE if judged.verified else NEEDS_A_PERSON
