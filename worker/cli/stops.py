"""`stops`: the history of stops, and the rest of a stop's life."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.duty import Duty, on_duty, said
from worker.cli.spoken import Group, Spoken
from worker.clock import now

if TYPE_CHECKING:
    from worker.stopping.journal import Journal
    from worker.stopping.ordering import Order
    from worker.stopping.story import Story

stops = Spoken(
    cls=Group,
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
    from worker.cli.run import DONE, UNREAD
    from worker.cli.storied import as_rows, draw
    from worker.stopping.story import stories

    blind = told_unlisted(duty, spare)
    found = list(stories(duty.places(spare)))
    if json:
        terminal.emit(as_rows(found, duty.language, at=now()))
    else:
        draw(found, duty.language, at=now())
    raise typer.Exit(UNREAD if blind else DONE)


def told_unlisted(duty: Duty, spare: Path | None) -> bool:
    """Say on standard error which folders of journals cannot be looked into; whether there are."""
    from worker.stopping.journal import unlisted

    found = unlisted(duty.places(spare))
    for words in found:
        said(duty, words)
    return bool(found)


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
        terminal.emit(as_story(story, duty.language, at=now()))
    else:
        tell(story, duty.language, at=now())


@stops.command("continue")
def continue_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why.")] = "",
    operator: Annotated[str, typer.Option("--operator", metavar="WHO", help="Your name.")] = "",
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Finish a stop that was interrupted, or turn off again what somebody has turned on since.

    It was confirmed before, so no phrase is asked for. Nothing is written to what is off.

    Example: annonsvakt stops continue 20261124-232543-9f3a
    """
    from worker.cli.told import close
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
    order = order_of(reason or story.reason, operator or story.operator)
    with duty.desk(journal) as desk:
        result = go_on(desk, order, story)
    close(duty, result, order, spare=journal, json=json)
    raise typer.Exit(result.code)


@stops.command("end")
def end_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Why.")],
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Let a stop no longer be in force, without turning anything on.

    Example: annonsvakt stops end 20261124-232543-9f3a --by Anna --reason "kampanjerna är slut"
    """
    from worker.cli.storied import as_story
    from worker.cli.told import announce, as_rows, tell_end
    from worker.stopping.giving import end

    duty = on_duty(ctx)
    language = duty.language
    if not by.strip():
        raise typer.BadParameter(language.text("say who you are"), param_hint="--by")
    if not reason.strip():
        raise typer.BadParameter(language.text("say why"), param_hint="--reason")
    story = story_of(duty, stop_id, journal)
    order = order_of(reason.strip(), by.strip())
    if story.in_force:
        end(journal_of(duty, stop_id, journal), order)
    if not json:
        terminal.out(
            terminal.safe(
                language.text(
                    "{stop_id} is not in force. What it turned off stays off.", stop_id=stop_id
                )
            )
        )
    # Nobody is told twice of one end.
    handed = tell_end(duty, order, stop_id, spare=journal) if story.in_force else ()
    if json:
        told = as_story(story_of(duty, stop_id, journal), language, at=now())
        terminal.emit(told | {"told": as_rows(handed, language)})
    elif story.in_force:
        announce(handed, language)


def story_of(duty: Duty, stop_id: str, spare: Path | None) -> Story:
    """The stop of this id.

    Raises:
        typer.BadParameter: there is none, or its journal cannot be understood.
    """
    from worker.stopping.story import NewerJournal, NoJournal, tell_story

    known(duty, stop_id, spare)
    try:
        return tell_story(stop_id, duty.places(spare))
    except NewerJournal:
        raise typer.BadParameter(
            duty.language.text(
                "the journal of {stop_id} was written by a newer version of the program: "
                "install that version",
                stop_id=stop_id,
            ),
            param_hint="STOP_ID",
        ) from None
    except (NoJournal, ValueError, KeyError, TypeError):
        raise typer.BadParameter(
            duty.language.text(
                "the journal of {stop_id} cannot be understood; see `annonsvakt stops verify`",
                stop_id=stop_id,
            ),
            param_hint="STOP_ID",
        ) from None


def journal_of(duty: Duty, stop_id: str, spare: Path | None) -> Journal:
    """The journal of a stop, to be added to."""
    from worker.stopping.journal import Journal

    return Journal(
        stop_id,
        duty.places(spare),
        clock=now,
        warn=lambda words: said(duty, words),
        last_resort=terminal.note,
    )


def known(duty: Duty, stop_id: str, spare: Path | None) -> None:
    """Refuse a stop that has no journal.

    Raises:
        typer.BadParameter: with the nearest ids.
    """
    from worker.stopping.journal import stop_ids

    there = stop_ids(duty.places(spare))
    if stop_id in there:
        return
    told_unlisted(duty, spare)
    raise no_such_stop(duty, stop_id, there)


def no_such_stop(duty: Duty, stop_id: str, there: Sequence[str]) -> typer.BadParameter:
    """A wrong id, answered with the nearest of those that there are."""
    near = get_close_matches(stop_id, there, n=3, cutoff=0.3) or there[-3:]
    return typer.BadParameter(
        duty.language.text(
            "no stop {wanted}; the nearest: {near}", wanted=stop_id, near=", ".join(near) or "-"
        ),
        param_hint="STOP_ID",
    )


def order_of(reason: str, operator: str) -> Order:
    """What this person orders, from this account of the operating system."""
    from worker.stopping.identity import whoami
    from worker.stopping.ordering import Order

    return Order(reason=reason, operator=operator, who=whoami())
