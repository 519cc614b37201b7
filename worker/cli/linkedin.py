"""`linkedin login`: a member's consent for the advertising app and for the comments' app."""

from __future__ import annotations

import secrets
import sys
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli import app, terminal
from worker.cli.session import Session
from worker.cli.spoken import Spoken

if TYPE_CHECKING:
    from connectors.linkedin.grant import Grant
    from connectors.linkedin.oauth import App
    from policies.model import Words
    from worker.tokens import Side

linkedin = Spoken(no_args_is_help=True, help="Look after LinkedIn's tokens.")
app.add_typer(linkedin, name="linkedin")


@linkedin.callback()
def topic() -> None:
    """Look after LinkedIn's tokens."""


@linkedin.command("login")
def login(
    ctx: typer.Context,
    side: Annotated[
        str | None,
        typer.Argument(metavar="[ads|community]", help="Default: every app that is configured."),
    ] = None,
    *,
    paste: Annotated[
        bool,
        typer.Option("--paste", help="The browser is on another machine: paste its last address."),
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Of the address to come back to.")
    ] = 8734,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser here.")
    ] = True,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let a LinkedIn member consent, and keep the tokens in state_dir/tokens.

    The app's id and secret stand in the configuration, and http://127.0.0.1:8734/linkedin among
    the redirect URLs of the app in LinkedIn's developer portal.

    Code 1 if the member does not agree or a scope is missing, 4 if LinkedIn cannot be reached.

    Example: annonsvakt linkedin login ads --paste
    """
    session: Session = ctx.obj
    outcomes = [
        _login(session, one, known, port=port, paste=paste, browser=browser)
        for one, known in _apps(session, side)
    ]
    if json:
        terminal.emit([one.as_json() for one in outcomes])
    raise typer.Exit(max(one.code for one in outcomes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What came of one app's login."""

    side: Side
    code: int
    because: str | None = None
    grant: Grant | None = None
    file: str | None = None
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same for programs, without any token."""
        grant = self.grant
        ends = grant.refresh_expires_at if grant else None
        return {
            "side": str(self.side),
            "because": self.because,
            "file": self.file,
            "scopes": list(grant.scopes) if grant else [],
            "missing_scopes": list(self.missing),
            "expires_at": grant.expires_at.isoformat() if grant else None,
            "refresh_expires_at": ends.isoformat() if ends else None,
        }


def _apps(session: Session, wanted: str | None) -> list[tuple[Side, App]]:
    """The apps to ask consent for.

    Raises:
        typer.BadParameter: there is no such app, or it is not configured.
    """
    from worker.tokens import Side, app_of

    said, section = session.language, session.settings.linkedin
    if wanted is not None and wanted not in list(Side):
        raise typer.BadParameter(
            said.text("there is no app {name}; known: ads, community", name=wanted)
        )
    if section is None:
        raise typer.BadParameter(said.text("there is no section [linkedin]"))
    sides = [Side(wanted)] if wanted else list(Side)
    found = [(one, known) for one in sides if (known := app_of(section, one)) is not None]
    if not found:
        raise typer.BadParameter(
            said.text(
                "set {keys} in [linkedin]: they stand in LinkedIn's developer portal",
                keys=", ".join(f"{one}_client_id, {one}_client_secret" for one in sides),
            )
        )
    return found


def _login(
    session: Session, side: Side, known: App, *, port: int, paste: bool, browser: bool
) -> _Outcome:
    """One app's consent, kept."""
    from connectors.errors import ConnectorError
    from worker.cli.run import DONE, NEEDS_A_PERSON, UNREAD
    from worker.tokens.apps import SCOPES
    from worker.tokens.consent import NoConsent
    from worker.tokens.keeping import NotKept

    try:
        grant = _consented(session, side, known, port=port, paste=paste, browser=browser)
        file = _keep(session, side, grant)
    except (NoConsent, NotKept) as failed:
        return _failed(session, side, failed.words, NEEDS_A_PERSON)
    except ConnectorError as error:
        return _failed(session, side, error.words, UNREAD)
    missing = tuple(sorted({*SCOPES[side]} - {*grant.scopes}))
    _tell(session, side, grant, missing)
    code = NEEDS_A_PERSON if missing else DONE
    return _Outcome(side=side, code=code, grant=grant, file=file, missing=missing)


def _failed(session: Session, side: Side, words: Words, code: int) -> _Outcome:
    """Tell why there is no token."""
    because = session.language.say(words)
    terminal.note(terminal.safe(because))
    return _Outcome(side=side, code=code, because=because)


def _consented(
    session: Session, side: Side, known: App, *, port: int, paste: bool, browser: bool
) -> Grant:
    """The tokens that a member's consent gives.

    Raises:
        NoConsent: there is none.
        ConnectorError: LinkedIn does not give the tokens.
    """
    from connectors.linkedin.oauth import consent_address, exchange
    from worker.clock import now
    from worker.tokens.apps import SCOPES
    from worker.tokens.consent import Coming, Listener, code_in, redirect_uri

    said = session.language
    listener = None if paste else Listener(port)
    coming = Coming(redirect_uri=redirect_uri(port), state=secrets.token_urlsafe(24))
    address = consent_address(
        known, redirect_uri=coming.redirect_uri, scopes=SCOPES[side], state=coming.state
    )
    terminal.note(
        said.text("Open this address as the member who has the roles ({side}):", side=side)
    )
    terminal.note(address)
    if listener is None:
        back = _pasted(session)
    else:
        if browser:
            webbrowser.open(address)
        back = listener.wait(said.text("Done. You may close this page."), said.code)
    code = code_in(back, coming)
    return exchange(known, code=code, redirect_uri=coming.redirect_uri, at=now())


def _pasted(session: Session) -> str:
    """The address that a person pastes."""
    terminal.note(
        session.language.text(
            "Agree, and paste the whole address of the page that the browser ends on, though it "
            "shows an error:"
        )
    )
    return sys.stdin.readline()


def _keep(session: Session, side: Side, grant: Grant) -> str:
    """Write the tokens down; the answer is where.

    Raises:
        NotKept: they could not be written.
    """
    from worker.tokens.apps import secret
    from worker.tokens.keeping import keep

    section = session.settings.linkedin
    configured = secret(section, side, "token") if section else None
    return str(keep(session.settings.state_dir, side, grant, configured=configured))


def _tell(session: Session, side: Side, grant: Grant, missing: Sequence[str]) -> None:
    """What was given, for people."""
    said = session.language
    terminal.note(
        said.text(
            "The token for {side} is kept. It lives until {day}.",
            side=side,
            day=said.instant(grant.expires_at),
        )
    )
    if grant.refresh_expires_at:
        terminal.note(
            said.text(
                "It is renewed by itself until {day}; then a member must consent again.",
                day=said.instant(grant.refresh_expires_at),
            )
        )
    if missing:
        terminal.note(said.text("LinkedIn did not grant: {scopes}.", scopes=", ".join(missing)))
