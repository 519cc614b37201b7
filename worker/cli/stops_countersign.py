"""`stops countersign`: a second person reviews a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from policies.model import Words
from worker.cli import terminal
from worker.cli.duty import Duty, on_duty, said
from worker.cli.stops import Json, Spare, StopId, journal_of, order_of, stops, story_of
from worker.clock import now

if TYPE_CHECKING:
    from worker.stopping.story import Story


@stops.command("countersign")
def countersign_stop(
    ctx: typer.Context,
    stop_id: StopId,
    *,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Your name.")],
    remarks: Annotated[
        str, typer.Option("--remarks", metavar="TEXT", help="What you have to remark, if anything.")
    ] = "",
    journal: Spare = None,
    json: Json = False,
) -> None:
    """Confirm that you, a second person, have reviewed a stop, within 24 hours of its beginning.

    It is written in the stop's journal and turns nothing on or off. Later than that is late, and
    better than never. Who gave the stop cannot review it.

    Example: annonsvakt stops countersign 20261124-232543-9f3a --by "Bo Ek" --remarks "ok"
    """
    from worker.stopping.countersigning import countersign

    duty = on_duty(ctx)
    story = story_of(duty, stop_id, journal)
    _second_person(duty, story, by)
    if already := story.countersigned is not None:
        said(duty, _already(duty, story))
    else:
        countersign(journal_of(duty, stop_id, journal), order_of(remarks.strip(), by.strip()))
        story = story_of(duty, stop_id, journal)
    _tell(duty, story, already=already, json=json)


def _second_person(duty: Duty, story: Story, by: str) -> None:
    """Refuse nobody, and the one who gave the stop.

    Raises:
        typer.BadParameter: with what to do.
    """
    from worker.stopping.countersigning import may_countersign

    if not by.strip():
        raise typer.BadParameter(duty.language.text("say who you are"), param_hint="--by")
    if not may_countersign(story, by):
        raise typer.BadParameter(
            duty.language.text(
                "{name} gave this stop: somebody else has to review it", name=story.operator
            ),
            param_hint="--by",
        )


def _already(duty: Duty, story: Story) -> Words:
    """Who has reviewed it, when somebody does so again."""
    from worker.stopping.countersigning import countersign_due

    due = countersign_due(story, at=now())
    told = {"by": due.by or "", "when": duty.language.instant(due.at) if due.at else ""}
    return Words("{by} has reviewed this stop already, {when}. Nothing was written.", told)


def _tell(duty: Duty, story: Story, *, already: bool, json: bool) -> None:
    """How the review stands now.

    Raises:
        typer.Exit: it could not be written where it is found again.
    """
    from worker.cli.reviewed import as_review, in_words
    from worker.cli.run import DONE, NEEDS_A_PERSON

    at = now()
    if json:
        review = as_review(story, duty.language, at=at)
        head = {"stop_id": story.stop_id, "head": story.lines.head, "already": already}
        terminal.emit({**head, "countersign": review})
    else:
        terminal.fields(
            {
                duty.language.text("ID"): story.stop_id,
                duty.language.text("Countersigned"): in_words(story, duty.language, at=at),
                duty.language.text("Last digest"): story.lines.head,
            }
        )
    raise typer.Exit(DONE if story.countersigned else NEEDS_A_PERSON)
