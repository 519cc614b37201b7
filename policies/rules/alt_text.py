"""C8: whoever cannot see a picture is told by its alternative text what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accessible import Asked, Part, Parts, judged
from policies.model import Creative, Picture, Platform, Unread, Words
from policies.rule import Facts, Rule, Said, Severity


def pictures_have_alternative_texts(facts: Facts) -> Iterator[Said]:
    """Every picture of an ad has an alternative text.

    The law asks for it (2018:1937), and so does the order. Only ads that can run are judged, and
    their pictures only where the ad can be shown: a post on Instagram does not count for an ad set
    that leaves Instagram out. A text that a platform made by itself is not one that the city set.

    Facebook tells alternative texts of the photos in a post and not of the picture of a link; none
    are told of Instagram posts with several pictures, of ads without a post, nor of those pictures
    of an ad that the platform puts together which no post known of shows. These are unknown, for
    somebody to look at. Films and documents are no pictures.
    """
    yield from judged(facts, _ASKED)


def _parts(creative: Creative) -> Parts:
    """The pictures of a creative."""
    pictures = creative.pictures
    if pictures is None:
        return Words("The platform was not asked which pictures the ad shows.")
    if isinstance(pictures, Unread):
        return pictures.because
    return tuple(Part(one.media, one.post, _has(one)) for one in pictures)


def _has(picture: Picture) -> bool | Words:
    """Whether the text is there."""
    text = picture.alt_text
    return text.because if isinstance(text, Unread) else bool(text and text.strip())


def _breach(lacking: int, pictures: int) -> Words:
    return Words(
        "Pictures without an alternative text: {lacking} of {pictures}.",
        {"lacking": str(lacking), "pictures": str(pictures)},
    )


_ASKED = Asked("picture", _parts, _breach)
ALT_TEXT = Rule(
    id="accessibility.alt-text",
    clause="C8",
    severity=Severity.WARN,
    about="ad",
    platforms=(Platform.META, Platform.LINKEDIN),
    check=pictures_have_alternative_texts,
    remedy=Words(
        "Write an alternative text for the picture in the post that shows it, or make the ad anew "
        "with one."
    ),
)
