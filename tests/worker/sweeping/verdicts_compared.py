"""Which findings two sweeps tell differently, and whether the poorer one says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from policies.model import Unread
from tests.worker.sweeping.differences import Difference, Names, unheard, watched_longer

UNSEEN = "unseen"
"""The account of findings about ads that no account is known to have."""


def verdicts_differ(told, truth, names: Names, *, begins: datetime) -> Iterator[Difference]:
    """Findings: what is not the same must be unknown or unread, and never pass for a pass.

    `begins`: when both sweeps began; of a thread that is overdue since then, one sweep waited.
    """
    for key in truth.findings.keys() | told.findings.keys():
        whole, got = truth.findings.get(key), told.findings.get(key)
        if whole != got:
            one = whole or got
            text = f"{one['rule']} on {one['subject_kind']} {one['subject_id']}"
            text = f"{text}: {_said(whole)} became {_said(got)}"
            if one["subject_kind"] in ("comment", "message"):
                named = _unlinked(whole, got) or _of_talk(one, told, truth, names, begins)
            else:
                named = _honest(whole, got, told, names)
            yield Difference(text, named)


def _said(finding) -> str:
    return "nothing" if finding is None else f"{finding['outcome']} {finding['state']}"


def _unlinked(whole, got) -> bool:
    """Whether a finding lacks its link alone, as its post does, which is judged by itself."""
    return None not in (whole, got) and whole | {"link": None} == got


def _of_talk(one, told, truth, names: Names, begins: datetime) -> bool:
    """What is said about people's questions differs as what was read of them does."""
    ours, other = (_thread(one, side) for side in (told, truth))
    if other is None:
        return ours is not None and watched_longer(ours["post_id"], truth, names)
    waited = one["rule"] == "sla.overdue" and other["due_at"] is not None
    return unheard(other, told, names) or (waited and other["due_at"] > begins)


def _thread(finding, side):
    """The thread that a finding is about, as a sweep has it."""
    kind, subject = finding["subject_kind"], finding["subject_id"]
    comment = side.comments.get((kind, subject))
    if comment is not None:
        return side.threads[comment["thread"],]
    found = (one for one in side.threads.values() if one["thread_id"] == subject)
    return next((one for one in found if one["kind"] == kind), None)


def _honest(whole, got, told, names: Names) -> bool:
    one = whole or got
    account = one["account_id"]
    if got is not None and (got["outcome"], got["state"]) == ("unknown", "open"):
        return account == UNSEEN or names.about(account) or _told_apart(got, told)
    if not names.about(account):
        return False
    if got is None:
        # Of what was shown where, an unknown about the whole account takes the place of the rest.
        shown = one["event"] and names.cover("delivered", account=account)
        return shown or not _seen(one, told)
    lost = names.cover("account", account=account)
    if whole is None:
        # Of an account that is closed nobody asks what it showed, unless its state is unknown.
        return lost and got["rule"] == "placement.audience-network-delivered"
    if got["state"] != whole["state"]:
        return False
    if whole["outcome"] == "fail":
        return True
    # What is set on an ad set fails where nobody can tell that the account's controls forbid it.
    unguarded = got["rule"] == "placement.audience-network"
    return unguarded and (lost or names.cover("controls", account=account))


def _told_apart(finding, told) -> bool:
    """Whether the ad that a finding is about says itself what of it is unread."""
    snapshot = told.snapshots.get(finding["account_id"])
    ads = () if snapshot is None else snapshot.ads
    creative = next((ad.creative for ad in ads if ad.id == finding["subject_id"]), None)
    return isinstance(creative, Unread) or bool(creative is not None and creative.unread)


def _seen(finding, told) -> bool:
    """Whether the subject of a finding was read."""
    snapshot = told.snapshots.get(finding["account_id"])
    lists = {"campaign": "campaigns", "ad_set": "ad_sets", "ad": "ads"}
    kind = finding["subject_kind"]
    if snapshot is None:
        return False
    if kind not in lists:
        return True
    return finding["subject_id"] in {one.id for one in getattr(snapshot, lists[kind])}
