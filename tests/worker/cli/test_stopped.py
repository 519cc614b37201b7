"""The screens of a stop: what fits where, what stands first and last, and how progress shows."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING, Doing, Outcome, Row, not_covered
from policies.model import Platform, Unread, Words
from tests.policies.switches import campaign, linked, panel
from worker.cli.progress import Progress
from worker.cli.stopped import _lines
from worker.cli.stopped_json import as_json
from worker.language import Language
from worker.stopping.outcome import Result
from worker.stopping.pacing import Paced
from worker.stopping.steps import Stage, Step

META = Platform.META
SWEDISH, ENGLISH = (Language(code, ZoneInfo("Europe/Stockholm")) for code in ("sv", "en"))
END = datetime(2026, 12, 24, 11, tzinfo=UTC)


def result(*rows, doing=Doing.STOP, confirmed=False, panels=(), gaps=(), **more):
    told = {
        "doing": doing, "stop_id": "20261124-232543-9f3a", "scope": EVERYTHING,
        "confirmed": confirmed, "rows": rows, "panels": panels or (panel(campaign(1)),),
        "gaps": gaps, "unread": gaps, "not_covered": not_covered(enabled=[META], present=[META]),
        "verified": False, "requests": {}, "seconds": 1.0,
        "number": sum(row.outcome is Outcome.PLANNED for row in rows),
        "head": "ab" * 32, "journal": "/srv/var/stops/x.jsonl",
    }  # fmt: skip
    return Result(**(told | more))


def planned(number, **more):
    return Row(switch=campaign(number, **more), outcome=Outcome.PLANNED)


def lines(told, *, full=False, width=None, language=SWEDISH):
    return list(_lines(told, language, full=full, width=width))


@pytest.fixture
def crowd():
    """40 accounts with 25 campaigns each; account n spends n crowns a day on each of them."""
    rows = [
        planned(1000 * account + n, account=f"act_{account}", daily=str(account), end=END)
        for account in range(1, 41)
        for n in range(25)
    ]
    panels = [panel(campaign(n), account=f"act_{n}") for n in range(1, 41)]
    return result(*rows, panels=tuple(panels))


def test_a_thousand_campaigns_in_forty_accounts_fit_one_screen(crowd):
    told = lines(crowd)
    assert len(told) <= 60
    accounts = [one for one in told if "(act_" in one]
    assert len(accounts) == 40
    assert "(act_40): kampanjer: 25, 1\xa0000\xa0kr om dagen, slutar senast" in accounts[0]
    assert told[0].startswith("Inget är stoppat än. Skulle stoppas: 1000.")
    assert told[-1] == "Skriv detta för att gå vidare: PAUSA 1000"
    assert any("kampanjer: 1000, annonskonton: 40, 20\xa0500\xa0kr" in one for one in told)


def test_asked_for_in_full_each_campaign_has_its_line(crowd):
    told = lines(crowd, full=True)
    assert sum("slutar tors 24 dec. 2026" in one for one in told) == 1000
    assert told[-1] == "Skriv detta för att gå vidare: PAUSA 1000"
    assert len(as_json(crowd, SWEDISH)["targets"]) == 1000


def test_the_largest_daily_budget_comes_first():
    rows = [planned(1, daily="5"), planned(2, account="act_2", daily="90"), planned(3, daily="50")]
    told = "\n".join(lines(result(*rows), full=True))
    assert told.index("act_2") < told.index("(3)") < told.index("(1)")


def test_sums_of_different_currencies_are_not_added_up():
    euro = planned(2, daily="7")
    money = replace(euro.switch.daily_budget, currency="EUR")
    euro = replace(euro, switch=replace(euro.switch, daily_budget=money))
    [account] = [one for one in lines(result(planned(1, daily="5"), euro)) if "act_1" in one]
    assert "5\xa0kr + 7\xa0€ om dagen" in account or ("7\xa0€ + 5\xa0kr om dagen" in account)


def test_a_long_name_is_cut_at_the_width_and_its_number_never():
    row = planned(120200000000000001, name="Mycket lång kampanj " * 9, daily="5")
    [line] = [one for one in lines(result(row), full=True, width=70) if "1202" in one]
    assert len(line) <= 70
    assert "(120200000000000001)" in line
    assert "…" in line


def test_what_is_not_certain_what_is_unread_and_what_is_not_covered_are_told_apart():
    dark = replace(panel(campaign(1)), may_turn=False)
    gap = Unread(
        what="account", because=Words("No answer in time."), platform=META, account_id="act_9"
    )
    unclear = Row(
        switch=campaign(5, intent="ODD"), outcome=Outcome.UNKNOWN, error=Words("Nobody knows.")
    )
    off = Row(switch=campaign(6, intent="PAUSED"), outcome=Outcome.ALREADY_OFF)
    told = lines(result(planned(1), unclear, off, panels=(dark,), gaps=(gap,)), language=ENGLISH)
    text = "\n".join(told)
    order = [
        "WOULD BE STOPPED", "Off already, and left as it is: 1.", "NOT CERTAIN TO STOP",
        "NO RIGHT to stop it", "Kampanj 5 (5): Nobody knows.", "COULD NOT BE READ",
        "Meta act_9: No answer in time.", "NOT COVERED", "X: X has no connector",
        "To go on, type: PAUSE 1",
    ]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert told[-1] == order[-1]


def test_how_long_it_takes_is_told_beforehand():
    paced = Paced(platform=META, account_id="act_1", writes=60, at_once=18, seconds=915.0)
    told = lines(result(planned(1), paced=(paced,)))
    place = next(n for n, one in enumerate(told) if one.startswith("DET TAR TID"))
    assert told[place + 1] == "  Meta act_1: 60 kampanjer, 18 åt gången; ungefär 16 minuter"
    [timing] = as_json(result(planned(1), paced=(paced,)), SWEDISH)["timing"]
    assert (timing["at_once"], timing["seconds"]) == (18, 915)


def test_afterwards_the_truth_comes_first_then_what_is_left_then_what_comes_next():
    left = Row(
        switch=campaign(7, link="https://example.org/7"),
        outcome=Outcome.FAILED,
        error=Words("It refuses."),
    )
    rows = (
        Row(switch=campaign(1, daily="5"), outcome=Outcome.STOPPED),
        Row(switch=campaign(2), outcome=Outcome.ADDED),
        left,
    )
    told = lines(result(*rows, confirmed=True), language=ENGLISH)
    assert told[0] == "NOT everything is off: 2 stopped, 1 left for you, by hand below."
    assert told[1:4] == ["Covers: everything", "", "FINISH BY HAND:"]
    assert told[4].endswith("Kampanj 7 (7): It refuses. https://example.org/7")
    text = "\n".join(told)
    order = [
        "FINISH BY HAND",
        "TURNED ON AFTER THE PLAN",
        "Kampanj 2 (2)",
        "NOT COVERED",
        "WHAT NOW",
    ]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    for command in ("stops hold", "resume", "stops countersign"):
        assert f"annonsvakt {command} 20261124-232543-9f3a" in text
    assert "ab" * 32 in text


def test_hostile_names_stay_on_their_line(capsys):
    from worker.cli.stopped import tell

    tell(result(planned(1, name="Fest\x1b[2J\nPAUSA 99\u202e")), SWEDISH)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert out.splitlines()[-1] == "Skriv detta för att gå vidare: PAUSA 1"


# --- progress ------------------------------------------------------------------------------------


def step(stage, account="act_1", **more):
    return Step(stage=stage, platform=META, account_id=account, **more)


def test_progress_is_plain_lines_where_there_is_no_terminal(capsys):
    progress = Progress(SWEDISH, lambda: END)
    for one in ("act_1", "act_2"):
        progress.step(step(Stage.LISTED, one))
    progress.step(step(Stage.READING))
    progress.step(step(Stage.READ))
    progress.step(step(Stage.TURNING, "act_2", switches=7))
    for seconds in (300, 295):
        until = END + timedelta(seconds=300)
        progress.clock = lambda left=seconds: END + timedelta(seconds=300 - left)
        progress.step(step(Stage.WAITING, "act_2", switches=3, until=until))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Meta act_1: läst (1 av 2)",
        "Meta act_2: 7 ställs om",
        "Meta act_2: väntar på sin tur, 3 kvar, klart omkring 12:05 (om 5 min 0 s)",
    ]


def test_at_a_terminal_progress_is_one_line_that_is_written_over_and_taken_away():
    program = (
        "from zoneinfo import ZoneInfo; from worker.cli import terminal; "
        "from worker.cli.progress import Progress; from worker.clock import now; "
        "from worker.language import Language; from worker.stopping.steps import Stage, Step; "
        "p = Progress(Language('en', ZoneInfo('UTC')), now); "
        "s = lambda stage, n: p.step(Step(stage=stage, platform='meta', account_id=n)); "
        "[s(Stage.LISTED, n) for n in ('act_1', 'act_2')]; s(Stage.READING, 'act_1'); "
        "s(Stage.READ, 'act_1'); terminal.out('done')"
    )
    ours, theirs = os.openpty()
    subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=True,
        stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = os.read(ours, 4096).decode()
    os.close(ours)
    assert "\r0 of 2 accounts · Meta act_1: being read" in seen
    assert "\r1 of 2 accounts" in seen
    assert "\x1b" not in seen
    assert seen.rpartition("\r")[0].endswith("\rdone") or seen.endswith("\rdone\r\n")


def test_linkedins_campaigns_stand_under_their_account():
    told = "\n".join(lines(result(Row(switch=linked(9), outcome=Outcome.PLANNED)), full=True))
    assert "LinkedIn (5001): kampanjer: 1" in told
    assert "  Kampanj 9 (9)" in told
