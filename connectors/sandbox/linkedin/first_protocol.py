"""The Rest.li 1.0 encoding, which applies where no protocol is named.

Lists and objects are spread over parameters: `ids[0]=1`, `search.status.values[0]=ACTIVE`. Source:
Rest.li protocol 1.0.0, as LinkedIn's own collection of requests still writes it, checked
2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import unquote

from connectors.sandbox.linkedin.restli import Malformed, RestliValue

_NAME = re.compile(r"\w+(?:\.\w+|\[\d+\])*", re.ASCII)
_STEP = re.compile(r"\[\d+\]|\w+", re.ASCII)
_STRUCTURED = ("List(", "(")
"""How the values of the second protocol begin."""
_Branch: TypeAlias = "dict[str, _Branch | str]"


def gathered(written: Mapping[str, str]) -> dict[str, RestliValue]:
    """Parameters by name, what was spread over several put together again.

    Raises:
        Malformed: a name or value that is not in this encoding, or two that contradict each other.
    """
    root: _Branch = {}
    for name, text in written.items():
        if not _NAME.fullmatch(name) or text.startswith(_STRUCTURED):
            raise Malformed(name)
        _plant(root, _STEP.findall(name), text)
    return {name: _grown(value) for name, value in root.items()}


def _plant(root: _Branch, steps: list[str], text: str) -> None:
    """Put a text where its name leads."""
    *above, last = steps
    branch = root
    for step in above:
        below = branch.setdefault(step, {})
        if isinstance(below, str):
            raise Malformed(step)
        branch = below
    if last in branch:
        raise Malformed(last)
    try:
        branch[last] = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Malformed(last) from None


def _grown(value: _Branch | str) -> RestliValue:
    """A text, an object, or a list, whose places are counted from 0 without a gap."""
    if isinstance(value, str):
        return value
    if not any(step.startswith("[") for step in value):
        return {step: _grown(below) for step, below in value.items()}
    places = [f"[{place}]" for place in range(len(value))]
    if set(places) != set(value):
        raise Malformed(", ".join(value))
    return tuple(_grown(value[place]) for place in places)
