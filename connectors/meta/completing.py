"""A creative with the pictures and films that the posts behind it show, as far as Meta tells them.

On Facebook the post tells its photos and films; the picture of a link has no alternative text that
could be read. A film is judged as the post on Facebook shows it, or else by the id under which the
creative names it: its twin on Instagram is made from the same one, and tells nothing of captions
(Photo, IG Media, Video Captions; checked 2026-11-22).

An ad that Meta puts together from parts has more posts than it names: what the named one does not
show is shown by others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from connectors.meta import read_accessible as read
from connectors.meta.looking import FILM, INSTAGRAM, LATER, PHOTO, POST, Thing, Told
from connectors.meta.read_accessible import Plain
from connectors.meta.read_senders import page_of
from policies.model import (
    Creative,
    Film,
    Picture,
    Platform,
    Post,
    PostId,
    SenderKind,
    Unread,
    Words,
)

Known: TypeAlias = Mapping[Thing, Told]
PICTURES, FILMS = "pictures", "films"
"""The names of these parts of a creative, where they are unread."""
_LONGEST = 20
"""Digits of an id at most; a picture's hash has 32 signs."""
_NO_POST = Words(
    "Meta tells alternative texts in posts alone, and did not tell which post is behind this ad."
)
_LINKED = Words("Meta tells no alternative text of the picture of a link.")
_UNTOLD = Words("Meta did not tell what the post shows.")
_CHOSEN = Words(
    "Meta puts this ad together from several pictures, and tells of no post that shows them all."
)
_MADE = Words(
    "The film has only captions that Meta made by itself: somebody must see whether they are right."
)
_SEVERAL = Words("Meta tells no alternative texts of a post with several pictures on Instagram.")
_WHOSE = Words("Meta did not tell whether it made the film's captions by itself.")
_IMAGE, _VIDEO, _CAROUSEL = "IMAGE", "VIDEO", "CAROUSEL_ALBUM"
"""Sorts of posts on Instagram."""


class _Shown(NamedTuple):
    """What a post shows."""

    pictures: tuple[Picture, ...] = ()
    films: tuple[Film, ...] = ()


def posts_of(creative: Creative) -> Iterator[Thing]:
    """The posts that show the ad: on each platform the one in effect."""
    for kind in ("facebook", "instagram"):
        if (post := _in_effect(creative, kind)) is not None:
            yield _thing(post)


def _in_effect(creative: Creative, kind: str) -> Post | None:
    """The first post of its kind: one that it was made from stands behind it."""
    return next((post for post in creative.posts if post.kind == kind), None)


def _thing(post: Post) -> Thing:
    if post.kind == "instagram":
        return Thing(INSTAGRAM, post.id)
    return Thing(POST, post.id, page_of(post.id) or post.owner_id or "")


def held_by(creative: Creative, known: Known) -> Iterator[Thing]:
    """The photos and films in its post, and the films that the creative itself names."""
    yield from _held(creative, known)
    yield from _own_films(creative, known)


def _held(creative: Creative, known: Known) -> Iterator[Thing]:
    """The photos and films in its post."""
    facebook = _in_effect(creative, "facebook")
    if facebook is not None:
        page = _thing(facebook).page
        for kind, number in _holds(known, facebook):
            if kind in _TOPICS:
                yield Thing(_TOPICS[kind], number, page)


_TOPICS = {read.PHOTO: PHOTO, read.VIDEO: FILM}


def _holds(known: Known, facebook: Post) -> Iterator[tuple[str, str]]:
    """What a post on Facebook shows, as pairs of a kind and an id; nothing if it is not known."""
    told = known[_thing(facebook)]
    if not isinstance(told, Words):
        yield from ((kind, number) for kind, number in told["holds"])


def _own_films(creative: Creative, known: Known) -> list[Thing]:
    """The films that a creative names, unless its post tells of films: of as many as it names."""
    facebook = _in_effect(creative, "facebook")
    page = next((one.id for one in creative.senders if one.kind is SenderKind.PAGE), "")
    ids = [one for one in creative.media if _is_film(one)]
    if facebook is not None:
        page = _thing(facebook).page
        if held := {number for kind, number in _holds(known, facebook) if kind == read.VIDEO}:
            chosen = [one for one in creative.variants if _is_film(one)]
            ids = [one for one in chosen if one not in held] if len(chosen) > len(held) else []
    return [Thing(FILM, one, page) for one in ids]


def _is_film(media: str) -> bool:
    return media.isdecimal() and len(media) <= _LONGEST


def completed(creative: Creative, known: Known) -> Creative:
    """The creative with its pictures and films."""
    because = next((one.because for one in creative.unread if one.what == "posts"), None)
    if because is None and not any(posts_of(creative)):
        because = _NO_POST
    own = tuple(_film(thing, known) for thing in _own_films(creative, known))
    if because is not None:
        films = own or (() if creative.media and because is _NO_POST else _unread(FILMS, because))
        return replace(creative, pictures=_unread(PICTURES, because), films=films)
    shown = _on_facebook(creative, known)
    twin = _on_instagram(creative, known)
    beside = shown.films if any(one.topic == FILM for one in _held(creative, known)) else ()
    return replace(
        creative,
        pictures=(*shown.pictures, *twin.pictures, *_others(creative, shown, twin)),
        films=(*beside, *own) or shown.films or twin.films,
    )


