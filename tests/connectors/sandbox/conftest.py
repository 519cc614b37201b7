"""A running sandbox with a clock that stands still, and somebody who asks it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.meta import tokens
from tests.connectors.sandbox import linkedin_wire

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Graph:
    """Asks Meta's graph in the sandbox, as one token."""

    def __init__(self, sandbox, base_url, token=tokens.SYSTEM_TOKEN):
        self.sandbox = sandbox
        self.base_url = base_url
        self.token = token
        self.session = requests.Session()

    def as_(self, token):
        return Graph(self.sandbox, self.base_url, token)

    def close(self):
        self.session.close()

    def proved(self, params):
        told = {"access_token": self.token, "appsecret_proof": tokens.proof(self.token)}
        plain = (str, int)
        return told | {k: v if isinstance(v, plain) else json.dumps(v) for k, v in params.items()}

    def ask(self, path, **params):
        url = f"{self.base_url}/v26.0/{path}"
        with requests.get(url, params=self.proved(params), timeout=5) as answer:
            return answer

    def get(self, path, **params):
        answer = self.ask(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path, **params):
        answer = self.ask(path, **params)
        assert answer.status_code >= 400, answer.text
        return answer.json()["error"]

    def post(self, path, **form):
        url = f"{self.base_url}/v26.0/{path}"
        with requests.post(url, params=self.proved({}), data=form, timeout=5) as answer:
            return answer

    def batch(self, *items, **form):
        return self.post("", batch=json.dumps(items), **form)

    def all(self, path, **params):
        """Every row of an edge, page by page."""
        rows, after = [], {}
        while True:
            body = self.get(path, **params, **after)
            rows += body["data"]
            if "next" not in body.get("paging", {}):
                return rows
            after = {"after": body["paging"]["cursors"]["after"]}

    def named(self, kind, name):
        """The id of the first object of a type and name."""
        nodes = self.sandbox.world.meta.values()
        return next(n.fields["id"] for n in nodes if n.kind == kind and n.fields["name"] == name)

    def toggle(self, **toggles):
        known = {f"meta.{name}": value for name, value in toggles.items()}
        self.sandbox.world.faults.set_toggles(known, known)


def serving(**options):
    sandbox = Sandbox(clock=lambda: NOON, **options)
    return sandbox, sandbox.start()


@pytest.fixture(scope="session")
def shared_graph():
    """The city as it was built: for tests that only read."""
    sandbox, base_url = serving()
    yield Graph(sandbox, base_url)
    sandbox.stop()


@pytest.fixture
def graph():
    """A city of one's own: for tests that write or toggle."""
    sandbox, base_url = serving()
    yield Graph(sandbox, base_url)
    sandbox.stop()


@pytest.fixture(scope="session")
def shared_linkedin():
    """A small LinkedIn as it was built: for tests that only read."""
    linkedin = linkedin_wire.serving()
    yield linkedin
    linkedin.sandbox.stop()


@pytest.fixture
def linkedin():
    """A small LinkedIn of one's own: for tests that write or toggle."""
    linkedin = linkedin_wire.serving()
    yield linkedin
    linkedin.sandbox.stop()
