"""`pause-all` and `resume`: the crisis stop and its undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, stops
from worker.cli.asking import Person
from worker.cli.duty import Duty, on_duty, said

if TYPE_CHECKING:
    from policies.crisis import Scope
    from worker.language import Language
    from worker.stopping.giving import Answered, Desk
    from worker.stopping.ordering import Order
    from worker.stopping.preparing import UnknownName

__all__ = ["pause_all", "resume", "stops"]

Reason = Annotated[str, typer.Option("--reason", metavar="REASON", help="Why, in a few words.")]
Operator = Annotated[str, typer.Option("--operator", metavar="WHO", help="Your own name.")]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="PHRASE", help="The phrase that the plan shows.")
]
Spare = Annotated[
    Path | None,
    typer.Option("--journal", metavar="DIR", help="Where to keep the journal if state_dir fails."),
]
NotListed = Annotated[
    bool, typer.Option("--not-listed", help="Go on though crisis.operators lacks you.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; never asks.")]
Full = Annotated[
    bool, typer.Option("--full", "--list", help="Each campaign on a line, however many.")
]


@app.command("pause-all")
def pause_all(  # noqa: PLR0913 the options of the contract
    ctx: typer.Context,
    *,
    reason: Reason,
    operator: Operator,
    platform: Annotated[
        str | None,
        typer.Option("--platform", metavar="PLATFORM", help="Only meta, or only linkedin."),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ACCOUNT", help="Only this ad account.")
    ] = None,
    campaign: Annotated[
        str | None,
        typer.Option("--campaign", metavar="CAMPAIGN", help="Only this campaign or group."),
    ] = None,
    confirm: Confirm = None,
    journal: Spare = None,
    not_listed: NotListed = False,
    full: Full = False,
    json: Json = False,
) -> None:
    """THE CRISIS STOP: turn off every ad that we can reach.

    \b
    1. Give the command:
       annonsvakt pause-all --reason "olycka" --operator "Anna Berg"
       It reads everything now, shows what would be stopped, and stops nothing yet.
    2. Read the plan and type its phrase (PAUSA 34). Empty leaves; three wrong ones end it.
       Or give the command again with --confirm "PAUSA 34".
       The phrase counts once, for 15 minutes. Capitals and outer spaces do not matter.
       What has become active since the plan is stopped too, and named.
    3. Read the first sentence of the answer: it says whether everything is off.
       What is left stands below it, each with a link. Finish that by hand.
    4. Interrupted? annonsvakt stops continue STOP_ID, which asks for no phrase.
       Or give the command again: it goes on with the same stop.
       Over?        annonsvakt resume STOP_ID --reason R --operator O

    \b
    X has no connector: ads there are stopped by hand, always.
    The database, the mail server and the service may be down: none of them is needed.
    Where Meta lets us write only a little at a time, the plan says how long it takes.
    Who is not among [crisis] operators goes on with --not-listed.
    Who was told by mail, and who was not, stands last in the answer.

    \b
    Code 0: everything in scope is off, by a new reading.
    Code 1: something is left for you.
    Code 2: the command or the configuration is wrong.
    Code 3: the phrase is needed; nothing was stopped.
    Code 4: no account could be read.
    """  # noqa: D301 \b is a sign for the command line: keep these lines as they are
    from worker.stopping.giving import pause

    duty = on_duty(ctx)
    order = ordered_by(duty, reason, operator, not_listed=not_listed)
    scope = scope_of(duty, platform, account, campaign)

    person = Person(duty=duty, json=json, full=full)

    def give(desk: Desk) -> Answered:
        return pause(desk, order, scope, typed=confirm, ask=person.ask)

    _finish(person, give, order, spare=journal)


@app.command("resume")
def resume(  # noqa: PLR0913 the options of the contract
    ctx: typer.Context,
    stop_id: Annotated[str, typer.Argument(metavar="STOP_ID", help="As `stops` shows it.")],
    *,
    reason: Reason,
    operator: Operator,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NUMBER",
            help="Only this campaign, group or account; may be repeated.",
        ),
    ] = None,
    confirm: Confirm = None,
    journal: Spare = None,
    not_listed: NotListed = False,
    full: Full = False,
    json: Json = False,
) -> None:
    """Undo a stop: turn on what it turned off, and nothing else.

    \b
    1. Give the command:
       annonsvakt resume 20261124-232543-9f3a --reason "faran över" --operator "Anna Berg"
       It shows what would be turned on, and what stays off and why. It turns on nothing yet.
    2. Read the plan and type its phrase (ÅTERUPPTA 34), or give the command again with
       --confirm "ÅTERUPPTA 34".
    3. What was touched since the stop, costs more than then, is past its end, or is
       covered by another stop in force, stays off. Turn it on by hand.
    4. If more than half of it, and at least 20, was touched since, nothing is turned on:
       name what may run with --only.

    With the first confirmed resume the stop is no longer in force.

    \b
    Code 0: all of it is on again.
    Code 1: something was left off; it is listed, with reasons.
    Code 2: the command or the configuration is wrong.
    Code 3: the phrase is needed; nothing was turned on.
    Code 4: no account could be read.
    """  # noqa: D301 \b is a sign for the command line: keep these lines as they are
    from worker.stopping.giving import resume as resume_now

    duty = on_duty(ctx)
    order = ordered_by(duty, reason, operator, not_listed=not_listed)
    story = stops.story_of(duty, stop_id, journal)
    numbers = tuple(filter(None, (one.strip() for one in only or ())))
    if only and not numbers:
        raise typer.BadParameter(duty.language.text("name a campaign"), param_hint="--only")
    person = Person(duty=duty, json=json, full=full)

    def give(desk: Desk) -> Answered:
        return resume_now(desk, order, story, typed=confirm, ask=person.ask, only=numbers)

    _finish(person, give, order, spare=journal)


def _finish(
    person: Person, give: Callable[[Desk], Answered], order: Order, *, spare: Path | None
) -> None:
    """Give the order, print what became of it, tell who should know, end with its code."""
    from worker.cli.told import close

    duty = person.duty
    with duty.desk(spare) as desk, named(duty):
        answered = give(desk)
    result, refused = answered.result, answered.refused
    if not person.has_seen or result.confirmed:
        close(duty, result, order, spare=spare, json=person.json, refused=refused, full=person.full)
    elif refused is not None:
        said(duty, refused)
    raise typer.Exit(result.code)


def ordered_by(duty: Duty, reason: str, operator: str, *, not_listed: bool) -> Order:
    """Who orders, and why.

    Raises:
        typer.BadParameter: no reason, no name, or one that is not among the operators.
    """
    from worker.stopping.identity import whoami
    from worker.stopping.ordering import Order

    language = duty.language
    if not reason.strip():
        raise typer.BadParameter(language.text("say why"), param_hint="--reason")
    if not operator.strip():
        raise typer.BadParameter(language.text("say who you are"), param_hint="--operator")
    known = duty.settings.crisis.operators
    listed = not known or operator.strip().casefold() in {one.strip().casefold() for one in known}
    if not (listed or not_listed):
        raise typer.BadParameter(
            language.text(
                "{name} is not in [crisis] operators ({known}); --not-listed goes on all the same",
                name=operator.strip(),
                known=", ".join(known),
            ),
            param_hint="--operator",
        )
    return Order(reason=reason.strip(), operator=operator.strip(), who=whoami(), listed=listed)


def scope_of(duty: Duty, platform: str | None, account: str | None, campaign: str | None) -> Scope:
    """What was asked for.

    Raises:
        typer.BadParameter: a platform that is not switched on, or none at all is; an empty name.
    """
    from policies.crisis import Scope
    from policies.model import AccountId, Platform

    on = duty.enabled()
    if platform is not None and platform not in on:
        raise typer.BadParameter(
            duty.language.text(
                "no platform {name} is configured; known: {known}",
                name=platform,
                known=", ".join(on),
            ),
            param_hint="--platform",
        )
    account = part_named(account, "--account", duty.language)
    return Scope(
        platform=Platform(platform) if platform else None,
        account_id=None if account is None else AccountId(account),
        campaign_id=part_named(campaign, "--campaign", duty.language),
    )


def part_named(name: str | None, option: str, language: Language) -> str | None:
    """The name of a part, without blanks around it; None: the option was not given.

    An empty one is what a shell makes of a variable that is not set, and means no part: least of
    all everything.

    Raises:
        typer.BadParameter: it is empty.
    """
    if name is not None and not name.strip():
        raise typer.BadParameter(
            language.text("it is empty; leave it out if everything is meant"), param_hint=option
        )
    return None if name is None else name.strip()


@contextmanager
def named(duty: Duty) -> Iterator[None]:
    """Turn a name that is nowhere into a usage error with the nearest names."""
    from worker.stopping.preparing import UnknownName

    try:
        yield
    except UnknownName as unknown:
        raise _nowhere(duty, unknown) from None


def _nowhere(duty: Duty, unknown: UnknownName) -> typer.BadParameter:
    near = get_close_matches(unknown.wanted, unknown.known, n=3, cutoff=0.3) or unknown.known[:3]
    return typer.BadParameter(
        duty.language.text(
            "no {wanted} anywhere that we can read; the nearest: {near}",
            wanted=unknown.wanted,
            near=", ".join(near) or "-",
        ),
        param_hint=unknown.option,
    )
