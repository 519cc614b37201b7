"""Answers on posts, photos and films as plain values, which are remembered from run to run.

Each says whether it is `settled`: nobody is waited for to put something right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

from connectors.meta.ask_accessible import ALT_TEXT, AUTOMATIC, CUSTOM
from connectors.meta.shape import Record, identity, listed, part, record, refuse, rows, text
from policies.model import Words

Plain: TypeAlias = Mapping[str, Any]
"""JSON."""
PHOTO, VIDEO, LINK, OTHER = "photo", "video", "link", "other"
"""What a post may show; `other`: something of which is not told what it is."""
SET, MADE, NONE, UNTOLD = "set", "made", "none", "untold"
"""Captions: somebody's, Meta's own alone, none at all, or it was not told whose."""


def read_attachments(told: Record, _: Collection[str]) -> Plain:
    """What a post shows, in order: pairs of a kind and an id.

    Raises:
        Unreadable: it is of another shape; so for every function here.
    """
    holds = list(_held(told, "attachments")) or [[OTHER, ""]]
    return {"holds": holds, "settled": all(kind != OTHER for kind, _ in holds)}


def _held(whole: Record, name: str) -> Iterator[list[str]]:
    for one in listed(whole, name):
        told = record(one, f"{name}[]")
        if listed(told, "subattachments"):
            yield from _held(told, "subattachments")
        else:
            yield _one(told)
    if _has_more(whole, name):
        yield [OTHER, ""]


def _one(told: Record) -> list[str]:
    """One thing that is shown; of a link's picture there is no id."""
    kind, number = text(told, "media_type"), identity(part(told, "target"), "id") or ""
    if kind == LINK or (kind in (PHOTO, VIDEO) and number):
        return [kind, number]
    return [OTHER, number]


def _has_more(whole: Record, name: str) -> bool:
    """Whether the list goes on where we do not follow."""
    told = whole.get(name)
    return isinstance(told, dict) and bool(part(told, "paging").get("next"))


def read_photo(told: Record, lacking: Collection[str]) -> Plain | Words:
    """The alternative text that was set of a photo; Words: Meta no longer tells it."""
    if CUSTOM in lacking:
        return _no_longer(CUSTOM)
    return _described(told, CUSTOM)


def read_instagram_post(told: Record, lacking: Collection[str]) -> Plain | Words:
    """The same of a post on Instagram, and its sort."""
    if ALT_TEXT in lacking:
        return _no_longer(ALT_TEXT)
    sort = text(told, "media_type") or ""
    described = _described(told, ALT_TEXT)
    return {**described, "sort": sort, "settled": sort == "VIDEO" or described["settled"]}


def _described(told: Record, name: str) -> Plain:
    """The text in a field; one of nothing but blanks is none."""
    written = (text(told, name) or "").strip()
    return {"text": written, "settled": bool(written)}


def read_captions(told: Record, _: Collection[str]) -> Plain:
    """Whose captions a film has."""
    if told.get("data") is None:
        raise refuse("data", told.get("data"))
    made = [record(one, "data[]").get(AUTOMATIC) for one in rows(told, "data")]
    if not made:
        whose = NONE
    elif False in made:
        whose = SET
    else:
        whose = MADE if all(one is True for one in made) else UNTOLD
    return {"captions": whose, "settled": whose == SET}


def _no_longer(field: str) -> Words:
    return Words(
        "Meta no longer knows the field {field}; everything else was read without it. Report it "
        "to the developers.",
        {"field": field},
    )
