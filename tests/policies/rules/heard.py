"""A thread for the rules on threads, and what they say of it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from policies.model import Platform
from policies.talk import Manners, Talked, closed_by, judge_thread
from policies.threads import sort
from tests.policies.threads.talked import MONDAY, STANDARDS
from worker.words import signing

MANNERS = Manners(
    signing=signing(("Anna", "Bo")),
    zone=ZoneInfo("Europe/Stockholm"),
    house_rules={"facebook": "https://example.org/om"},
)
LONG_AGO = MONDAY - timedelta(days=90)


def heard(*messages, decisions=(), **changed):
    """A thread of these messages, read since long ago."""
    talk = sort(messages, STANDARDS)
    told = {
        "platform": Platform.META,
        "id": "thread",
        "kind": "comment",
        "channel": "facebook",
        "post_id": "1001_1",
        "link": "https://example.org/post",
        "talk": talk,
        "closing": closed_by(talk, decisions),
        "since": LONG_AGO,
        "manners": MANNERS,
    }
    return Talked(**{**told, **changed})


def verdicts(rule, facts):
    """What a rule says: by the id of each message; its word on the whole thread is left out."""
    found = {said.subject.id: said for _, said in judge_thread([rule], facts)}
    found.pop(facts.id, None)
    return found
