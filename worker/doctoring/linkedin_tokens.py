"""LinkedIn's tokens: valid, with which permissions, for how long, and who renews them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from policies.model import Words
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.ageing import ageing
from worker.doctoring.lines import Desk, Line, asking
from worker.doctoring.refused import refused

if TYPE_CHECKING:
    from connectors.linkedin.oauth import App, Introspected
    from worker.config.sections import LinkedIn
    from worker.tokens import Side

STOPPING = ("rw_ads",)
"""What the token that stops must be allowed: it reads what it stops by the same."""
_PRODUCTS = {"community": "Community Management API"}


@dataclass(frozen=True, slots=True)
class Place:
    """A token's place in the configuration, and what is asked of it."""

    name: str
    scopes: Sequence[str]
    renews: timedelta | None = None
    """How long before its end it is renewed by itself; None: it is not."""

    @property
    def key(self) -> str:
        """As it stands in the configuration."""
        return f"[linkedin] {self.name}_token"

    @property
    def app(self) -> str:
        """Whose id and secret may ask about it."""
        return "community" if self.name == "community" else "ads"

    @property
    def login(self) -> Words:
        """What to do about it."""
        if self.name == "stop":
            return Words("Create a new token for it, and set it in {token}.", {"token": self.key})
        return _login()

    @property
    def grant(self) -> Words:
        """What to do about a permission that it lacks."""
        product = _PRODUCTS.get(self.name, "Advertising API")
        return Words(
            "Run annonsvakt linkedin login. If LinkedIn refuses a permission there, ask for the "
            "product {product} on the app's page in the LinkedIn Developer Portal.",
            {"product": product},
        )


def _login() -> Words:
    return Words("Run annonsvakt linkedin login.")


def token(settings: Settings, section: LinkedIn, side: Side, clock: Clock) -> Iterator[Line]:
    """What one app's token is worth, asked where the app's own id and secret are configured."""
    from worker.tokens import held
    from worker.tokens.apps import SCOPES, app_of, secret
    from worker.tokens.renewing import RENEW

    now, app = held(section, side, settings.state_dir), app_of(section, side)
    grant = now.grant
    spare = (grant.refresh_token if grant else None) or secret(section, side, "refresh_token")
    place = Place(str(side), SCOPES[side], RENEW if app and spare else None)
    yield from _asked(place, now.token, app, clock)
    if app is None and grant is not None and not grant.refresh_token:
        yield ageing(Desk("linkedin.token_end", place.key), grant.expires_at, clock(), place.login)
    ends = grant.refresh_expires_at if grant else None
    if ends is not None:
        yield ageing(Desk("linkedin.consent_end", place.key), ends, clock(), _login())


def stop_token(section: LinkedIn, clock: Clock) -> Iterator[Line]:
    """What the token that stops is worth, if it is another: it is of the advertising app."""
    from worker.tokens import Side
    from worker.tokens.apps import app_of

    token = section.stop_token.get_secret_value() if section.stop_token else None
    place = Place("stop", STOPPING)
    yield from _asked(place, token, app_of(section, Side.ADS), clock)


def _asked(place: Place, token: str | None, app: App | None, clock: Clock) -> Iterator[Line]:
    """The lines about one token, asked by the app that it belongs to."""
    from connectors.linkedin.oauth import introspect

    desk = Desk("linkedin.token", place.key)
    if not token:
        yield desk.fail(Words("The token is missing."), place.login)
    elif app is None:
        told = {"keys": f"{place.app}_client_id, {place.app}_client_secret"}
        yield desk.unknown(
            Words("Not checked in depth: only the app itself can ask what the token is worth."),
            Words("Set {keys} in [linkedin].", told),
        )
    else:
        try:
            yield from judge(introspect(app, token), place, clock())
        except ConnectorError as error:
            yield refused(asking("linkedin.token", place.key), error)


def judge(told: Introspected, place: Place, at: datetime) -> Iterator[Line]:
    """The lines about a token that LinkedIn was asked about."""
    desk = asking("linkedin.token", place.key)
    if not told.active:
        yield desk.fail(Words("The token is not valid."), place.login)
        return
    missing = [scope for scope in place.scopes if scope not in told.scopes]
    if missing:
        names = {"scopes": ", ".join(missing)}
        yield desk.fail(Words("The token lacks {scopes}.", names), place.grant)
    else:
        yield desk.ok(Words("The token is valid and has every permission that it needs."))
    end = asking("linkedin.token_end", place.key)
    if told.expires_at is None:
        words = Words("LinkedIn did not tell when it ends.")
        yield end.unknown(words, place.login, answered=True)
    else:
        yield ageing(end, told.expires_at, at, place.login, renews=place.renews)
