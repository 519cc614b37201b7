"""An instant without offset is refused, and the error names the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policies.model import Comment, Platform
from policies.model.attested import Attestation
from policies.model.switches import Level, Switch
from policies.threads import Decision
from tests.policies.proofs.made import a_proof
from tests.policies.rules.made import a_campaign, a_snapshot, an_ad_set, facts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAIVE = datetime(2026, 11, 24, 12)  # noqa: DTZ001 just that is refused
SWITCH = Switch(
    platform=Platform.META, account_id="act_1", campaign_id="1", level=Level.CAMPAIGN, name="",
    intent="ACTIVE", delivery=(), start=None, end=None, daily_budget=None, total_budget=None,
    updated=None,
)  # fmt: skip
COMMENT = Comment(
    platform=Platform.META, kind="comment", id="1", thread_id="1", post_id=None, parent_id=None,
    author_id=None, author_name=None, text="Hej!", created_at=NOON,
)  # fmt: skip
WORD = Attestation(
    id="w1", rule="accessibility.captions", subject=("ad", "a1"), tied_to="f1", by="Anna",
    evidence="sedd", at=NOON, until=NOON + timedelta(days=1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (SWITCH, "start"),
        (SWITCH, "end"),
        (COMMENT, "created_at"),
        (WORD, "at"),
        (WORD, "until"),
        (WORD, "ended"),
        (a_proof(), "at"),
        (Decision(action="close", by="Anna", at=NOON), "at"),
        (a_campaign(), "start"),
        (a_campaign(), "end"),
        (an_ad_set(), "start"),
        (an_ad_set(), "end"),
        (a_snapshot(), "read_at"),
        (facts(), "as_of"),
    ],
)
def test_it_is_refused_by_name(value, field):
    assert getattr(replace(value, **{field: NOON}), field) == NOON
    with pytest.raises(ValueError, match=f"^{field} has no offset"):
        replace(value, **{field: NAIVE})
