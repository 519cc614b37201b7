"""`stops hold`: what has turned active while a stop is in force is stopped again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import terminal
from worker.cli.duty import Duty, on_duty, said
from worker.cli.stopping import named
from worker.cli.stops import stops, story_of

if TYPE_CHECKING:
    from worker.posting.letter import Handed
    from worker.stopping.giving import Desk
    from worker.stopping.ordering import Order
    from worker.stopping.outcome import Result
    from worker.stopping.story import Story

    Told = tuple[Handed, ...] | None


@stops.command("hold")
def hold_stop(
    ctx: typer.Context,
    stop_id: Annotated[
        str | None,
        typer.Argument(metavar="[STOP_ID]", help="As `stops` shows it; without it: all in force."),
    ] = None,
    *,
    keep_off: Annotated[
        list[str] | None,
        typer.Option(
            "--keep-off",
            metavar="CAMPAIGN",
            help="Exempt this campaign, or LinkedIn group, from now on; may be repeated.",
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", "--operator", metavar="WHO", help="Your name.")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why.")] = "",
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="DIR", help="A further folder in which journals are."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Stop again what has turned active in the scope of a stop that is in force.

    It was confirmed before, so no phrase is asked for. Where nothing is on, nothing is written. An
    interrupted stop is finished. The service does the same after each poll if [crisis] hold = true.

    With --keep-off a campaign may run all the same: this stop never touches it from then on, and
    it is named in each answer. On LinkedIn the number of a group stands for all its campaigns.

    Code 0: all else is off, by a new reading. 1: something is left for you. 4: no account could be
    read.

    Example: annonsvakt stops hold 20261124-232543-9f3a --keep-off 120200000000001 --by Anna
    """
    duty = on_duty(ctx)
    numbers = [one.strip() for one in keep_off or ()]
    if not all(numbers):
        raise typer.BadParameter(duty.language.text("name a campaign"), param_hint="--keep-off")
    chosen, unreadable = _chosen(duty, stop_id, journal)
    if numbers and len(chosen) > 1:
        raise _which(duty, chosen)

    def order(story: Story) -> Order:
        from worker.stopping.identity import whoami
        from worker.stopping.ordering import Order

        return Order(
            reason=reason.strip() or story.reason,
            operator=by.strip() or story.operator,
            who=whoami(),
        )

    held = _hold(duty, journal, chosen, order, numbers) if chosen else []
    orders = {story.stop_id: order(story) for story in chosen}

    def told(one: Result) -> Told:
        from worker.cli.told import tell as tell_people

        return tell_people(duty, one, orders[one.stop_id], spare=journal, held=True)

    _show(held, duty, told, json=json)
    raise typer.Exit(_code(held, unreadable))


def _chosen(duty: Duty, stop_id: str | None, spare: Path | None) -> tuple[list[Story], bool]:
    """The stops to hold, and whether there is one that nobody can understand.

    Raises:
        typer.BadParameter: the stop that was named is nowhere, or is over.
    """
    from worker.stopping.holding import unreadable
    from worker.stopping.story import stories

    if stop_id is None:
        found = list(stories(duty.places(spare)))
        for one in found:
            if isinstance(one, str):
                said(duty, unreadable(one))
        known = [one for one in found if not isinstance(one, str)]
        return [one for one in known if one.in_force], len(known) < len(found)
    story = story_of(duty, stop_id, spare)
    if not story.in_force:
        raise typer.BadParameter(
            duty.language.text(
                "{stop_id} is no longer in force; `annonsvakt pause-all` begins a new stop",
                stop_id=stop_id,
            ),
            param_hint="STOP_ID",
        )
    return [story], False


def _which(duty: Duty, chosen: Sequence[Story]) -> typer.BadParameter:
    """An exemption is of one stop: in the scope of another there may be no such campaign."""
    return typer.BadParameter(
        duty.language.text(
            "several stops are in force: write the id of the one that exempts it ({ids})",
            ids=", ".join(one.stop_id for one in chosen),
        ),
        param_hint="--keep-off",
    )


def _hold(
    duty: Duty,
    spare: Path | None,
    chosen: Sequence[Story],
    order: Callable[[Story], Order],
    numbers: Sequence[str],
) -> list[Result]:
    """Hold each of them."""
    with duty.desk(spare) as desk, named(duty):
        return [one for story in chosen for one in _held(duty, desk, order(story), story, numbers)]


def _held(
    duty: Duty, desk: Desk, order: Order, story: Story, numbers: Sequence[str]
) -> list[Result]:
    """One result; none: the stop came to its end just now."""
    from policies.model import Words
    from worker.stopping.holding import Over, hold

    try:
        return [hold(desk, order, story, keep_off=numbers)]
    except Over:
        said(duty, Words("{stop_id} is no longer in force.", {"stop_id": story.stop_id}))
        return []


def _show(
    held: Sequence[Result], duty: Duty, told: Callable[[Result], Told], *, json: bool
) -> None:
    """One object, or words; several stops one after the other. `told` sends the mails of one."""
    from worker.cli.stopped import tell
    from worker.cli.told import announce

    if json:
        _emit(held, duty, told)
        return
    if not held:
        terminal.out(duty.language.text("No stop is in force: there is nothing to hold."))
    for place, one in enumerate(held):
        if place:
            terminal.out()
        tell(one, duty.language)
    for one in held:
        announce(told(one), duty.language)


def _emit(held: Sequence[Result], duty: Duty, told: Callable[[Result], Told]) -> None:
    from worker.cli.stopped import as_json
    from worker.cli.told import as_rows
    from worker.stopping.merging import merged, nothing_held

    rows = [as_rows(told(one), duty.language) for one in held]
    whole = as_json(merged(held) if held else nothing_held(), duty.language)
    whole["stop_id"] = whole["stop_id"] or None
    whole["told"] = [row for one in rows for row in one]
    each = [
        as_json(one, duty.language) | {"told": mine} for one, mine in zip(held, rows, strict=True)
    ]
    terminal.emit(whole | {"stops": each} if len(held) > 1 else whole)


def _code(held: Sequence[Result], unreadable: bool) -> int:
    """The worst of them."""
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD

    codes = {one.code for one in held}
    if codes and codes == {UNREAD}:
        return UNREAD
    return NEEDS_A_PERSON if unreadable or codes - {DONE} else DONE
