"""A labelled set of comments: no question is lost, and few items are needless."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from policies.model import Tag
from tests.policies.triage.words import verdict

LABELS = {"n": "needs-answer", "c": "cheer", "t": "friend-tag"}
MARK = re.compile(r"\[\[(.+?)\]\]")
ATTACHED = re.compile(r"<(sticker|photo|video)>")


def labelled():
    """(label, text, tags, attachment) of each line."""
    for line in (Path(__file__).parent / "comments.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, _, written = line.partition("|")
        found = ATTACHED.search(written)
        bare = ATTACHED.sub("", written).strip()
        text, tags = "", []
        for place, piece in enumerate(MARK.split(bare)):
            if place % 2:
                tags.append(Tag(name=piece, offset=len(text), length=len(piece)))
            text += piece
        yield LABELS[label], text, tuple(tags), found[1] if found else None


SET = list(labelled())


def judged():
    return [
        (label, text, verdict(text, *tags, attachment=attachment))
        for label, text, tags, attachment in SET
    ]


def test_the_set_is_large_and_of_every_kind():
    kinds = Counter(label for label, *_ in SET)
    assert len(SET) >= 400
    assert min(kinds.values()) >= 30
    assert len({(text, tags, attachment) for _, text, tags, attachment in SET}) == len(SET)


def test_nobody_who_waits_for_an_answer_is_lost():
    lost = [(text, said) for label, text, said in judged() if label == "needs-answer" != said]
    assert lost == []


def test_at_most_a_tenth_of_the_queue_is_needless():
    queued = [label for label, _, said in judged() if said == "needs-answer"]
    needless = [text for label, text, said in judged() if said == "needs-answer" != label]
    assert len(needless) <= len(queued) / 10, needless


def test_at_most_a_tenth_of_what_needs_no_answer_is_asked_for():
    harmless = [said for label, _, said in judged() if label != "needs-answer"]
    needless = harmless.count("needs-answer")
    assert needless <= len(harmless) / 10


@pytest.mark.parametrize("label", ["cheer", "friend-tag"])
def test_what_is_exempt_is_exempt_for_its_own_reason(label):
    wrong = [
        (t, said)
        for one, t, said in judged()
        if one == label and said not in (label, "needs-answer")
    ]
    assert wrong == []
