"""`due` and `triage`: how a comment would be judged. Neither needs a configuration."""

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
            help="When the comment was written: 2026-11-13T15:00 (the city's local time), or with"
            " its offset; - reads lines and writes a JSON object for each.",
        ),
    ],
    *,
    json: Json = False,
) -> None:
    """Tell by when a comment of that time must be answered, and why.

    It is worked out as in `queue`, by the configuration's zone, closing time and closed days.
    Without one: Stockholm's time, an office that closes at 17:00, Swedish holidays and the eves
    that are free in practice.

    Example: annonsvakt due 2026-11-13T15:00
    """
    from worker.cli.configured import language_of, office_of, settings_if_any
    from worker.cli.judged import draw_due, due_as_json, reckon
    from worker.cli.lines import read_all, read_lines

    session: Session = ctx.obj
    settings = settings_if_any(session)
    said, office = language_of(session, settings), office_of(settings)
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
    """Tell how a comment would be judged, and why.

    Threats, slurs and the city's own names are those of the configuration too, where there is one.

    Example: annonsvakt triage "Toppen, men när öppnar det?"
    """
    from worker.cli.asked import Asked, understand
    from worker.cli.configured import language_of, settings_if_any, words_of
    from worker.cli.judged import draw_verdict, judge, verdict_as_json
    from worker.cli.lines import read_lines

    session: Session = ctx.obj
    settings = settings_if_any(session)
    said = language_of(session, settings)
    if (text is None) != jsonl:
        raise typer.BadParameter(said.text("give one text, or --jsonl"), param_hint="TEXT")
    words = words_of(settings)
    if text is None:
        for asked in read_lines(understand, said):
            terminal.emit_line({"id": asked.id} | verdict_as_json(judge(asked, words), said))
        return
    verdict = judge(Asked(text=text), words)
    if json:
        terminal.emit(verdict_as_json(verdict, said))
    else:
        draw_verdict(verdict, said)
