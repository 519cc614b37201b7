"""What of an ad everybody can take part of: its pictures and films, where each of them is shown.

What carries a picture or film is the creative, which never changes: one that was told once and is
missing later was only left out. So were the posts that show it (Ad Creative, checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from policies.delivery import Family
from policies.model import Creative, Placement, PostId, Unread, Words
from policies.rule import Breach, Facts, Pass, Said, Unknown, said_of_ads
from policies.told import CHOSEN, EFFECTIVE, NOTHING, SOFT, Told, told_of_placement

_INSTAGRAM = "instagram"
_OFF_FACEBOOK = frozenset((_INSTAGRAM, "threads"))
"""Places that show no post of a Page's. Any other may, those too that we do not know."""
_KINDS = ("facebook", _INSTAGRAM)
"""Kinds of posts of which an ad set says whether it shows them."""
_PERHAPS_SHOWN = Words(
    "It lacks what the law asks for, but whether it can be shown there was not told."
)


class Part(NamedTuple):
    """One picture or film, and whether it has what it must have."""

    media: str
    post: PostId | None
    has: bool | Words
    """Words: why nobody can tell."""


Parts: TypeAlias = tuple[Part, ...] | Words
"""The pictures, or the films, of one creative; or why nobody knows which there are."""


class Asked(NamedTuple):
    """What a rule asks of an ad's pictures or films."""

    name: str
    """`picture` or `film`."""
    parts: Callable[[Creative], Parts]
    breach: Callable[[int, int], Words]
    """What is wrong, from how many of how many lack it."""


def judged(facts: Facts, asked: Asked) -> Iterator[Said]:
    """Each ad that can run."""
    return said_of_ads(facts, partial(_judge, asked=asked))


def _judge(family: Family, asked: Asked) -> Said:
    """One ad."""
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return _unknown(family, creative.because, {}, NOTHING)
    parts = asked.parts(creative)
    if isinstance(parts, Words):
        told = told_of_posts(creative)
        return _unknown(family, parts, {}, told, attest=_joined(creative.media))
    return _judge_parts(family, creative, asked, parts)


def _judge_parts(family: Family, creative: Creative, asked: Asked, parts: Sequence[Part]) -> Said:
    """One ad whose pictures or films are known."""
    told = _told(creative, asked.name, parts)
    left = [
        (part, _is_shown(family, creative, part.post)) for part in parts if part.has is not True
    ]
    if not left:
        return Pass(subject=family.about, told=told)
    lacking = [part for part, shown in left if part.has is False and shown]
    if lacking:
        return Breach(
            subject=family.about,
            message=asked.breach(len(lacking), len(parts)),
            evidence=_evidence(creative, asked.name, parts),
            link=family.ad.link,
            told=_names(told, asked.name, lacking).and_also(_way(family, creative, lacking)),
            failing=_failing(creative, lacking),
        )
    doubtful = [part for part, shown in left if shown is not False]
    if doubtful:
        named = _joined(part.media for part in parts) if _are_known(creative, doubtful) else None
        rests = told.and_also(_way(family, creative, doubtful))
        evidence = _evidence(creative, asked.name, parts)
        return _unknown(family, _doubt(doubtful[0]), evidence, rests, attest=named)
    return Pass(subject=family.about, told=told.and_also(told_of_placement(family.ad_set)))


def _doubt(part: Part) -> Words:
    """Why nobody can tell of a part."""
    return part.has if isinstance(part.has, Words) else _PERHAPS_SHOWN


def _are_known(creative: Creative, parts: Sequence[Part]) -> bool:
    """Whether somebody could look at just these: a post stands for what nobody told of it."""
    posts = {post.id for post in creative.posts}
    return all(isinstance(part.has, Words) and part.media not in posts for part in parts)


def _joined(media: Iterable[str]) -> str | None:
    """What a person's word on all of these is tied to: of any other it says nothing."""
    return " ".join(sorted(set(media))) or None


def _failing(creative: Creative, lacking: Iterable[Part]) -> tuple[str, ...]:
    """What words on these are tied to, a word that was given before anybody knew them too."""
    names = {part.media for part in lacking}
    whole = _joined(creative.media)
    return tuple(sorted(names if whole is None else names | {whole}))


