"""Logs: what happened, as an action and its facts, for those who run the service.

Nothing slow is imported here. Until `keep_logs` is called, nothing is shown: a command tells people
what happened in their own language.
"""

from __future__ import annotations

import logging
from typing import Any

from worker.logs.marks import FACTS, OURS

logging.getLogger(OURS).addHandler(logging.NullHandler())  # else warnings would be shown bare

DEBUG, INFO, WARNING, ERROR = logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR


def log(action: str, /, *, level: int = INFO, **facts: Any) -> None:
    """Note that something happened.

    `action`: a name for machines, such as `mail.sent`; facts are plain values. A secret among them
    is left out, but none should be given.
    """
    logging.getLogger(OURS).log(level, action, extra={FACTS: facts})


def log_failure(action: str, error: BaseException, /, **facts: Any) -> None:
    """Note that something failed as it should not: with the place in the code."""
    logging.getLogger(OURS).error(action, extra={FACTS: facts}, exc_info=error)
