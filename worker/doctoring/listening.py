"""Whether the service answers where its health is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.http import status_of
from policies.model import Words
from worker.config import Settings
from worker.doctoring.lines import Desk, Line

_OK, _HANGS = 200, 503


def health(settings: Settings) -> Iterator[Line]:
    """The line about `/healthz`; none if nobody is to be answered."""
    listen = settings.health.listen
    if not listen:
        return
    desk, found = Desk("health", listen), status_of(f"http://{_near(listen)}/healthz")
    if found == _OK:
        yield desk.ok(Words("The service answers there, and looks for work."))
    elif found == _HANGS:
        yield desk.fail(
            Words("The service answers there, and has not looked for work for a minute."),
            Words("Start it anew: systemctl restart annonsvakt, docker compose restart worker."),
        )
    elif found is None:
        yield desk.warn(
            Words("Nobody answers there."),
            Words(
                "Start the service, if it is to run on this machine. If it runs, look for "
                "health.not-served in its log."
            ),
        )
    else:
        yield desk.warn(
            Words("Another program answers there (HTTP {status}).", {"status": str(found)}),
            Words("Set [health] listen to an address that is free, and start the service anew."),
        )


def _near(listen: str) -> str:
    """Where it can be asked from this machine: `0.0.0.0` listens everywhere."""
    host, _, port = listen.rpartition(":")
    return f"127.0.0.1:{port}" if host == "0.0.0.0" else listen  # noqa: S104 it is asked, not bound
