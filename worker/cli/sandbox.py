"""`sandbox`: serves the stand-in platforms on this machine."""

from __future__ import annotations

import errno
import signal
import threading
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker import clock
from worker.cli import app, terminal
from worker.cli.session import Session

if TYPE_CHECKING:
    from connectors.sandbox import Sandbox
    from worker.language import Language

PORT = 8999
"""Where the sandbox listens unless told otherwise."""
_WRONG_USE, _UNREACHED = 2, 4


@app.command("sandbox")
def sandbox(  # noqa: PLR0913, PLR0917 (one parameter an option, as the contract has them)
    ctx: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = PORT,
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML that says what it is to be like.")
    ] = None,
    latency: Annotated[
        float | None, typer.Option(min=0, metavar="MS", help="Milliseconds every answer waits.")
    ] = None,
    faults: Annotated[
        str | None, typer.Option(metavar="SPEC", help="Such as null=0.05,throttle=0.05,slow=0.1.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same city.")] = None,
    print_config: Annotated[
        bool,
        typer.Option("--print-config", help="Print a configuration that works with it, and end."),
    ] = False,
    print_briefs: Annotated[
        bool,
        typer.Option("--print-briefs", help="Print briefs for the invented city, and end."),
    ] = False,
) -> None:
    """Serve stand-ins of Meta and LinkedIn on 127.0.0.1, with an invented city in them.

    Example: annonsvakt sandbox --print-config > annonsvakt.toml; annonsvakt sandbox
    """
    session: Session = ctx.obj
    if print_config:
        terminal.out(configuration(port).rstrip("\n"))
        return
    if print_briefs:
        from worker.demo.orders import city_briefs

        zone = session.language_in_any_case.zone
        terminal.out(city_briefs(clock.now().astimezone(zone).date()).rstrip("\n"))
        return
    language = session.language_in_any_case
    wanted = {"seed": seed, "latency_ms": latency, "faults": faults}
    staged = _stage(language, scenario, {k: v for k, v in wanted.items() if v is not None})
    _serve(language, staged, port)


def configuration(port: int) -> str:
    """A configuration, as TOML, that works against the sandbox on `port`."""
    template = files("worker.cli").joinpath("sandbox.toml").read_text(encoding="utf-8")
    return template.replace("@PORT@", str(port))


def _stage(language: Language, path: Path | None, options: dict[str, Any]) -> Sandbox:
    """The sandbox that file and options describe; what is wrong with them ends the program."""
    from connectors.sandbox.faults import FaultySpec
    from connectors.sandbox.scenario import FaultyScenario, Scenario, read, stage

    try:
        wanted = (read(path) if path else Scenario()).model_copy(update=options)
        return stage(wanted, clock.now)
    except FaultyScenario as wrong:
        text = language.text("The scenario {file}: {why}", file=path, why=wrong)
    except FaultySpec as wrong:
        text = language.text("The faults: {why}", why=wrong)
    terminal.note(terminal.safe(text))
    raise typer.Exit(_WRONG_USE)


def _serve(language: Language, staged: Sandbox, port: int) -> None:
    """Serve until somebody says stop."""
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    try:
        address = staged.start(port)
    except OSError as error:
        why = language.system(str(error.strerror))
        if error.errno == errno.EADDRINUSE:
            why = language.text("another program listens on it")
        terminal.note(
            language.text(
                "Port {port} on 127.0.0.1 cannot be used: {why}. Choose another with --port.",
                port=port,
                why=why,
            )
        )
        raise typer.Exit(_UNREACHED) from None
    terminal.note(
        language.text("The sandbox listens on {address}. Ctrl-C stops it.", address=address)
    )
    stop.wait()
    staged.stop()
