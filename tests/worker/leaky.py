"""A gateway before the sandbox that breaks answers, and puts every secret it saw into them."""

from __future__ import annotations

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from connectors.sandbox.meta import tokens

SECRETS = (
    tokens.SYSTEM_TOKEN,
    tokens.APP_SECRET,
    tokens.APP_TOKEN,
    f"{tokens.PAGE_PREFIX}1001",
    f"{tokens.PAGE_PREFIX}1002",
    *(tokens.proof(one) for one in (tokens.SYSTEM_TOKEN, f"{tokens.PAGE_PREFIX}1001")),
)
"""Tokens, the app's secret, and proofs."""
ALL = "@everything@"
"""Stands for all secrets that the gateway has seen so far."""
OURS = "@ours@"
"""Stands for those that the configuration holds."""
CONFIGURED = (tokens.SYSTEM_TOKEN, tokens.APP_SECRET, tokens.proof(tokens.SYSTEM_TOKEN))


def graph_error(code, **more):
    """An error of Meta's that quotes everything back."""
    told = {"message": f"(#{code}) Bad request: {ALL}", "type": ALL, "code": code, **more}
    told |= {"error_user_title": ALL, "error_user_msg": ALL, "fbtrace_id": ALL}
    return json.dumps({"error": told})


class Gateway(ThreadingHTTPServer):
    """Passes on to the sandbox; from request number `after` on, every answer breaks as `fault`."""

    daemon_threads = True

    def __init__(self, behind):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = urlsplit(behind)
        self.fault, self.after, self.seen = "", 0, 0
        self.heard = {*CONFIGURED}
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def breaking(self, fault, after):
        self.fault, self.after, self.seen = fault, after, 0

    def hear(self, text):
        with self.lock:
            self.heard |= {one for one in SECRETS if one in text}

    def echo(self, text):
        """A text of a fault with what it quotes, plain and encoded."""
        with self.lock:
            heard = sorted(self.heard)
        quoted = [f"access_token={quote(one, safe='')}" for one in heard]
        return text.replace(ALL, " ".join([*heard, *quoted])).replace(OURS, " ".join(CONFIGURED))

    def breaks(self):
        with self.lock:
            self.seen += 1
            return self.fault if self.seen > self.after else ""

    def handle_error(self, request, client_address):
        """A client that hung up is no fault of ours."""

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format, *args):
        """Its own log would hold the tokens that were sent to it."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.hear(unquote(self.path) + unquote_plus(body.decode()) + str(self.headers))
        fault = self.server.breaks()
        if not fault:
            return self._pass_on(body)
        if fault == "dropped":
            return self.connection.close()
        if fault == "cut":
            self._send(200, "{", length=1_000)
            return self.connection.close()
        status, headers, told = FAULTS[fault]
        echoed = {name: self.server.echo(text) for name, text in headers.items()}
        return self._send(status, self.server.echo(told), echoed)

    do_POST = do_DELETE = do_HEAD = do_GET

    def _pass_on(self, body):
        behind = self.server.behind
        connection = http.client.HTTPConnection(behind.hostname, behind.port, timeout=10)
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body or None, kept)
        answer = connection.getresponse()
        told = answer.read().decode()
        connection.close()
        headers = {k: v for k, v in answer.getheaders() if k.lower().startswith("x-")}
        self._send(answer.status, told, headers, kind=answer.getheader("Content-Type"))

    def _send(self, status, told, headers=None, *, kind="application/json", length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        data = told.encode()
        self.send_header("Content-Length", str(length or len(data)))
        self.end_headers()
        self.wfile.write(data)


FAULTS = {
    "page": (502, {}, f"<html><title>{ALL}</title>{ALL}</html>"),
    "text": (200, {}, ALL),
    "redirect": (302, {"Location": f"http://127.0.0.1:9/?access_token={tokens.SYSTEM_TOKEN}"}, ""),
    "rejected": (400, {"WWW-Authenticate": ALL}, graph_error(190, error_subcode=463)),
    "permission": (403, {}, graph_error(200)),
    "request": (400, {}, graph_error(100, error_data=ALL)),
    "field": (
        400,
        {},
        json.dumps(
            {
                "error": {
                    "code": 100,
                    "message": f"(#100) Tried accessing nonexisting field ({tokens.SYSTEM_TOKEN}) "
                    "on node type (AdAccount)",
                }
            }
        ),
    ),
    "transient": (500, {}, graph_error(2, is_transient=True)),
    "shape": (200, {}, json.dumps({"data": OURS, "id": OURS, "success": OURS, "name": [OURS]})),
    "odd usage": (200, {"x-app-usage": ALL, "x-business-use-case-usage": ALL}, "[]"),
}
"""Status, headers and body of each fault."""
KINDS = ("dropped", "cut", *FAULTS)
