"""Twenty mails as departments write them, five of them hopeless: what is understood and asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policies.briefs.reading import read_mail

MAILS = sorted((Path(__file__).parent / "mails").glob("*.txt"))


def told(brief):
    """The brief as the expectations are written."""
    audience = brief.audience
    return {
        "topic": brief.topic,
        "starts": brief.starts and brief.starts.isoformat(),
        "ends": brief.ends and brief.ends.isoformat(),
        "budget": brief.budget and [str(brief.budget.amount), brief.budget.currency],
        "ages": [audience.youngest, audience.oldest] if audience else [None, None],
        "places": list(audience.places) if audience else [],
        "languages": list(audience.languages) if audience else [],
        "editors": [[one.first_name, one.mail] for one in brief.editors],
        "accessible": brief.accessible,
        "department": brief.department,
        "agency": brief.agency,
        "accounts": list(brief.accounts),
        "posts": list(brief.posts),
        "patterns": list(brief.patterns),
    }


NOTHING = {
    "topic": None, "starts": None, "ends": None, "budget": None, "ages": [None, None],
    "places": [], "languages": [], "editors": [], "accessible": None, "department": None,
    "agency": None, "accounts": [], "posts": [], "patterns": [],
}  # fmt: skip


def test_there_are_twenty_and_five_say_nothing():
    assert len(MAILS) == 20
    assert sum("hopeless" in mail.name for mail in MAILS) == 5


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.stem)
def test_what_is_understood_and_what_is_asked_back(mail):
    expected = json.loads(mail.with_suffix(".json").read_text(encoding="utf-8"))
    ask = expected.pop("ask")
    read = read_mail(mail.read_text(encoding="utf-8"))
    assert [str(question.part) for question in read.questions] == ask
    assert told(read.brief) == NOTHING | expected
