"""Meta's tokens: valid, whose, for how long, and with which permissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.meta.read_token import NEVER, End, Worth
from connectors.meta.scopes import Need, lacking, reaches
from policies.model import Words
from worker.doctoring.ageing import ageing
from worker.doctoring.lines import ENDLESS, Desk, Line, asking

_SYSTEM_USER = "SYSTEM_USER"


def judge(
    worth: Worth,
    place: str,
    *,
    app_id: str,
    needs: Sequence[Need],
    reach: Mapping[str, Sequence[str]],
    at: datetime,
) -> Iterator[Line]:
    """The lines about one token; `place`: where it stands.

    `reach`: ids that it must reach, by kind as `connectors.meta.scopes.reaches` names them.
    """
    if not worth.valid:
        yield _invalid(worth, place)
        return
    yield _holder(worth, place, app_id)
    yield _end(asking("meta.token_end", place), worth.expires, at, place)
    if worth.kind != _SYSTEM_USER or worth.data_access_ends is not None:
        yield _end(asking("meta.data_access_end", place), worth.data_access_ends, at, place)
    yield from _scopes(worth, place, needs)
    yield from _limits(worth, place, needs, reach)


def _invalid(worth: Worth, place: str) -> Line:
    remedy = worth.because or _anew(place)
    return asking("meta.token", place).fail(Words("The token is not valid."), remedy)


def _anew(place: str) -> Words:
    return Words("Create a new token for the system user and set it in {token}.", {"token": place})


def _holder(worth: Worth, place: str, app_id: str) -> Line:
    """Whose token it is, and of which app."""
    desk = asking("meta.token", place)
    if worth.app_id is not None and worth.app_id != app_id:
        told = {"app": worth.app_id, "own": app_id or "-"}
        return desk.fail(
            Words("The token was created for app {app}, not for {own}.", told),
            Words("Set [meta] app_id and app_secret to those of the app, or create a new token."),
        )
    if worth.kind is None or worth.app_id is None:
        return desk.unknown(
            Words("The token is valid; Meta did not tell whose it is."), _anew(place), answered=True
        )
    if worth.kind != _SYSTEM_USER:
        return desk.warn(
            Words(
                "The token is valid, but of the kind {kind}: it depends on a person and expires.",
                {"kind": worth.kind},
            ),
            _anew(place),
        )
    return desk.ok(Words("The token is valid and belongs to a system user."))


def _end(desk: Desk, end: End, at: datetime, place: str) -> Line:
    if end is None:
        words = Words("Meta did not tell when it ends.")
        return desk.unknown(words, _anew(place), answered=True)
    if end == NEVER:
        return replace(desk.ok(Words("It does not end.")), until=ENDLESS)
    return ageing(desk, end, at, _anew(place))


def _scopes(worth: Worth, place: str, needs: Sequence[Need]) -> Iterator[Line]:
    """One line for each permission that is missing, or one if none is."""
    desk = asking("meta.scopes", place)
    if worth.scopes is None:
        yield desk.unknown(
            Words("Meta did not tell which permissions it has."), _anew(place), answered=True
        )
        return
    missing = tuple(lacking(worth.scopes, needs))
    for need in missing:
        told = {"scope": need.scope, "token": place}
        remedy = Words(
            "The permission {scope} is missing. Create a new token with it for the system user in "
            "Business settings, and set it in {token}.",
            told,
        )
        write = desk.fail if need.vital else desk.warn
        yield write(need.without, remedy)
    if not missing:
        yield desk.ok(Words("It has every permission that it needs."))


def _limits(
    worth: Worth, place: str, needs: Sequence[Need], reach: Mapping[str, Sequence[str]]
) -> Iterator[Line]:
    """One line for each permission that does not reach all that it is needed for."""
    for need in needs:
        outside = worth.outside(need.scope, reach.get(reaches(need.scope) or "", ()))
        if outside:
            told = {"scope": need.scope, "ids": ", ".join(outside), "token": place}
            yield asking("meta.reach", place).fail(
                Words("The permission {scope} does not reach {ids}.", told),
                Words(
                    "Create a new token for the system user, choose {ids} when asked what it is "
                    "for, and set it in {token}.",
                    told,
                ),
            )
