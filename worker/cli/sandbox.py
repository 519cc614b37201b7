"""`sandbox`: serves the stand-in platforms on this machine."""

from __future__ import annotations

import errno
import signal
import threading
import tomllib
from collections.abc import Iterator
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
        told = list(_wrong_with(path or Path(), wrong.__cause__, language))
    except FaultySpec as wrong:
        told = [language.text("The faults: {why}", why=language.say(wrong.words))]
    for line in told:
        terminal.note(terminal.safe(line))
    raise typer.Exit(_WRONG_USE)


def _wrong_with(path: Path, cause: BaseException | None, language: Language) -> Iterator[str]:
    """What is wrong with the file of a scenario, as of one of the configuration's."""
    from pydantic import ValidationError

    from connectors.sandbox.scenario import Scenario
    from policies.model import Words
    from worker.config.faults import from_validation
    from worker.config.parts import not_toml

    match cause:
        case ValidationError():
            text = path.read_text(encoding="utf-8")
            for fault in from_validation(
                cause, model=Scenario, file=str(path), text=text, environ={}
            ):
                yield fault.said(language.say)
            return
        case OSError():
            why = language.system(cause.strerror or str(cause))
        case tomllib.TOMLDecodeError():
            why = language.say(not_toml(cause))
        case _:
            why = language.say(Words("is not text in UTF-8"))
    yield language.text("The scenario {file}: {why}", file=path, why=why)


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
