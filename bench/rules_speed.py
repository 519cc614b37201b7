"""How long every rule takes over 10,000 ads of one account, and reconciling what they say.

Each campaign runs under a brief; each ad set has a reach, each ad a proof and a picture; costs were
read. Every tenth thing is at odds with its clause.

The design asks for at most a second. Run: `.venv/bin/python bench/rules_speed.py [ADS]`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import perf_counter

from policies.briefs.matching import Registered
from policies.delivery import families
from policies.findings import of_note, reconcile
from policies.model import (
    AccountControls,
    Ad,
    AdAccount,
    AdSet,
    Area,
    Campaign,
    Creative,
    Identity,
    Money,
    Picture,
    Piece,
    PieceKind,
    Placement,
    Platform,
    Reach,
    Sender,
    SenderKind,
    Snapshot,
)
from policies.model.briefs import Audience, Brief, Editor
from policies.model.proofs import Proof, ProofLevel
from policies.model.spent import Spent
from policies.proofs import fingerprint, shown_by
from policies.register import Register
from policies.rule import Approved, Breach, Facts, evaluate
from policies.rules import ON_ACCOUNTS
from worker.sweeping.uncollected import uncollected

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PER_SET, PER_CAMPAIGN, PER_BRIEF, EVERY_TENTH = 2, 5, 5, 10


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
        intent="ACTIVE", delivery=("ACTIVE",), start=AT - timedelta(days=9), end=None,
        daily_budget=None, total_budget=Money(amount=Decimal(9_000), currency="SEK"),
        updated="2026-11-20T10:00:00+0100",
    )  # fmt: skip


def an_ad_set(n: int) -> AdSet:
    named = ("facebook", "instagram") if n % EVERY_TENTH else None
    return AdSet(
        platform=Platform.META, id=f"s{n}", campaign_id=f"c{n // PER_CAMPAIGN}",
        account_id="act_1", name=f"Grupp {n}", intent="ACTIVE", delivery=("ACTIVE",),
        start=AT - timedelta(days=9), end=AT + timedelta(days=9),
        daily_budget=None, total_budget=None,
        updated="2026-11-20T10:00:00+0100",
        placement=Placement(
            platforms=named, positions={}, effective_platforms=named, soft_opt_out={}
        ),
        reach=Reach(
            youngest=18 if n % EVERY_TENTH else 13, oldest=65,
            areas=(Area(kind="city", id="2448", name="Stockholm", country="SE"),),
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
            pictures=(Picture(media=f"p{n}", alt_text="En bro" if n % EVERY_TENTH else None),),
            films=(),
            shows=(
                Piece(kind=PieceKind.TEXT, value=f"Anmälan {n} är öppen"),
                Piece(kind=PieceKind.LINK, value="https://example.org/?utm_source=annons"),
                Piece(kind=PieceKind.MEDIA, value=f"p{n}"),
            ),
        ),
    )  # fmt: skip


def a_register(snapshot: Snapshot) -> Register:
    """A brief for every few campaigns, and a proof of each ad as it was shown, or nearly so."""
    return Register(
        briefs=tuple(a_brief(n) for n in range(len(snapshot.campaigns) // PER_BRIEF + 1)),
        proofs=tuple(a_proof(n, one) for n, one in enumerate(families(snapshot))),
    )


def a_brief(n: int) -> Registered:
    campaigns = range(n * PER_BRIEF, (n + 1) * PER_BRIEF)
    brief = Brief(
        topic=f"Kampanj {n}", starts=date(2026, 11, 1),
        ends=date(2026, 12, 31 if n % EVERY_TENTH else 1),
        budget=Money(amount=Decimal(90_000 if n % EVERY_TENTH else 900), currency="SEK"),
        audience=Audience(text="Boende i Stockholm", youngest=18, places=("Stockholm",)),
        editors=(Editor(first_name="Anna", mail="anna@example.org"),), accessible=True,
        patterns=tuple(f"Kampanj {one}" for one in campaigns),
    )  # fmt: skip
    return Registered(id=f"b{n}", brief=brief)


def a_proof(n: int, family: object) -> Proof:
    # From the database come equal pieces, not the very ones that the ad was read with.
    shown = tuple(replace(piece) for piece in shown_by(family))
    if not n % EVERY_TENTH:
        shown = (replace(shown[0], value="Något annat"), *shown[1:])
    return Proof(
        id=f"k{n}", platform=Platform.META, account_id="act_1", creative_id=f"k{n}",
        ad_id=f"a{n}", shown=shown, fingerprint=fingerprint(shown), level=ProofLevel.SEEN,
        by="Anna", at=AT - timedelta(days=3),
    )  # fmt: skip


def main() -> None:
    ads = int(sys.argv[1]) if sys.argv[1:] else 10_000
    approved = Approved(pages=frozenset(("1001",)), instagram={"178401": "stockholms.stad"})
    snapshot = an_account(ads)
    spent = {one.id: Money(amount=Decimal(2_000), currency="SEK") for one in snapshot.campaigns}
    costs = Spent(
        platform=Platform.META, account_id="act_1", since=date(2026, 11, 1),
        until=AT.date() - timedelta(days=1), sums=spent,
    )  # fmt: skip
    register = a_register(snapshot)
    began = perf_counter()
    with uncollected():
        # For each account its briefs and proofs are made ready to be looked up.
        facts = Facts(
            snapshot=snapshot, approved=approved, as_of=AT, register=replace(register), spent=costs
        )
        verdicts = tuple(of_note(evaluate(ON_ACCOUNTS, facts), ()))
    judged = perf_counter()
    outcome = reconcile((), verdicts, account=(Platform.META, "act_1"), as_of=AT)
    opened = perf_counter()
    known = [finding for finding, _ in outcome.turned]
    reconcile(known, verdicts, account=(Platform.META, "act_1"), as_of=AT + timedelta(hours=1))
    ended = perf_counter()
    failed = sum(isinstance(said, Breach) for _, said in verdicts)
    sizes = (len(snapshot.ad_sets), len(snapshot.campaigns), len(register.briefs))
    print(f"{ads} ads, {sizes[0]} ad sets, {sizes[1]} campaigns, {sizes[2]} briefs")
    print(f"evaluated   {judged - began:.3f} s: {len(verdicts)} verdicts, {failed} fail")
    print(f"opened      {opened - judged:.3f} s: {len(known)} findings")
    print(f"reconciled  {ended - opened:.3f} s: the same once more")


if __name__ == "__main__":
    main()
