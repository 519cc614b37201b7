"""`config`: is the configuration sound, and what may stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken
from worker.language import platform_name

if TYPE_CHECKING:
    from policies.model import Words
    from worker.config import Settings

config = Spoken(no_args_is_help=True, help="Check the configuration; show what may stand in it.")
app.add_typer(config, name="config")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@config.command("check")
def check(ctx: typer.Context, *, json: Json = False) -> None:
    """Read file and environment; name every fault at once, with its key and line.

    Example: annonsvakt --config annonsvakt.toml config check
    """
    from worker.platforms import enabled

    session: Session = ctx.obj
    settings = session.settings
    platforms = [str(platform) for platform in enabled(settings)]
    for words in _remarks(settings):
        terminal.note(session.language.say(words))
    if json:
        terminal.emit({"ok": True, "platforms": platforms, "state_dir": str(settings.state_dir)})
        return
    names = ", ".join(map(platform_name, platforms)) or session.language.text("none")
    terminal.out(
        session.language.text("The configuration is sound. Platforms: {names}.", names=names)
    )


def _remarks(settings: Settings) -> Iterator[Words]:
    """What is sound and will not work all the same."""
    from connectors.linkedin.versions import Fate, fate
    from worker.clock import now

    if settings.linkedin is not None and settings.linkedin.enabled:
        found, words = fate(settings.linkedin.version, now().date())
        if found is not Fate.FINE:
            yield words


@config.command("schema")
def schema(
    *, _json: Annotated[bool, typer.Option("--json", help="It is JSON with or without.")] = False
) -> None:
    """Print the JSON schema of the configuration: every key, its type and its default."""
    from worker.config import Settings

    terminal.emit(Settings.model_json_schema())
