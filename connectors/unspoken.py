"""What logs leave out: the queries of addresses, where Meta's tokens stand, and other tokens.

urllib3 writes every request line at DEBUG, and some at WARNING. A logger's filter sees each record
before any handler does, so that no setting of logs brings a token back.
"""

from __future__ import annotations

import logging
import re

_LIBRARY = "urllib3"
_QUERY = re.compile(r"\?[^\s\"'>]*")
_UNSAID = "[secret]"
_SECRETS = (
    (re.compile(r"(://[^\s/@:\"']*:)[^\s/\"']+(?=@)"), rf"\1{_UNSAID}"),
    (re.compile(r"(?i)\b(bearer)(?:\s+|%20)[\w.~+/=%-]{8,}"), rf"\1 {_UNSAID}"),
    (
        re.compile(
            r"(?i)(\b(?:[a-z]+_)?(?:access_token|refresh_token|token|secret|password|proof)"
            r"[\"']?\s*(?:=|%3D|:)\s*[\"']?)[^\s\"'&,;)}\]>]+"
        ),
        rf"\1{_UNSAID}",
    ),
)
"""A password in an address; a token in a header; a named secret in a query, a form or JSON."""


def unspoken(text: str) -> str:
    """The text without what looks like a secret by the place where it stands."""
    for shape, instead in _SECRETS:
        text = shape.sub(instead, text)
    return text


class _WithoutQueries(logging.Filter):
    """Rewrites records, without errors' own texts: those may quote an address or a header."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through without any query."""
        record.msg, record.args = _QUERY.sub("?[query]", record.getMessage()), ()
        record.exc_info = record.exc_text = None
        return True


_FILTER = _WithoutQueries()


def keep_queries_unspoken() -> None:
    """Set the filter on every logger of the library; doing so again changes nothing."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] == _LIBRARY:
            logging.getLogger(name).addFilter(_FILTER)
