"""How long every rule takes over 10,000 ads of one account, and reconciling what they say.

The design asks for at most a second. Run: `.venv/bin/python bench/rules_speed.py [ADS]`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter

from policies.findings import reconcile
from policies.model import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Campaign,
    Creative,
    Identity,
    Placement,
    Platform,
    Sender,
    SenderKind,
    Snapshot,
)
from policies.rule import Approved, Breach, Facts, evaluate
from policies.rules import ON_ACCOUNTS

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PER_SET, PER_CAMPAIGN, EVERY_TENTH = 2, 20, 10


def an_account(ads: int) -> Snapshot:
    """An account in which every tenth ad set, Page and Instagram account is wrong."""
    sets = range(ads // PER_SET)
    return Snapshot(
        account=AdAccount(
            platform=Platform.META, id="act_1", name="Stadens annonser", currency="SEK",
            time_zone="Europe/Stockholm", status="1", rights=("MANAGE",),
            controls=AccountControls(placement_exclusions=(), status="", campaigns_with_error=()),
        ),
        read_at=AT,
        campaigns=tuple(a_campaign(n) for n in range(len(sets) // PER_CAMPAIGN + 1)),
        ad_sets=tuple(an_ad_set(n) for n in sets),
        ads=tuple(an_ad(n) for n in range(ads)),
        identities=(
            Identity(id="178401", username="stockholms.stad"),
            Identity(id="178402", username="nagon.annan"),
        ),
        unread=(),
    )  # fmt: skip


def a_campaign(n: int) -> Campaign:
    return Campaign(
        platform=Platform.META, id=f"c{n}", account_id="act_1", name=f"Kampanj {n}",
        intent="ACTIVE", delivery=("ACTIVE",), start=None, end=None, daily_budget=None,
        total_budget=None, updated="2026-11-20T10:00:00+0100",
    )  # fmt: skip


def an_ad_set(n: int) -> AdSet:
    named = ("facebook", "instagram") if n % EVERY_TENTH else None
    return AdSet(
        platform=Platform.META, id=f"s{n}", campaign_id=f"c{n // PER_CAMPAIGN}",
        account_id="act_1", name=f"Grupp {n}", intent="ACTIVE", delivery=("ACTIVE",), start=None,
        end=AT + timedelta(days=9), daily_budget=None, total_budget=None,
        updated="2026-11-20T10:00:00+0100",
        placement=Placement(
            platforms=named, positions={}, effective_platforms=named, soft_opt_out={}
        ),
    )  # fmt: skip


def an_ad(n: int) -> Ad:
    page = "1001" if n % EVERY_TENTH else "1002"
    account = "178401" if n % EVERY_TENTH != 1 else "178402"
    senders = (
        Sender(kind=SenderKind.PAGE, id=page, where="creative.actor_id"),
        Sender(kind=SenderKind.INSTAGRAM, id=account, where="creative.instagram_user_id"),
    )
    return Ad(
        platform=Platform.META, id=f"a{n}", ad_set_id=f"s{n // PER_SET}", campaign_id="",
        account_id="act_1", name=f"Annons {n}", intent="ACTIVE", delivery=("ACTIVE",),
        creative=Creative(
            id=f"k{n}", title=None, text="Anmälan är öppen", landing=None, media=(),
            senders=senders, page_actor_override=False, posts=(),
        ),
    )  # fmt: skip


def main() -> None:
    ads = int(sys.argv[1]) if sys.argv[1:] else 10_000
    approved = Approved(pages=frozenset(("1001",)), instagram={"178401": "stockholms.stad"})
    facts = Facts(snapshot=an_account(ads), approved=approved, as_of=AT)
    began = perf_counter()
    verdicts = tuple(evaluate(ON_ACCOUNTS, facts))
    judged = perf_counter()
    outcome = reconcile((), verdicts, account=(Platform.META, "act_1"), as_of=AT)
    opened = perf_counter()
    known = [finding for finding, _ in outcome.turned]
    reconcile(known, verdicts, account=(Platform.META, "act_1"), as_of=AT + timedelta(hours=1))
    ended = perf_counter()
    failed = sum(isinstance(said, Breach) for _, said in verdicts)
    print(f"{ads} ads, {len(facts.snapshot.ad_sets)} ad sets, {len(ON_ACCOUNTS)} rules")
    print(f"evaluated   {judged - began:.3f} s: {len(verdicts)} verdicts, {failed} fail")
    print(f"opened      {opened - judged:.3f} s: {len(known)} findings")
    print(f"reconciled  {ended - opened:.3f} s: the same once more")


if __name__ == "__main__":
    main()
