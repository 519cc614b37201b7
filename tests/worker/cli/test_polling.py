"""`sweep` on the command line, over HTTP against the sandbox: its answers and its exit codes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox import Sandbox
from policies.model import Platform, Unread, Words
from worker.cli.run import run
from worker.cli.swept import as_json, summary
from worker.language import Language
from worker.sweeping.means import AccountRead, Swept

NOW = datetime.now(UTC)
LINKEDIN = """
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_token = "{token}"
community_token = "sandbox-community"
organizations = ["urn:li:organization:77"]
approved_organizations = ["urn:li:organization:77"]
"""


@pytest.fixture(scope="module")
def served():
    """The invented city, served once."""
    sandbox = Sandbox(clock=lambda: datetime.now(UTC))
    yield sandbox.start()
    sandbox.stop()


@pytest.fixture
def office(served, tmp_path, monkeypatch):
    """A folder with a configuration for the city's LinkedIn."""
    monkeypatch.chdir(tmp_path)
    configure(LINKEDIN.format(url=served, token="sandbox-ads"))
    return served


def configure(platforms):
    Path("annonsvakt.toml").write_text(
        f'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n{platforms}', "utf-8"
    )


def ask(capsys, *arguments):
    code = run(["sweep", *arguments, "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out) if out else None


def test_a_sweep_answers_with_the_keys_of_the_contract_and_finds_the_same_once_only(office, capsys):
    code, swept = ask(capsys)
    assert code == 0
    assert list(swept) == ["accounts", "read", "unread", "findings", "requests", "seconds"]
    assert list(swept["read"]) == ["campaigns", "ad_sets", "ads", "comments", "messages"]
    assert list(swept["findings"]) == ["opened", "open", "resolved", "unknown"]
    assert swept["findings"]["opened"] == swept["findings"]["open"] > 0
    assert swept["read"]["ads"] > 0
    assert swept["requests"]["meta"] == {"http": 0, "counted": 0}
    assert swept["requests"]["linkedin"]["http"] <= swept["requests"]["linkedin"]["counted"]
    again = ask(capsys)[1]
    assert again["findings"] == swept["findings"] | {"opened": 0}


def test_a_sweep_is_told_in_a_few_lines(office, capsys):
    assert run(["sweep", "--verbose"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Read: ")
    assert "LinkedIn: " in err


def test_accounts_that_the_configuration_leaves_out_are_named_though_nobody_looks_on(
    served, office, capsys
):
    told = LINKEDIN.format(url=served, token="sandbox-ads") + 'ad_accounts = ["5001"]\n'
    configure(told)
    assert run(["sweep", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["accounts"][0]["id"] == "5001"
    assert "nobody watches these ad accounts" in err
    assert "(5002)" in err


def test_an_account_is_asked_for_by_its_id_and_a_wrong_one_refused(office, capsys):
    code, swept = ask(capsys, "--account", "5001")
    assert (code, [one["id"] for one in swept["accounts"]]) == (0, ["5001"])
    assert run(["sweep", "--account", "5009", "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, "5001" in err) == ("", True)


@pytest.mark.parametrize("platform", ["meta", "x", "nothing"])
def test_a_platform_that_is_not_configured_is_refused(office, capsys, platform):
    assert run(["sweep", "--platform", platform]) == 2
    out, err = capsys.readouterr()
    assert (out, "linkedin" in err) == ("", True)


def test_without_any_platform_there_is_nothing_to_sweep(office, capsys):
    configure("")
    assert run(["sweep"]) == 2
    assert "no platform is configured" in " ".join(capsys.readouterr().err.split())


def test_a_platform_without_its_token_is_unread_and_ends_with_code_4(office, capsys):
    configure(LINKEDIN.format(url=office, token=""))
    code, swept = ask(capsys)
    assert code == 4
    assert ("linkedin", "accounts") in {(one["platform"], one["what"]) for one in swept["unread"]}
    assert run(["sweep"]) == 4
    assert "Could not be read:" in capsys.readouterr().out


def test_a_database_that_cannot_be_used_ends_with_code_4_and_the_same_keys(office, capsys):
    platforms = LINKEDIN.format(url=office, token="sandbox-ads")
    Path("annonsvakt.toml").write_text(
        f'[database]\nurl = "sqlite:////dev/null/x.db"\n{platforms}', "utf-8"
    )
    code, swept = ask(capsys)
    assert code == 4
    assert [one["what"] for one in swept["unread"]] == ["database"]
    assert swept["read"]["ads"] == 0
    assert run(["sweep"]) == 4


def test_what_is_unread_of_one_ad_stands_with_its_account_and_is_no_gap():
    because, both = Words("It is not there."), {"platform": Platform.META, "account_id": "act_1"}
    film, ads = (Unread(what=what, because=because, **both) for what in ("films:1", "ads"))
    post = Unread(what="posts:7", because=because, platform=Platform.META)
    swept = Swept(
        accounts=(AccountRead(platform=Platform.META, id="act_1", name="", unread=(film, ads)),),
        read={}, unread=(film, ads, post), findings={}, requests={}, started_at=NOW,
        finished_at=NOW,
    )  # fmt: skip
    told = as_json(swept, Language("en", ZoneInfo("Europe/Stockholm")))
    assert [one["what"] for one in told["accounts"][0]["unread_parts"]] == ["films:1"]
    assert [one["what"] for one in told["unread"]] == ["ads", "posts:7"]


def test_places_with_one_reason_are_told_in_one_line_and_too_many_only_counted(capsys):
    because = Words("It is not there.")
    unread = tuple(
        Unread(what=f"ads:{number}", because=because, platform=Platform.META, account_id="act_1")
        for number in range(7)
    )
    swept = Swept(
        accounts=(AccountRead(platform=Platform.META, id="act_1", name="", unread=unread),),
        read={"campaigns": 0, "ad_sets": 0, "ads": 0, "comments": 0, "messages": 0},
        unread=unread,
        findings={"opened": 0, "open": 0, "resolved": 0, "unknown": 0},
        requests={},
        started_at=NOW,
        finished_at=NOW,
    )
    summary(swept, Language("en", ZoneInfo("Europe/Stockholm")))
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.count("ads (") == 5
    assert "+2: It is not there." in last
