"""What the network's libraries log, without the queries of addresses: Meta's tokens stand there.

urllib3 writes every request line at DEBUG, and some at WARNING. A logger's filter sees each record
before any handler does, so that no setting of logs brings a token back.
"""

from __future__ import annotations

import logging
import re

_LIBRARY = "urllib3"
_QUERY = re.compile(r"\?[^\s\"'>]*")


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
