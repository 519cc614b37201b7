"""`stops`: the history of stops, and the rest of a stop's life."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.duty import Duty, on_duty, said

if TYPE_CHECKING:
    from worker.stopping.ordering import Order
    from worker.stopping.story import Story

stops = typer.Typer(
    invoke_without_command=True,
    help="List stops, show one, finish one that was interrupted, end one, verify its journal.",
)
app.add_typer(stops, name="stops")

StopId = Annotated[str, typer.Argument(metavar="STOP_ID", help="As `stops` shows it.")]
Spare = Annotated[
    Path | None,
    typer.Option("--journal", metavar="DIR", help="A further folder in which journals are."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@stops.callback()
def bare(ctx: typer.Context, *, journal: Spare = None, json: Json = False) -> None:
    """List stops, the newest last."""
    if ctx.invoked_subcommand is None:
        _list(on_duty(ctx), journal, json=json)


@stops.command("list")
def list_stops(ctx: typer.Context, *, journal: Spare = None, json: Json = False) -> None:
    """List stops, the newest last; those in force are marked.

    Example: annonsvakt stops list
    """
    _list(on_duty(ctx), journal, json=json)


def _list(duty: Duty, spare: Path | None, *, json: bool) -> None:
    from worker.cli.storied import as_rows, draw
    from worker.stopping.story import stories

    found = list(stories(duty.places(spare)))
    if json:
        terminal.emit(as_rows(found))
    else:
        draw(found, duty.language)


@stops.command("show")
def show_stop(
    ctx: typer.Context, stop_id: StopId, *, journal: Spare = None, json: Json = False
) -> None:
    """Show a stop: who, why, what it turned off, and every record of its journal.

    Example: annonsvakt stops show 20261124-232543-9f3a
    """
    from worker.cli.storied import as_story, tell

    duty = on_duty(ctx)
    story = story_of(duty, stop_id, journal)
    if json:
        terminal.emit(as_story(story))
    else:
        tell(story, duty.language)


@stops.command("continue")
def continue_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="R", help="Why.")] = "",
    operator: Annotated[str, typer.Option("--operator", metavar="O", help="Your name.")] = "",
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Finish a stop that was interrupted, or turn off again what somebody has turned on since.

    It was confirmed before, so no phrase is asked for. Nothing is written to what is off.

    Example: annonsvakt stops continue 20261124-232543-9f3a
    """
    from worker.cli.stopped import show
    from worker.stopping.giving import go_on

    duty = on_duty(ctx)
    story = story_of(duty, stop_id, journal)
    if not story.in_force:
        raise typer.BadParameter(
            duty.language.text(
                "{stop_id} is no longer in force; `annonsvakt pause-all` begins a new stop",
                stop_id=stop_id,
            ),
            param_hint="STOP_ID",
        )
    order = _order(reason or story.reason, operator or story.operator)
    with duty.desk(journal) as desk:
        result = go_on(desk, order, story)
    show(result, duty.language, json=json)
    raise typer.Exit(result.code)


@stops.command("end")
def end_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")],
    reason: Annotated[str, typer.Option("--reason", metavar="R", help="Why.")],
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Let a stop no longer be in force, without turning anything on.

    Example: annonsvakt stops end 20261124-232543-9f3a --by Anna --reason "kampanjerna är slut"
    """
    from worker.cli.storied import as_story
    from worker.clock import now
    from worker.stopping.giving import end
    from worker.stopping.journal import Journal

    duty = on_duty(ctx)
    language = duty.language
    if not by.strip():
        raise typer.BadParameter(language.text("say who you are"), param_hint="--by")
    if not reason.strip():
        raise typer.BadParameter(language.text("say why"), param_hint="--reason")
    story = story_of(duty, stop_id, journal)
    if story.in_force:
        made = Journal(
            stop_id,
            duty.places(journal),
            clock=now,
            warn=lambda words: said(duty, words),
            last_resort=terminal.note,
        )
        end(made, _order(reason.strip(), by.strip()))
    if json:
        terminal.emit(as_story(story_of(duty, stop_id, journal)))
        return
    terminal.out(
        terminal.safe(
            language.text(
                "{stop_id} is not in force. What it turned off stays off.", stop_id=stop_id
            )
        )
    )


@stops.command("verify")
def verify_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="H", help="The digest that was noted when it was written."),
    ] = None,
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Check a stop's journal: was a line changed, taken out, or cut off at the end?

    Code 1 if so. Without --head nobody can tell whether lines at the end are gone.

    Example: annonsvakt stops verify 20261124-232543-9f3a --head 5d41…
    """
    from worker.cli.run import DONE, NEEDS_A_PERSON
    from worker.cli.storied import proof
    from worker.stopping.journal import read_journal
    from worker.stopping.verifying import verify

    duty = on_duty(ctx)
    places = duty.places(journal)
    _known(duty, stop_id, journal)
    verdict = verify(read_journal(stop_id, places), head=head)
    if json:
        terminal.emit(
            {
                "stop_id": stop_id,
                "intact": verdict.intact,
                "records": verdict.records,
                "head": verdict.head,
                "faults": [duty.language.say(one) for one in verdict.faults],
                "cannot_tell": [duty.language.say(one) for one in verdict.cannot_tell],
            }
        )
    else:
        proof(verdict, duty.language)
    raise typer.Exit(DONE if verdict.intact else NEEDS_A_PERSON)


def story_of(duty: Duty, stop_id: str, spare: Path | None) -> Story:
    """The stop of this id.

    Raises:
        typer.BadParameter: there is none, or its journal cannot be understood.
    """
    from worker.stopping.story import NoJournal, tell_story

    _known(duty, stop_id, spare)
    try:
        return tell_story(stop_id, duty.places(spare))
    except (NoJournal, ValueError, KeyError, TypeError):
        raise typer.BadParameter(
            duty.language.text(
                "the journal of {stop_id} cannot be understood; see `annonsvakt stops verify`",
                stop_id=stop_id,
            ),
            param_hint="STOP_ID",
        ) from None


def _known(duty: Duty, stop_id: str, spare: Path | None) -> None:
    """Refuse a stop that has no journal.

    Raises:
        typer.BadParameter: with the nearest ids.
    """
    from worker.stopping.journal import stop_ids

    known = stop_ids(duty.places(spare))
    if stop_id in known:
        return
    near = get_close_matches(stop_id, known, n=3, cutoff=0.3) or known[-3:]
    raise typer.BadParameter(
        duty.language.text(
            "no stop {wanted}; the nearest: {near}", wanted=stop_id, near=", ".join(near) or "-"
        ),
        param_hint="STOP_ID",
    )


def _order(reason: str, operator: str) -> Order:
    from worker.stopping.identity import whoami
    from worker.stopping.ordering import Order

    return Order(reason=reason, operator=operator, who=whoami())
