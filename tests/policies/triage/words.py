"""The shipped vocabulary, with one user name of the city's own."""

from __future__ import annotations

from policies.model import Tag
from policies.triage import triage
from worker.words import vocabulary

WORDS = vocabulary(own_names=["stockholms.stad"], threats=["hämnas på er"], slurs=["kvasifyr*"])


def judged(text, *tags, attachment=None, words=WORDS):
    """The verdict on a text."""
    return triage(text, tags, attachment, words)


def verdict(text, *tags, attachment=None):
    return str(judged(text, *tags, attachment=attachment).verdict)


def because(text, *tags, attachment=None):
    return judged(text, *tags, attachment=attachment).because.english()


def tag(text, name):
    """The tag of a name, where it stands in the text."""
    return Tag(name=name, offset=text.index(name), length=len(name))
