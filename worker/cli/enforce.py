"""`enforce placements`: Audience Network excluded by the ad account's own controls."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app
from worker.cli.duty import Duty, on_duty, said
from worker.cli.spoken import Group, Spoken
from worker.cli.stopping import Confirm, Json, NotListed, Operator, Reason, ordered_by, scope_of

if TYPE_CHECKING:
    from policies.guarding import Plan
    from worker.enforcing.enforce import UnknownAccount
    from worker.enforcing.orders import Office, Result, Wish
    from worker.stopping.ordering import Order

enforce = Spoken(
    cls=Group,
    no_args_is_help=True,
    help="Set what the platforms themselves enforce, by a person's order and phrase.",
)
app.add_typer(enforce, name="enforce")


@enforce.callback()
def enforcing() -> None:
    """Set what the platforms themselves enforce, by a person's order and phrase."""


@enforce.command("placements")
def placements(  # noqa: PLR0913 the options of the contract
    ctx: typer.Context,
    *,
    account: Annotated[
        str, typer.Option("--account", metavar="ACCOUNT", help="One ad account on Meta: act_1.")
    ],
    reason: Reason,
    operator: Operator,
    undo: Annotated[
        bool, typer.Option("--undo", help="Put back what stood before this program's last order.")
    ] = False,
    no_audience_controls: Annotated[
        bool,
        typer.Option(
            "--no-audience-controls",
            help="I have looked in Ads Manager: the account has no audience controls.",
        ),
    ] = False,
    confirm: Confirm = None,
    not_listed: NotListed = False,
    json: Json = False,
) -> None:
    """Exclude Audience Network in an ad account's own controls, for everything in it.

    \b
    1. Give the command:
       annonsvakt enforce placements --account act_1 --reason "C4" --operator "Anna Berg"
       It reads the controls, shows what would be set, and sets nothing yet.
    2. Read the plan and type its phrase (UTESLUT 3).
       Or give the command again with --confirm "UTESLUT 3".
       It counts once, for 15 minutes, while the controls read as in the plan.
    3. It is written down first, sent once, and read back.
       Only what reads as in force is done.

    What else the controls hold is sent back as it was read: an age limit stays. Where Meta does
    not tell it, nothing is set, and the answer says what to do by hand.

    --undo takes away again what this program's last order excluded, with a phrase of its own.
    Nothing is ever undone by itself. What was ordered stands in state_dir/enforced.

    \b
    Code 0: excluded and in force, by a new reading; or there was nothing to do.
    Code 1: sent, and not proved; or left to a person. The answer has a link.
    Code 2: the command or the configuration is wrong.
    Code 3: the phrase is needed; nothing was set.
    Code 4: the controls could not be read, or not whole; nothing was set.
    """  # noqa: D301 \b is a sign for the command line: keep these lines as they are
    from policies.guarding import Doing
    from policies.model import Platform
    from worker.cli.enforced import close
    from worker.enforcing.orders import UNCONFIRMED, Wish

    duty = on_duty(ctx)
    order = ordered_by(duty, reason, operator, not_listed=not_listed)
    account_id = scope_of(duty, Platform.META, _numbered(account), None).account_id
    if account_id is None:
        raise typer.BadParameter(duty.language.text("name an account"), param_hint="--account")
    wish = Wish(
        account_id=account_id,
        doing=Doing.RESTORE if undo else Doing.EXCLUDE,
        typed=confirm,
        none_stand=no_audience_controls,
    )
    result, has_seen = _given(duty, order, wish, json=json)
    if not (has_seen and result.code == UNCONFIRMED and result.refused is None):
        close(result, duty, json=json)
    raise typer.Exit(result.code)


def _numbered(account: str) -> str:
    """An account as Meta writes it; people leave out its beginning."""
    plain = account.strip()
    return f"act_{plain}" if plain.isdecimal() else plain


def _given(duty: Duty, order: Order, wish: Wish, *, json: bool) -> tuple[Result, bool]:
    """Carry out the order; and whether its plan was shown already.

    Raises:
        typer.BadParameter: no token sees the account.
    """
    from policies.model import Words
    from worker.enforcing.enforce import UnknownAccount
    from worker.enforcing.enforce import enforce as carry_out

    shown: list[Result] = []

    def ask(planned: Result) -> str | None:
        if json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return None
        shown.append(planned)
        return _asked(duty, planned)

    try:
        result = carry_out(_office(duty), order, wish, ask)
        return result, bool(shown)
    except UnknownAccount as unknown:
        raise _nowhere(duty, unknown) from None
    except KeyboardInterrupt:
        said(
            duty,
            Words(
                "INTERRUPTED. Give the command again without --confirm: it reads what stands now."
            ),
        )
        raise


def _asked(duty: Duty, planned: Result) -> str | None:
    """Show the plan and ask for its phrase; None: nobody is there, or they do not give it."""
    from policies.guarding import is_phrase, phrase
    from worker.cli.asking import until_right
    from worker.cli.enforced import show

    plan: Plan | None = planned.plan
    if plan is None:
        return None
    show(planned, duty.language)
    return until_right(duty, lambda typed: is_phrase(typed, plan), phrase(plan, duty.language.code))


def _office(duty: Duty) -> Office:
    """What the order is carried out with; readings wait for a stop that is at work."""
    from connectors.http import Patience
    from worker.cli import terminal
    from worker.clock import now
    from worker.enforcing.book import Enforced
    from worker.enforcing.orders import Office
    from worker.platforms import guardian
    from worker.stopping.giving_way import GiveWay

    way = GiveWay(duty.places(None), lambda words: said(duty, words))
    patience = Patience(way=way)
    return Office(
        guardian=guardian(duty.settings, patience=patience, clock=now),
        places=Enforced(state_dir=duty.settings.state_dir),
        clock=now,
        sleep=patience.sleep,
        tell=lambda words: said(duty, words),
        last_resort=terminal.note,
    )


def _nowhere(duty: Duty, unknown: UnknownAccount) -> typer.BadParameter:
    near = get_close_matches(unknown.wanted, unknown.known, n=3, cutoff=0.3) or unknown.known[:3]
    return typer.BadParameter(
        duty.language.text(
            "no {wanted} anywhere that we can read; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(near) or "-",
        ),
        param_hint="--account",
    )
