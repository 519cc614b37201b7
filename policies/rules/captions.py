"""C8: whoever cannot hear a film can read what is said in it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accessible import Asked, Part, Parts, judged
from policies.model import Creative, Film, Platform, Unread, Words
from policies.rule import Facts, Rule, Said, Severity


def films_have_captions(facts: Facts) -> Iterator[Said]:
    """Every film of an ad has captions.

    The law asks for it (2018:1937), and so does the order. Only ads that can run are judged. A film
    is the same one wherever the ad is shown.

    No platform tells of captions that are part of a film's own picture: such a film counts as one
    without, and somebody who has seen it mutes the finding. LinkedIn and Instagram tell of no film
    whether it has captions, and of those that Meta made by itself somebody must see whether they
    are right: these are unknown.
    """
    yield from judged(facts, _ASKED)


def _parts(creative: Creative) -> Parts:
    """The films of a creative."""
    films = creative.films
    if films is None:
        return Words("The platform was not asked which films the ad shows.")
    if isinstance(films, Unread):
        return films.because
    return tuple(Part(one.media, None, _has(one)) for one in films)


def _has(film: Film) -> bool | Words:
    """Whether the captions are there."""
    if film.captions is None:
        return Words("The platform does not tell whether the film has captions.")
    return film.captions.because if isinstance(film.captions, Unread) else film.captions


def _breach(lacking: int, films: int) -> Words:
    return Words(
        "Films without captions: {lacking} of {films}.",
        {"lacking": str(lacking), "films": str(films)},
    )


_ASKED = Asked("film", _parts, _breach)
CAPTIONS = Rule(
    id="accessibility.captions",
    clause="C8",
    severity=Severity.WARN,
    about="ad",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=films_have_captions,
    remedy=Words("Add captions to the film, or make the ad anew with a film that has them."),
)
