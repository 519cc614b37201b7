"""Tokens renewed in time, and a person told when only a person can renew them.

An access token lives 60 days, a refresh token 365 from the first consent, however often it is used.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from connectors.errors import ConnectorError
from connectors.linkedin.grant import Grant
from connectors.linkedin.oauth import App, introspect, refresh
from policies.model import Words
from worker.config.sections import LinkedIn
from worker.tokens.apps import Side, app_of, secret
from worker.tokens.choosing import Held, held
from worker.tokens.keeping import NotKept, keep

RENEW = timedelta(days=14)
"""How long before its end an access token is renewed: two weeks in which it can fail every day."""
WARN = tuple(timedelta(days=days) for days in (30, 14, 7, 1))
"""From when on a person is told, ever more urgently, that nobody but a person can renew."""


def renew(section: LinkedIn, side: Side, state_dir: Path, at: datetime) -> tuple[Words, ...]:
    """Renew a side's access token if it is time; the answer is what a person should know.

    Raises nothing: with a token that could not be renewed the work goes on as long as it lives.
    """
    now = held(section, side, state_dir)
    app = app_of(section, side)
    try:
        grant = _renewed(section, side, now, app, at) if app else now.grant
        if grant is not None and grant != now.grant:
            keep(state_dir, side, grant, configured=secret(section, side, "token"))
    except ConnectorError as error:
        return (error.words, *ageing(now.grant, side, at))
    except NotKept as error:
        return (error.words,)
    return ageing(grant, side, at)


def _renewed(section: LinkedIn, side: Side, now: Held, app: App, at: datetime) -> Grant | None:
    """The grant to go on with; the one there is, where it is not time yet.

    Raises:
        ConnectorError: LinkedIn did not give what was asked for.
    """
    grant = now.grant or _told(section, side, now.token, app, at)
    if grant is None or grant.expires_at - at > RENEW:
        return grant
    spare = grant.refresh_token or secret(section, side, "refresh_token")
    return refresh(app, replace(grant, refresh_token=spare), at=at) if spare else grant


def _told(section: LinkedIn, side: Side, token: str | None, app: App, at: datetime) -> Grant | None:
    """What the configuration's tokens are worth, once they were asked about; None: no telling."""
    refresh_token = secret(section, side, "refresh_token")
    if token is None:
        return _spent(refresh_token, at) if refresh_token else None
    told = introspect(app, token)
    if told.expires_at is None:
        return _spent(refresh_token, at) if refresh_token else None
    return Grant(
        access_token=token,
        granted_at=told.granted_at or at,
        expires_at=told.expires_at if told.active else min(told.expires_at, at),
        refresh_token=refresh_token,
        scopes=told.scopes,
    )


def _spent(refresh_token: str, at: datetime) -> Grant:
    """A grant of which nothing but the refresh token is left."""
    return Grant(access_token="", granted_at=at, expires_at=at, refresh_token=refresh_token)


def ageing(grant: Grant | None, side: Side, at: datetime) -> tuple[Words, ...]:
    """What a person should know of a grant's end: when only a new consent helps."""
    if grant is None:
        return ()
    end = grant.refresh_expires_at if grant.refresh_token else grant.expires_at
    if end is None or end - at > max(WARN):
        return ()
    values = {
        "side": str(side),
        "days": str(max(0, (end - at).days)),
        "day": end.date().isoformat(),
    }
    if end <= at:
        return (
            Words(
                "LinkedIn's consent for {side} has ended on {day}: nothing is read with it any "
                "more. Run annonsvakt linkedin login.",
                values,
            ),
        )
    return (
        Words(
            "LinkedIn's consent for {side} ends in {days} days, on {day}. Run annonsvakt linkedin "
            "login before.",
            values,
        ),
    )
