"""A piece of an ad without what nobody sees: forms of one sign, line ends, tracking in links."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from policies.model import Piece, PieceKind

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#\s]+)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?P<anchor>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""The parts of an address (RFC 3986, appendix B)."""
_PORTS = {"http": ":80", "https": ":443"}
_TRACKING = frozenset(
    ("fbclid", "gclid", "igsh", "igshid", "li_fat_id", "msclkid", "trackingid", "trk", "trkinfo")
)
"""What platforms add of their own to say who came."""
_CAMPAIGN_TAGS = "utm_"
"""The advertiser's own tags are no content either: the page is the same with and without them, and
agencies set them when the proof is long seen."""


class Plain(NamedTuple):
    """A piece as it is compared."""

    kind: str
    card: int
    """0: none."""
    value: str


def plain(piece: Piece) -> Plain:
    """The piece as it is compared: equal where nobody sees a difference."""
    value = link(piece.value) if piece.kind is PieceKind.LINK else text(piece.value)
    return Plain(str(piece.kind), piece.card or 0, value)


def text(written: str) -> str:
    """Composed signs (NFC), line ends as one sign, no blanks at the ends of lines and text."""
    if not (written.isascii() and written.isprintable()):
        lines = "\n".join(line.rstrip() for line in written.splitlines())
        written = unicodedata.normalize("NFC", lines)
    return written.strip()


def link(written: str) -> str:
    """An address without tracking, its host in small letters; the order of the rest stays."""
    found = _ADDRESS.fullmatch(text(written))
    if found is None:
        return text(written)
    scheme, host = found["scheme"].lower(), found["host"].lower()
    kept = "&".join(one for one in (found["query"] or "").split("&") if one and not _tracks(one))
    query = f"?{kept}" if kept else ""
    host = host.removesuffix(_PORTS[scheme])
    return f"{scheme}://{host}{found['path'] or '/'}{query}{found['anchor'] or ''}"


def _tracks(parameter: str) -> bool:
    """Whether a parameter says where a visitor came from, and nothing of the page."""
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_CAMPAIGN_TAGS)
