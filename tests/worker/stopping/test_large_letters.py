"""The mails of a stop of very many campaigns: below a megabyte, and what is left is all there."""

from __future__ import annotations

from policies.crisis import Outcome
from tests.policies.switches import panel
from tests.worker.stopping.mailed import mailed, result, row
from worker.mail import build, to_bytes

MEGABYTE = 1_000_000
LINK = "https://adsmanager.facebook.com/adsmanager/manage/campaigns?act={}&selected_campaign_ids={}"


def campaigns(number, outcome=Outcome.STOPPED, *, accounts=40):
    return [
        row(
            str(n), outcome, account=f"act_{n % accounts}", link=LINK.format(n % accounts, n),
            name=f"Kampanj {n} för alla stadsdelar i Stockholm",
        )
        for n in range(number)
    ]  # fmt: skip


def mail_of(rows, **changed):
    panels = tuple(
        panel(*(one.switch for one in rows if one.switch.account_id == account), account=account)
        for account in sorted({one.switch.account_id for one in rows})
    )
    came = result(*rows, panels=panels, **changed)
    return mailed(came, by_campaign={})["first@example.org"].mail


def test_a_thousand_campaigns_are_told_one_by_one():
    mail = mail_of(campaigns(1000))
    assert len(to_bytes(build(mail))) <= MEGABYTE
    assert all(f"({n})" in mail.text for n in range(1000))


def test_of_three_thousand_the_first_of_each_account_and_where_all_are():
    mail = mail_of(campaigns(3000))
    assert len(to_bytes(build(mail))) <= MEGABYTE
    assert "annonsvakt stops export 20261124-120000-9f3a" in mail.text
    assert mail.text.count("Här står de första") == 40


def test_what_is_to_be_finished_by_hand_is_never_left_out():
    failed = campaigns(300, Outcome.FAILED)
    mail = mail_of([*failed, *campaigns(3000)[300:]], verified=False)
    by_hand = mail.text.split("SLUTFÖR FÖR HAND")[1].split("Vad som ska göras")[0]
    assert all(f"({n})" in by_hand for n in range(300))
    assert len(to_bytes(build(mail))) <= MEGABYTE
