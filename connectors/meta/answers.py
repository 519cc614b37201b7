"""What came back: a JSON object, or the one right error; batches taken apart, no item forgotten.

A batch answers a list in the order of its items: `{"code", "headers", "body"}`, where `body` is
JSON as text, or null for an item that was not completed (Batch Requests, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from connectors.errors import ConnectorError, RequestRefused, Unavailable, Unreadable
from connectors.meta.errors import decipher
from connectors.meta.refusal import Asked, clean, read_refusal
from connectors.meta.shape import Record
from connectors.meta.transport import Reply, loaded
from connectors.meta.usage import lowered
from policies.model import Platform, Words

Answered: TypeAlias = Record | ConnectorError
"""What came of one call."""

_SUCCESS = range(200, 300)


def understood(reply: Reply, asked: Asked) -> Record:
    """The object that an answer holds.

    Raises:
        ConnectorError: it holds none, or an error, whatever its status says.
    """
    _refuse(reply, asked)
    if not isinstance(reply.body, dict):
        raise _unreadable(reply.body, asked)
    if reply.body.get("success") is False:
        raise _not_done(reply.body, asked)
    return reply.body


def items(reply: Reply, asked: Sequence[Asked], whole: Asked) -> tuple[Answered, ...]:
    """What came of each item of a batch, in order; one that is missing was lost.

    Raises:
        ConnectorError: the batch as a whole was not answered.
    """
    _refuse(reply, whole)
    if not isinstance(reply.body, list):
        raise _unreadable(reply.body, whole)
    answers = [*reply.body, *[None] * len(asked)]
    return tuple(_item(told, one) for told, one in zip(answers, asked, strict=False))


def _refuse(reply: Reply, asked: Asked) -> None:
    """Let pass what may hold an answer.

    Raises:
        ConnectorError: it is an error, of another status than success, or no JSON.
    """
    failed = isinstance(reply.body, Mapping) and "error" in reply.body
    if failed or reply.status not in _SUCCESS:
        raise decipher(read_refusal(reply.status, reply.headers, reply.body, asked=asked))
    if reply.body is None:
        words = Words(
            "Meta answered {status} without readable content ({endpoint}). Try again later.",
            {"status": str(reply.status), "endpoint": asked.endpoint},
        )
        raise _error(Unavailable, words, asked)


def _item(told: object, asked: Asked) -> Answered:
    """What came of one item."""
    if not isinstance(told, dict):
        words = Words(
            "Meta lost one part of a batch ({endpoint}). Try again later.",
            {"endpoint": asked.endpoint},
        )
        return _error(Unavailable, words, asked)
    try:
        return understood(_reply(told), asked)
    except ConnectorError as error:
        return error.with_traceback(None)


def _reply(told: Mapping[str, Any]) -> Reply:
    """An item as an answer of its own; a code that is none counts as a failure."""
    code, body = told.get("code"), told.get("body")
    return Reply(
        status=code if isinstance(code, int) else 0,
        headers=lowered(told.get("headers")),
        body=loaded(body) if isinstance(body, str) else body,
    )


def _not_done(body: Record, asked: Asked) -> ConnectorError:
    """What is not done with status 200; some answers tell why beside it."""
    told = (body.get("error_code"), body.get("error_message"))
    says = clean(" ".join(str(one) for one in told if one), asked.secrets)
    if says:
        words = Words(
            "Meta answered that it did not do this: {says} ({endpoint}).",
            {"says": says, "endpoint": asked.endpoint},
        )
        return _error(RequestRefused, words, asked)
    words = Words(
        "Meta answered that it did not do this, and not why ({endpoint}).",
        {"endpoint": asked.endpoint},
    )
    return _error(RequestRefused, words, asked)


def _unreadable(body: object, asked: Asked) -> ConnectorError:
    return Unreadable("$", body, platform=Platform.META, account_id=asked.account_id)


def _error(made: type[ConnectorError], words: Words, asked: Asked) -> ConnectorError:
    return made(words, platform=Platform.META, account_id=asked.account_id)
