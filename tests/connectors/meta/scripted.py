"""A Meta that says what a test tells it to, over real HTTP, alone or in batches."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from werkzeug import Response

from connectors.http import Meter, Patience
from connectors.meta import MetaAccess
from connectors.meta.graph import Graph

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOKEN, SECRET, PAGE_TOKEN = "EAAB-system-Secret1", "app-Secret2", "EAAB-page-Secret3"
LOST = object()
"""An item of a batch that comes back as null."""


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    params: dict[str, str]
    batch: int | None
    """Which HTTP request it came with, if that was a batch."""


@dataclass(slots=True)
class Script:
    base_url: str
    answers: dict[str, list] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    http: int = 0
    waited: list[float] = field(default_factory=list)
    now: datetime = NOW
    moves: bool = False
    """Whether the clock goes on while somebody waits."""
    meter: Meter = field(default_factory=Meter)

    def on(self, path, *answers):
        """Answer in this order, the last one again and again; "" answers whole batches."""
        self.answers[path] = list(answers)

    def __call__(self, request):
        self.http += 1
        path = request.path.partition("/v26.0")[2].strip("/")
        params = request.args.to_dict() | request.form.to_dict()
        if "batch" not in params:
            return self._whole(self._answer(Asked(request.method, path, params, None)))
        self.asked.append(Asked(request.method, path, params, None))
        if self.answers.get(""):
            told = self._next("")
            if told is not None:
                return self._whole(told)
        return self._whole([self._item(one) for one in json.loads(params["batch"])])

    def _item(self, item):
        url = urlsplit(item["relative_url"])
        params = dict(parse_qsl(url.query)) | dict(parse_qsl(item.get("body", "")))
        told = self._answer(Asked(item["method"], url.path.strip("/"), params, self.http))
        if told is LOST:
            return None
        response = self._whole(told)
        headers = [{"name": name, "value": value} for name, value in response.headers.items()]
        return {
            "code": response.status_code,
            "headers": headers,
            "body": response.get_data(as_text=True),
        }

    def _answer(self, asked):
        self.asked.append(asked)
        if asked.path not in self.answers:
            return error(100, 33, message=f"nothing scripted at {asked.path}")
        return self._next(asked.path)

    def _next(self, path):
        answers = self.answers[path]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _whole(self, told):
        if isinstance(told, Response):
            return told
        return Response(json.dumps(told), mimetype="application/json")

    def of(self, path):
        """The sendings to a path."""
        return [one for one in self.asked if one.path == path]

    def access(self, **changed):
        told = {
            "base_url": self.base_url,
            "api_version": "v26.0",
            "app_id": "1",
            "app_secret": SECRET,
            "token": TOKEN,
            "ad_accounts": (),
            "pages": (),
            "instagram": (),
            "watch_after_days": 90,
        }
        return MetaAccess(**told | changed)

    def patience(self, seconds=0.0):
        return Patience(seconds, sleep=self._wait)

    def _wait(self, seconds):
        self.waited.append(seconds)
        if self.moves:
            self.now += timedelta(seconds=seconds)

    def graph(self, *, patience=0.0, pressing=False, **changed):
        return Graph(
            self.access(**changed),
            patience=self.patience(patience),
            clock=lambda: self.now,
            meter=self.meter,
            pressing=pressing,
        )


def reply(told, headers):
    """An answer with headers."""
    return Response(json.dumps(told), mimetype="application/json", headers=headers)


def error(code, subcode=None, *, status=400, message="(#x) words", headers=None, **more):
    """An answer that is an error object."""
    told = {"message": message, "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        told["error_subcode"] = subcode
    body = json.dumps({"error": told})
    return Response(body, status=status, mimetype="application/json", headers=headers)


def page(*rows, after=None, more=False, **extra):
    """One page of an edge."""
    cursors = {"cursors": {"before": "b", "after": after}} if after else {}
    following = {"next": "https://graph.facebook.com/next?access_token=x"} if more else {}
    return {"data": list(rows), "paging": {**cursors, **following}, **extra}
