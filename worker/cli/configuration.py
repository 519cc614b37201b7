"""`config`: is the configuration sound, and what may stand in it."""

from __future__ import annotations

from typing import Annotated

import typer

from worker.cli import app, terminal
from worker.cli.session import Session

config = typer.Typer(
    no_args_is_help=True, help="Check the configuration; show what may stand in it."
)
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
    if json:
        terminal.emit({"ok": True, "platforms": platforms, "state_dir": str(settings.state_dir)})
        return
    names = ", ".join(platforms) or session.language.text("none")
    terminal.out(
        session.language.text("The configuration is sound. Platforms: {names}.", names=names)
    )


@config.command("schema")
def schema() -> None:
    """Print the JSON schema of the configuration: every key, its type and its default."""
    from worker.config import Settings

    terminal.emit(Settings.model_json_schema())
