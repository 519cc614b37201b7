"""`due` and `triage`: how a comment would be judged. Neither reads a configuration."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("due")
def due_command(
    ctx: typer.Context,
    times: Annotated[
        list[str],
        typer.Argument(
            metavar="TIME...",
            help="When the comment was written: 2026-11-13T15:00 (local time in Stockholm), or with"
            " its offset; - reads lines and writes a JSON object for each.",
        ),
    ],
    *,
    json: Json = False,
) -> None:
    """Tell by when a comment of that time must be answered, and why.

    No configuration is read: Stockholm's time, an office that closes at 17:00, Swedish holidays and
    the eves that are free in practice.

    Example: annonsvakt due 2026-11-13T15:00
    """
    from worker.calendar import calendar
    from worker.cli.judged import draw_due, due_as_json, reckon
    from worker.cli.lines import read_all, read_lines

    session: Session = ctx.obj
    said, office = session.language_without_configuration, calendar()
    if times == ["-"]:
        for one in read_lines(partial(reckon, calendar=office), said):
            terminal.emit_line(due_as_json(one, said))
        return
    reckoned = read_all(times, partial(reckon, calendar=office), said)
    if json:
        told = [due_as_json(one, said) for one in reckoned]
        terminal.emit(told if len(told) > 1 else told[0])
        return
    for one in reckoned:
        draw_due(one, said)


@app.command("triage")
def triage_command(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="What the comment says.")
    ] = None,
    *,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='Read lines as {"id": "1", "text": "Hej", "tags": [], "attachment": null} and'
            " write a verdict for each.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Tell how a comment would be judged, and why. No configuration is read.

    Example: annonsvakt triage "Toppen, men när öppnar det?"
    """
    from worker.cli.asked import Asked, understand
    from worker.cli.judged import draw_verdict, judge, verdict_as_json
    from worker.cli.lines import read_lines
    from worker.words import vocabulary

    session: Session = ctx.obj
    said = session.language_without_configuration
    if (text is None) != jsonl:
        raise typer.BadParameter(said.text("give one text, or --jsonl"), param_hint="TEXT")
    words = vocabulary()
    if text is None:
        for asked in read_lines(understand, said):
            terminal.emit_line({"id": asked.id} | verdict_as_json(judge(asked, words), said))
        return
    verdict = judge(Asked(text=text), words)
    if json:
        terminal.emit(verdict_as_json(verdict, said))
    else:
        draw_verdict(verdict, said)
