"""A member's consent: where to go, and how the code comes back, by a browser here or by hand.

The address to come back to is on this machine and must stand among the app's authorized redirect
URLs in the developer portal, to the letter (Authorization Code Flow, checked 2026-11-22).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from policies.model import Words

HOST = "127.0.0.1"
PORT = 8734
PATH = "/linkedin"
WAIT_SECONDS = 600.0
"""How long a member has to log in and agree."""
_HTML = (
    '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{said}</title>'
    "</head><body><main><h1>{said}</h1></main></body></html>"
)


class NoConsent(Exception):
    """There is no code. `words` says why and what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.english())
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What we wait for."""

    redirect_uri: str
    state: str = field(repr=False)


def redirect_uri(port: int) -> str:
    """The address to which a member comes back."""
    return f"http://{HOST}:{port}{PATH}"


def code_in(address: str, coming: Coming) -> str:
    """The code in the address with which a member came back.

    Raises:
        NoConsent: it holds none, another login's, or the member did not agree.
    """
    found = {name: values[0] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
    if not hmac.compare_digest(found.get("state", "").encode(), coming.state.encode()):
        raise NoConsent(
            Words(
                "This is not the address of this login. Begin anew, and paste the whole address of "
                "the page that the browser ends on."
            )
        )
    if "error" in found:
        raise NoConsent(
            Words(
                "LinkedIn gave no consent ({error}: {says}). Log in as a member who has the roles, "
                "agree, and check which scopes the app was granted.",
                {
                    "error": found["error"][:80],
                    "says": found.get("error_description", "")[:200],
                },
            )
        )
    if not found.get("code"):
        raise NoConsent(Words("There is no code in this address. Begin anew."))
    return found["code"]


class Listener:
    """Waits on this machine for a browser to come back."""

    def __init__(self, port: int) -> None:
        """Listen at once, so that nothing can come too early.

        Raises:
            NoConsent: the port is taken.
        """
        try:
            self._server = _Server((HOST, port), _Page)
        except OSError as error:
            raise NoConsent(
                Words(
                    "Port {port} of this machine cannot be listened on ({reason}). Choose another "
                    "with --port, and add its address to the app's redirect URLs; or use --paste.",
                    {"port": str(port), "reason": error.strerror or type(error).__name__},
                )
            ) from None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def wait(self, said: str, lang: str, *, seconds: float = WAIT_SECONDS) -> str:
        """The address with which the browser came; it is shown `said` in the language `lang`.

        Raises:
            NoConsent: nobody came in time.
        """
        self._server.said = _HTML.format(said=escape(said), lang=lang).encode()
        self._server.timeout = seconds
        try:
            self._server.handle_until_found()
        finally:
            self._server.server_close()
        if self._server.found is None:
            raise NoConsent(
                Words(
                    "Nobody came back from LinkedIn within {minutes} minutes. Begin anew, or use "
                    "--paste where the browser is on another machine.",
                    {"minutes": str(round(seconds / 60))},
                )
            )
        return self._server.found


class _Server(HTTPServer):
    """Takes requests until one is the browser coming back."""

    said: bytes = b""
    found: str | None = None
    late: bool = False

    def handle_until_found(self) -> None:
        """Answer requests until the right one came, or until it was quiet for too long."""
        while self.found is None and not self.late:
            self.handle_request()

    def handle_timeout(self) -> None:
        """Nobody came."""
        self.late = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no matter."""


class _Page(BaseHTTPRequestHandler):
    """The page that a browser sees when it comes back."""

    server: _Server
    timeout = 10.0

    def do_GET(self) -> None:
        """Take the address if it is the right one; a browser also asks for icons."""
        mine = urlsplit(self.path).path == PATH
        self.send_response(200 if mine else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if mine:
            self.wfile.write(self.server.said)
            self.server.found = f"http://{HOST}{self.path}"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the address holds the code."""
