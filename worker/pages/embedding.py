"""Pictures in a page: as `data:` addresses in a file, as parts of their own in a mail."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from dataclasses import dataclass

from worker.pages.page import Picture

_DATA = "data:image/png;base64,"
_EMBEDDED = re.compile(f'<img src="{_DATA}([A-Za-z0-9+/=]+)" data-name="([a-z-]+)"')
"""As the template writes it. No text on a page can look so, for its `<` would be escaped."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
_DENSE = 2
"""Pixels of a picture to one of the page: sharp on the screens of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A picture that goes as a part of a mail."""

    name: str
    """Of the file, such as `open-findings.png`."""
    cid: str
    """What the page names it by, without `cid:`; equal pictures have equal ones."""
    content: bytes


def data_address(png: bytes) -> str:
    """An address that is the picture itself."""
    return _DATA + base64.b64encode(png).decode()


def size_of(picture: Picture) -> str:
    """Width and height on the page, as attributes. They stand at the beginning of a PNG."""
    width, height = struct.unpack(">II", picture.png[16:24])
    return f"{width // _DENSE} {height // _DENSE}"


def with_parts(html: str, domain: str) -> tuple[str, tuple[Part, ...]]:
    """The page as a mail carries it, and the parts that it names (RFC 2392).

    The page's own policy stays behind where there are pictures: a mail program that heeds it would
    not show what it calls a part by.
    """
    parts: dict[str, Part] = {}

    def named(found: re.Match[str]) -> str:
        content = base64.b64decode(found[1])
        digest = hashlib.sha256(content).hexdigest()[:24]
        part = Part(name=f"{found[2]}.png", cid=f"{found[2]}.{digest}@{domain}", content=content)
        parts[part.cid] = part
        return f'<img src="cid:{part.cid}"'

    made = _EMBEDDED.sub(named, html)
    return (_POLICY.sub("", made, count=1) if parts else html), tuple(parts.values())