def _others(creative: Creative, shown: _Shown, twin: _Shown) -> tuple[Picture, ...]:
    """What stands for the pictures of an ad put together from parts, where its posts show fewer.

    Nobody could say which of them a photo in a post is, and its twin shows it once more.
    """
    chosen = [one for one in creative.variants if not _is_film(one)]
    if len(chosen) <= max(len(shown.pictures), len(twin.pictures)):
        return ()
    return (Picture(media=" ".join(chosen), alt_text=_unread(PICTURES, _CHOSEN)),)


def _on_facebook(creative: Creative, known: Known) -> _Shown:
    """What its post on Facebook shows."""
    post = _in_effect(creative, "facebook")
    if post is None:
        return _Shown()
    told = known[_thing(post)]
    if isinstance(told, Words):
        return _untold(post.id, told, lost=told is not LATER)
    pictures: list[Picture] = []
    films: list[Film] = []
    for kind, number in _holds(known, post):
        one = _one(kind, Thing(_TOPICS.get(kind, ""), number, _thing(post).page), known, post)
        pictures += one.pictures
        films += one.films
    return _Shown(tuple(pictures), tuple(films))


def _one(kind: str, thing: Thing, known: Known, post: Post) -> _Shown:
    """One thing that a post on Facebook shows."""
    if kind == read.PHOTO:
        text = _text(thing, known[thing])
        return _Shown(pictures=(Picture(media=thing.id, alt_text=text, post=post.id),))
    if kind == read.VIDEO:
        return _Shown(films=(_film(thing, known),))
    if kind == read.LINK:
        text = _unread(PICTURES, _LINKED)
        media = _nameless(post, read.LINK)
        return _Shown(pictures=(Picture(media=media, alt_text=text, post=post.id),))
    return _untold(post.id, _UNTOLD)


def _on_instagram(creative: Creative, known: Known) -> _Shown:
    """What its post on Instagram shows; of films only what no other place tells."""
    post = _in_effect(creative, "instagram")
    if post is None:
        return _Shown()
    told = known[_thing(post)]
    alone = _in_effect(creative, "facebook") is None
    if isinstance(told, Words):
        return _untold(post.id, told, films=alone, lost=told is not LATER)
    if told["sort"] == _IMAGE:
        text = _text(_thing(post), told)
        return _Shown(pictures=(Picture(media=post.id, alt_text=text, post=post.id),))
    if told["sort"] == _VIDEO:
        return _Shown(films=(Film(media=_nameless(post, _VIDEO), captions=None),))
    if told["sort"] == _CAROUSEL:
        return _untold(_nameless(post, _CAROUSEL), _SEVERAL, films=alone, post_id=post.id)
    return _untold(post.id, _UNTOLD)


def _text(thing: Thing, told: Told) -> str | Unread | None:
    """The alternative text of a picture, if one is set."""
    return _lost(PICTURES, thing.id, told) if isinstance(told, Words) else told["text"] or None


def _film(thing: Thing, known: Known) -> Film:
    """A film and what is known of its captions."""
    told = known[thing]
    captions = _lost(FILMS, thing.id, told) if isinstance(told, Words) else _captions(told)
    return Film(media=thing.id, captions=captions)


def _captions(told: Plain) -> bool | Unread:
    whose = str(told["captions"])
    if whose in (read.SET, read.NONE):
        return whose == read.SET
    return _unread(FILMS, _MADE if whose == read.MADE else _WHOSE)


def _untold(
    media: str,
    because: Words,
    *,
    films: bool = True,
    lost: bool = False,
    post_id: PostId | None = None,
) -> _Shown:
    """A post of which nobody can tell what it shows: it stands for its pictures and films.

    `lost`: it was asked for in vain.
    """
    shown_by = post_id or PostId(media)
    one = f":{media}" if lost else ""
    text = _unread(f"{PICTURES}{one}", because)
    picture = Picture(media=media, alt_text=text, post=shown_by)
    film = Film(media=media, captions=_unread(f"{FILMS}{one}", because))
    return _Shown((picture,), (film,) if films else ())


def _nameless(post: Post, what: str) -> str:
    """What stands for something that a post is known to show, and that has no id of its own."""
    return f"{post.id} {what.lower()}"


def _lost(what: str, object_id: str, because: Words) -> Unread:
    """One that was asked for in vain, named with its id; one that was not yet asked for is not."""
    return _unread(what if because is LATER else f"{what}:{object_id}", because)


def _unread(what: str, because: Words) -> Unread:
    return Unread(what=what, because=because, platform=Platform.META)
