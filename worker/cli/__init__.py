"""The command line. Each module holds one topic's commands and imports its work when called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from worker.cli.session import Session
from worker.cli.spoken import Spoken
from worker.language import LANGUAGES

app = Spoken(
    name="annonsvakt",
    help="Annonsvakt keeps a city's social-media advertising in order.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _language(ctx: typer.Context, value: str | None) -> str | None:
    """Refuse a language we have no catalogue for."""
    if value is not None and value not in LANGUAGES:
        said: Session = ctx.obj
        raise typer.BadParameter(
            said.language_in_any_case.text("choose one of {names}", names=", ".join(LANGUAGES))
        )
    return value


@app.callback()
def annonsvakt(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            envvar="ANNONSVAKT_CONFIG",
            metavar="FILE",
            help="Configuration file; default ./annonsvakt.toml.",
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(metavar="sv|en", callback=_language, help="Language of texts for people."),
    ] = None,
) -> None:
    """Annonsvakt keeps a city's social-media advertising in order."""
    ctx.obj = Session(config=config, lang=lang)
