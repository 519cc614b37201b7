"""`drill`: what a stop would do, and whether it could, without stopping anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.duty import Duty, on_duty, said
from worker.cli.stopping import named, scope_of

if TYPE_CHECKING:
    from worker.stopping.drilling import Trial
    from worker.stopping.ordering import Order


@app.command("drill")
def drill(
    ctx: typer.Context,
    *,
    platform: Annotated[
        str | None,
        typer.Option("--platform", metavar="PLATFORM", help="Only meta, or only linkedin."),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ACCOUNT", help="Only this ad account.")
    ] = None,
    operator: Annotated[
        str, typer.Option("--operator", "--by", metavar="WHO", help="Your own name.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Rehearse the crisis stop: plan, rights and timing. Nothing is stopped.

    Reads everything as `pause-all` does. Meta is asked to check the pausing without carrying it
    out, which does not prove that it would; LinkedIn has no such thing, and tells the right by
    roles. There is no phrase, and nothing that could be confirmed afterwards.

    Each drill is kept in state_dir/stops/drills. After 90 days `doctor` and the report say that
    the next one is due.

    Code 0: nothing stands in the way, as far as a drill can tell. 1: something needs a person.
    4: no account could be read.

    Example: annonsvakt drill --operator "Anna Berg"
    """
    from worker.cli.drilled import as_json, tell
    from worker.stopping.drilling import run_drill
    from worker.stopping.drills import keep

    duty = on_duty(ctx)
    scope = scope_of(duty, platform, account, None)
    with duty.desk(None, first=False) as desk, named(duty):
        trial = run_drill(desk, _order(operator), scope)
    path = keep(trial.drill, duty.places(None))
    _warn(trial, path, duty)
    if json:
        terminal.emit(as_json(trial, path, duty.language))
    else:
        tell(trial, path, duty.language)
    raise typer.Exit(trial.drill.code or int(path is None))


def _order(operator: str) -> Order:
    """Who rehearses: nothing is changed, so that the account of the system is name enough."""
    from worker.stopping.identity import whoami
    from worker.stopping.ordering import Order

    who = whoami()
    return Order(reason="drill", operator=operator.strip() or who.os_user, who=who)


def _warn(trial: Trial, path: Path | None, duty: Duty) -> None:
    """What nobody may overlook."""
    from policies.model import Words

    if path is None:
        said(duty, Words("THE DRILL could not be kept anywhere: it will not count."))
    for one in trial.drill.accounts:
        if one.changed:
            said(
                duty,
                Words(
                    "LOOK AT {account}: {campaigns} read differently after the dry run.",
                    {"account": one.account_id, "campaigns": ", ".join(one.changed)},
                ),
            )
