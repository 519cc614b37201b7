"""The sign of life as a job."""

from __future__ import annotations

from worker.health.pinging import ping
from worker.health.watch import Watch, look
from worker.logs import WARNING, log
from worker.service.office import Did, Office, Shift


def send_sign_of_life(office: Office, _shift: Shift) -> Did:
    """Send it, if there is somebody to send it to."""
    url = office.settings.health.ping_url
    if url is None:
        return Did()
    # This very job shows that the process looks for work.
    watch = Watch(
        store=office.store,
        settings=lambda: office.settings,
        clock=office.clock,
        idle=lambda: 0.0,
    )
    because = ping(url.get_secret_value(), look(watch))
    if because is None:
        return Did()
    log("ping.not-sent", level=WARNING, because=because.english())
    return Did(gaps=1)
