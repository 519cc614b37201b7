"""`demo`: the whole product's story against an invented city on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from policies.model import Words
    from worker.demo.story import Story
    from worker.language import Language

FOLDER = Path("annonsvakt-demo")
"""Where the demo keeps everything, unless told otherwise."""


@app.command("demo")
def demo(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder, emptied first; ./annonsvakt-demo."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what it does on an invented city: read, judge, queue, stop, give back, report.

    Needs no configuration and reads none; talks only to a stand-in that it starts on this machine.

    Example: annonsvakt demo
    """
    from worker.cli.demonstrated import as_json, summary

    session: Session = ctx.obj
    said = session.language_of_demo
    story = _play(_claim(out or FOLDER, said), said)
    if json:
        terminal.emit(as_json(story, said))
    else:
        summary(story, said)


def _claim(folder: Path, said: Language) -> Path:
    """The emptied folder.

    Raises:
        typer.BadParameter: it is not a demo's, or cannot be written.
    """
    from worker.demo.folder import NotOurs, claim

    try:
        return claim(folder)
    except NotOurs:
        why = said.text(
            "{folder} holds something that no demo put there, so it is left alone. Name an empty "
            "folder, or one that does not exist.",
            folder=terminal.safe(str(folder)),
        )
    except OSError as error:
        why = said.text(
            "{folder} cannot be used: {reason}",
            folder=terminal.safe(str(folder)),
            reason=said.system(error.strerror or type(error).__name__),
        )
    raise typer.BadParameter(why, param_hint="--out")


def _play(folder: Path, said: Language) -> Story:
    """The story, with its progress on standard error.

    Raises:
        typer.Exit: its database failed, or no port could be had, code 4; a real stop, code 1.
    """
    from worker.cli.run import NEEDS_A_PERSON, UNREAD
    from worker.cli.sandbox import configuration
    from worker.clock import now
    from worker.demo.rehearsal import RealStop
    from worker.demo.story import Stage, play
    from worker.store.errors import StoreError

    def tell(words: Words) -> None:
        terminal.note(terminal.safe(said.say(words)))

    stage = Stage(
        folder=folder,
        configuration=configuration,
        clock=now,
        tell=tell,
        last_resort=terminal.note,
    )
    try:
        return play(stage, said)
    except RealStop:
        terminal.note(
            said.text(
                "A real stop is in force here, and the demo keeps away: see annonsvakt stops."
            )
        )
        raise typer.Exit(NEEDS_A_PERSON) from None
    except StoreError as error:
        terminal.note(terminal.safe(said.say(error.words)))
    except OSError as error:
        reason = said.system(error.strerror or type(error).__name__)
        terminal.note(terminal.safe(said.text("The demo could not go on: {why}", why=reason)))
    raise typer.Exit(UNREAD)
