"""What is sound in a configuration, and odd: a stand-in for a platform, a sender of nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from connectors.http import is_loopback
from policies.model import Words
from worker import platforms
from worker.config import Settings
from worker.doctoring.lines import Desk, Line

_NOBODY = ("localhost", "example.org", "example.com", "example.net")


def hosts(settings: Settings) -> Iterator[Line]:
    """A line on each platform that is not where it should be, and on a sender that is nobody."""
    for platform in platforms.enabled(settings):
        section = getattr(settings, str(platform))
        for key in ("base_url", "oauth_url"):
            url = getattr(section, key, None)
            if url is not None:
                yield from _host(f"[{platform}] {key}", url, section.allow_other_host)
    if settings.mail.sender.rpartition("@")[2] in _NOBODY and not is_loopback(settings.mail.url):
        yield Desk("configuration.sender", settings.mail.sender).warn(
            Words("No mail server believes in this sender, so mail may be lost."),
            Words("Set [mail] sender to an address of the city's."),
        )


def _host(place: str, url: str, other: bool) -> Iterator[Line]:
    """One address; nothing is said of the platform's own."""
    desk = Desk("configuration.host", place)
    if is_loopback(url):
        yield desk.warn(
            Words("This is a stand-in on this machine: no real ad is watched or stopped."),
            Words("Take {place} out of the configuration to reach the platform.", {"place": place}),
        )
    elif other:
        yield desk.warn(
            Words("Tokens go to {host}, for allow_other_host is set.",
                  {"host": urlsplit(url).hostname or "?"}),
            Words("Take allow_other_host and {place} out of the configuration, unless the city "
                  "itself runs that host.", {"place": place}),
        )  # fmt: skip