def _is_shown(family: Family, creative: Creative, post_id: PostId | None) -> bool | None:
    """Whether the ad can be shown by this post of its; None: could not be told."""
    kind = _kind(creative, post_id)
    if kind not in _KINDS:
        return True
    if family.ad_set is None or isinstance(family.ad_set.placement, Unread):
        return None
    place = family.ad_set.placement
    if _chosen(place, kind) or any(_fits(one, kind) for one in place.effective_platforms or ()):
        return True
    if isinstance(place.soft_opt_out, Unread):
        return None
    softly = (name.removesuffix("_positions") for name, told in place.soft_opt_out.items() if told)
    return any(_fits(one, kind) for one in softly)


def _kind(creative: Creative, post_id: PostId | None) -> str | None:
    return next((post.kind for post in creative.posts if post.id == post_id), None)


def _chosen(place: Placement, kind: str) -> bool:
    """Whether the ad set names a place that shows such a post; naming none, it names them all."""
    return not place.platforms or any(_fits(one, kind) for one in place.platforms)


def _fits(platform: str, kind: str) -> bool:
    return platform == _INSTAGRAM if kind == _INSTAGRAM else platform not in _OFF_FACEBOOK


def told_of_posts(creative: Creative) -> Told:
    """Which posts show the creative."""
    carrier = f"creative {creative.id}"
    return Told((carrier,), tuple((carrier, f"post {post.id}") for post in creative.posts))


def _told(creative: Creative, name: str, parts: Sequence[Part]) -> Told:
    """Which posts show the creative, and which pictures or films it has."""
    posts = told_of_posts(creative)
    (carrier,) = posts.objects
    return Told(
        posts.objects, (*posts.facts, *((carrier, f"{name} {part.media}") for part in parts))
    )


def _names(told: Told, name: str, parts: Sequence[Part]) -> Told:
    """What of it is about these parts."""
    return told.only(*(f"{name} {part.media}" for part in parts))


def _way(family: Family, creative: Creative, parts: Sequence[Part]) -> Told:
    """What was told of how the ad comes to where these parts are shown."""
    ad_set = family.ad_set
    if ad_set is None or isinstance(ad_set.placement, Unread):
        return NOTHING
    kinds = {_kind(creative, part.post) for part in parts} & {*_KINDS}
    names = (name for kind in kinds if kind for name in _settings(ad_set.placement, kind))
    return told_of_placement(ad_set).only(*names)


def _settings(place: Placement, kind: str) -> Iterator[str]:
    """The settings by which an ad is shown by such a post; automatic ones need none."""
    if chosen := [one for one in place.platforms or () if _fits(one, kind)]:
        yield from (CHOSEN, *(f"{CHOSEN} {one}" for one in chosen))
    elif place.platforms:
        yield from (SOFT, EFFECTIVE)
        effective = (one for one in place.effective_platforms or () if _fits(one, kind))
        yield from (f"{EFFECTIVE} {one}" for one in effective)
        soft = {} if isinstance(place.soft_opt_out, Unread) else place.soft_opt_out
        for name, positions in soft.items():
            if _fits(name.removesuffix("_positions"), kind):
                yield from (f"{SOFT} {name} {one}" for one in positions)


def _evidence(creative: Creative, name: str, parts: Sequence[Part]) -> dict[str, Any]:
    """Each part, where it is shown, and whether it has what it must; null: could not be told."""
    return {
        f"{name}s": [
            {
                "media": part.media,
                "post": part.post,
                "on": _kind(creative, part.post),
                "accessible": part.has if isinstance(part.has, bool) else None,
            }
            for part in parts
        ]
    }


def _unknown(
    family: Family,
    because: Words,
    evidence: dict[str, Any],
    told: Told,
    *,
    attest: str | None = None,
) -> Unknown:
    return Unknown(
        subject=family.about,
        because=because,
        evidence=evidence,
        link=family.ad.link,
        told=told,
        attest=attest,
    )
