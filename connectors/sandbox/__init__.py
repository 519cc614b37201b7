"""A faithful local stand-in of the platforms over real HTTP, with an invented city in it.

    with Sandbox(clock=now) as sandbox:
        base_url = sandbox.start()

A platform plugs in with a package that offers `blueprint(world) -> flask.Blueprint`, optionally
`TOGGLES` (name → what it does), and a module that offers `build(world) -> None`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import TracebackType
from typing import Self

import flask

from connectors.sandbox import control
from connectors.sandbox.door import Asked, Door
from connectors.sandbox.faults import Faults
from connectors.sandbox.serving import Server
from connectors.sandbox.world import World, empty

__all__ = ["Asked", "Faults", "Sandbox", "World"]

_PLATFORMS = ("linkedin", "meta")
"""LinkedIn first: its paths begin with `/rest` and `/oauth`, and Meta's with anything."""


class Sandbox:
    """The platforms, their city, and the server that shows them."""

    def __init__(
        self,
        seed: int = 1,
        *,
        clock: Callable[[], datetime],
        latency_ms: float = 0,
        faults: str | Faults | None = None,
        city: bool = True,
        toggles: Mapping[str, object] | None = None,
    ) -> None:
        """`clock` gives the present instant, aware.

        `faults` is a spec as `connectors.sandbox.faults` describes it; without `city` nothing
        exists but what the caller puts there. `toggles` are set from the start; each platform's
        `TOGGLES` lists them.

        Raises:
            FaultySpec: the spec cannot be understood, or there is no such toggle.
        """
        drawn = faults if isinstance(faults, Faults) else Faults(faults or "", seed=seed)
        self.world: World = empty(seed, clock, drawn)
        self._stopped = threading.Event()
        self._server: Server | None = None
        flask_app = flask.Flask("sandbox", static_folder=None)
        known: list[str] = []
        for platform in _PLATFORMS:
            known += _plug_in(platform, flask_app, self.world, city=city)
        drawn.set_toggles(toggles or {}, known)
        self.app = Door(flask_app, drawn, latency_ms=latency_ms, stopped=self._stopped)
        flask_app.register_blueprint(control.blueprint(self.world, self.requests, known))

    @property
    def requests(self) -> deque[Asked]:
        """What was asked, in order of arrival, without secrets."""
        return self.app.requests

    def start(self, port: int = 0) -> str:
        """Serve in a thread on 127.0.0.1; the answer is the base address.

        Raises:
            OSError: the port is taken.
        """
        self._stopped.clear()
        self._server = Server(self.app, port=port)
        return self._server.base_url

    def stop(self) -> None:
        """Stop serving; what exists stays."""
        self._stopped.set()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _plug_in(platform: str, app: flask.Flask, world: World, *, city: bool) -> Collection[str]:
    """Mount one platform and build its part of the city; the answer names its toggles."""
    if find_spec(f"connectors.sandbox.city_{platform}") and city:
        import_module(f"connectors.sandbox.city_{platform}").build(world)
    package = (
        import_module(f"connectors.sandbox.{platform}")
        if find_spec(f"connectors.sandbox.{platform}")
        else None
    )
    if package is None or not hasattr(package, "blueprint"):
        return ()
    app.register_blueprint(package.blueprint(world))
    return getattr(package, "TOGGLES", ())
