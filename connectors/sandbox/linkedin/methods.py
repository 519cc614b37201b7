"""Which Rest.li method a request means. Source: *Methods*, checked 2026-11-22."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.linkedin.errors import unresolved

_VERBS = {
    "GET": "GET",
    "GET_ALL": "GET",
    "BATCH_GET": "GET",
    "FINDER": "GET",
    "CREATE": "POST",
    "BATCH_CREATE": "POST",
    "ACTION": "POST",
    "PARTIAL_UPDATE": "POST",
    "BATCH_PARTIAL_UPDATE": "POST",
    "UPDATE": "PUT",
    "BATCH_UPDATE": "PUT",
    "DELETE": "DELETE",
    "BATCH_DELETE": "DELETE",
}
"""Every method and its verb."""
_KEYED = ("GET", "PARTIAL_UPDATE", "UPDATE", "DELETE")
"""Methods of one object, whose path ends with a key."""
_EITHER = ("ACTION",)
_MARKS = {"FINDER": "q", "ACTION": "action"}
"""The parameter that a method cannot do without, and that no other has."""


def settle(verb: str, header: str | None, params: Mapping[str, object], *, keyed: bool) -> str:
    """The method, by its header where there is one. `keyed`: the path ends with a key.

    Raises:
        Refused: header, verb, path and parameters do not fit together.
    """
    method = header or _deduced(verb, params, keyed=keyed)
    fits = (
        _VERBS.get(method) == verb
        and (method in _EITHER or keyed == (method in _KEYED))
        and (method == "BATCH_CREATE" or method.startswith("BATCH_") == ("ids" in params))
        and all((mark in params) == (method == one) for one, mark in _MARKS.items())
    )
    if not fits:
        raise unresolved()
    return method


def _deduced(verb: str, params: Mapping[str, object], *, keyed: bool) -> str:
    """What a request without the header means; partial updates are never guessed."""
    if verb == "GET":
        if "ids" in params:
            return "BATCH_GET"
        return "FINDER" if "q" in params else "GET" if keyed else "GET_ALL"
    if verb == "POST":
        return "ACTION" if "action" in params else "CREATE"
    return {"PUT": "UPDATE", "DELETE": "DELETE"}.get(verb, "")
