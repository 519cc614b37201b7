"""From an HTTP request to what it asks: length, token, version, protocol, path and parameters.

Sources: *Versioning*, *Protocol version*, *Query tunnelling*, *Methods*, checked 2026-11-22.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

import flask

from connectors.sandbox.linkedin import tokens
from connectors.sandbox.linkedin.asking import Request
from connectors.sandbox.linkedin.errors import (
    Refused,
    malformed,
    too_long,
    unresolved,
    version_inactive,
    version_missing,
)
from connectors.sandbox.linkedin.first_protocol import gathered
from connectors.sandbox.linkedin.methods import settle
from connectors.sandbox.linkedin.restli import Malformed, RestliValue, decode, string
from connectors.sandbox.linkedin.tunnel import Carried, untunnelled
from connectors.sandbox.world import Record, World

ACTIVE = (
    "202601", "202602", "202603", "202604", "202605", "202606", "202607", "202608",
)  # fmt: skip
"""Versions that answer on 22 Nov 2026; there is no December version, in any year."""
LONGEST_QUERY = 4096
"""Characters of a query in an address; beyond, it must be tunnelled."""
_VERSION = re.compile(r"(\d{6})(?:\.(\d{2}))?", re.ASCII)
_PROTOCOLS = {None: 1, "1.0.0": 1, "2.0.0": 2}
_FIELDS = re.compile(r"[A-Za-z0-9]+(?:,[A-Za-z0-9]+)*", re.ASCII)


def read(world: World, incoming: flask.Request) -> Request:
    """What a request asks.

    Raises:
        Refused: it is not one that LinkedIn would look at.
    """
    _check_length(incoming)
    token = tokens.recognise(world, incoming.headers.get("Authorization"))
    version = _version(world, incoming.headers.get("LinkedIn-Version"))
    protocol = _protocol(incoming.headers.get("X-Restli-Protocol-Version"))
    carried = untunnelled(incoming)
    parts = _parts(incoming, protocol)
    written = _written(carried.query)
    fields = _fields(written.pop("fields", None))
    params = _params(written, protocol)
    header = incoming.headers.get("X-RestLi-Method")
    return Request(
        method=carried.verb,
        restli_method=settle(carried.verb, header, params, keyed=len(parts) % 2 == 0),
        named=header is not None,
        parts=parts,
        params=params,
        fields=fields,
        body=_body(carried),
        token=token,
        version=version,
        raw_query=carried.query,
        protocol=protocol,
    )


def _check_length(incoming: flask.Request) -> None:
    """Refuse a query that is too long, and a POST that does not say how long its body is."""
    if len(incoming.query_string) > LONGEST_QUERY:
        raise too_long()
    if incoming.method == "POST" and incoming.content_length is None:
        raise Refused(411, "LENGTH_REQUIRED", "A POST request requires a Content-Length header")


def _version(world: World, header: str | None) -> str:
    """The version as eight digits."""
    if not header:
        raise version_missing()
    found = _VERSION.fullmatch(header.strip())
    if found is None:
        raise Refused(400, "ILLEGAL_ARGUMENT", f"Invalid version format: {header[:20]}")
    eight = found[1] + (found[2] or "01")
    retired = world.faults.toggle("linkedin.version_retired")
    if found[1] not in ACTIVE or retired is True or found[1] in (retired or ()):
        raise version_inactive(eight)
    return eight


def _protocol(header: str | None) -> int:
    """Which encoding applies: 1 where none is named."""
    if header not in _PROTOCOLS:
        raise Refused(400, "ILLEGAL_ARGUMENT", "Rest.li protocol version is not supported")
    return _PROTOCOLS[header]


def _parts(incoming: flask.Request, protocol: int) -> tuple[str, ...]:
    """The path below `/rest/`, as it came: WSGI's own path has its escapes undone already."""
    raw, _, _ = incoming.environ["REQUEST_URI"].partition("?")
    return tuple(_key(part, protocol) for part in filter(None, raw.split("/")[2:]))


def _key(text: str, protocol: int) -> str:
    """One step of the path: a URN is one key and must be encoded."""
    if protocol == 1:
        return unquote(text)
    try:
        if text.startswith("("):
            decode(text)
            return text
        return string(text)
    except Malformed:
        raise unresolved() from None


def _written(query: str) -> dict[str, str]:
    """Parameters by name, still encoded."""
    found: dict[str, str] = {}
    for one in filter(None, query.split("&")):
        name, _, text = one.partition("=")
        name = unquote(name)
        if name in found:
            raise malformed(name)
        found[name] = text
    return found


def _params(written: Mapping[str, str], protocol: int) -> Mapping[str, RestliValue]:
    """The parameters, decoded."""
    if protocol == 1:
        try:
            return gathered(written)
        except Malformed as wrong:
            raise malformed(str(wrong)[:40]) from None
    return {name: _value(name, text) for name, text in written.items()}


def _value(name: str, text: str) -> RestliValue:
    try:
        return decode(text)
    except ValueError:
        raise malformed(name) from None


def _fields(text: str | None) -> tuple[str, ...] | None:
    """What `fields=` names: it keeps the form of 1.0, plain commas, in both protocols."""
    if text is None:
        return None
    if not _FIELDS.fullmatch(text):
        raise malformed("fields")
    return tuple(text.split(","))


def _body(carried: Carried) -> Record | None:
    """The JSON object that came along; None: nothing came."""
    if not carried.body:
        return None
    try:
        body = json.loads(carried.body)
    except ValueError:
        body = None
    if carried.content_type != "application/json" or not isinstance(body, dict):
        raise Refused(400, "ILLEGAL_ARGUMENT", "Could not read the request entity as JSON")
    return body


def told(headers: Mapping[str, str], number: int) -> dict[str, str]:
    """The headers of every answer: the trace that support asks for. No limits are told."""
    return {
        "x-li-uuid": f"AAY{number:021d}==",
        "x-li-fabric": "sandbox-lor1",
        "x-li-request-id": f"{number:08d}",
        "x-restli-protocol-version": "2.0.0",
        **headers,
    }
