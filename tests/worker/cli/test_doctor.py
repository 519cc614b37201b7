"""`doctor` on the command line, over HTTP against the sandbox: its lines and its exit codes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.linkedin.grant import Grant
from connectors.sandbox import Sandbox
from policies.model import Words
from tests.worker.postbox import Postbox, free_port, served
from worker.cli.doctor import code
from worker.cli.run import run
from worker.doctoring.lines import Desk, asking
from worker.tokens import Side
from worker.tokens.keeping import keep

DAY = timedelta(days=1)
SECRETS = ("sandbox-meta", "sandbox-user", "sandbox-secret", "sandbox-ads", "sandbox-community")
TOKENS = {
    "app_id": "1",
    "app_secret": "sandbox-secret",
    "access_token": "sandbox-meta",
    "ad_accounts": ["act_1"],
    "pages": ["1001"],
    "approved_instagram": [{"id": "17841400000000001", "username": "stockholms.stad"}],
}
MEMBER = {
    "ads_token": "sandbox-ads",
    "community_token": "sandbox-community",
    "ads_client_id": "1",
    "ads_client_secret": "sandbox-secret",
    "community_client_id": "1",
    "community_client_secret": "sandbox-secret",
}


@pytest.fixture(scope="module")
def sandbox():
    """The invented city, served once."""
    with Sandbox(clock=lambda: datetime.now(UTC)) as sandbox:
        sandbox.base_url = sandbox.start()
        yield sandbox


@pytest.fixture(scope="module")
def postbox():
    with served(Postbox()) as address:
        yield address


@pytest.fixture
def office(sandbox, postbox, tmp_path, monkeypatch):
    """A folder with a sound configuration; the answer writes another."""
    monkeypatch.chdir(tmp_path)
    sandbox.world.faults.toggles = {}
    sandbox.requests.clear()

    def configure(meta=TOKENS, linkedin=None, mail=postbox, report_to=("redaktion@example.org",)):
        sections = {
            "database": {"url": "sqlite:///annonsvakt.db"},
            "mail": {"url": f"smtp://{mail}", "report_to": report_to},
            "health": {"listen": ""},
        }
        if meta is not None:
            sections["meta"] = {"base_url": sandbox.base_url, **meta}
        if linkedin is not None:
            hosts = {"base_url": sandbox.base_url, "oauth_url": sandbox.base_url}
            sections["linkedin"] = {**hosts, **linkedin}
        Path("annonsvakt.toml").write_text(written(sections), "utf-8")

    configure()
    return configure


def written(sections):
    """Sections as TOML; lists and texts are written as in JSON, save for objects in lists."""
    lines = ['language = "en"', 'state_dir = "var"']
    for name, keys in sections.items():
        lines.append(f"[{name}]")
        for key, value in keys.items():
            text = json.dumps(value).replace('": "', '" = "') if key == "approved_instagram" else (
                json.dumps(value))  # fmt: skip
            lines.append(f"{key} = {text}")
    return "\n".join(lines) + "\n"


def toggle(sandbox, **toggles):
    from connectors.sandbox.meta import TOGGLES

    named = {f"meta.{name}": value for name, value in toggles.items()}
    sandbox.world.faults.set_toggles(named, TOGGLES)


def ask(capsys):
    """Exit code, and the lines by check."""
    ended = run(["doctor", "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert not any(secret in out + err for secret in SECRETS)
    found = {}
    for line in json.loads(out)["lines"]:
        found.setdefault(line["check"], []).append(line)
    return ended, found


def states(found, check):
    return {line["state"] for line in found[check]}


def faults(found):
    return {check for check in found if states(found, check) - {"ok", "warn"}}


def test_when_all_is_in_order_every_line_says_so_and_the_code_is_0(office, capsys):
    assert run(["sweep", "--platform", "meta"]) in (0, 4)
    capsys.readouterr()
    ended, found = ask(capsys)
    assert (ended, faults(found)) == (0, set())
    assert {line["remedy"] for line in found["meta.token"]} == {None}


def test_nothing_is_changed_on_a_platform(office, sandbox, capsys):
    before = repr(sandbox.world.meta), repr(sandbox.world.linkedin)
    office(linkedin=MEMBER)
    ask(capsys)
    assert {one.method for one in sandbox.requests if "/oauth/" not in one.path} <= {"GET", "HEAD"}
    assert (repr(sandbox.world.meta), repr(sandbox.world.linkedin)) == before


def test_a_platform_that_was_never_read_is_a_fault(office, capsys):
    ended, found = ask(capsys)
    assert (ended, faults(found)) == (1, {"poll"})
    assert "annonsvakt sweep" in found["poll"][0]["remedy"]


def test_an_expired_token_is_a_fault_of_everything_that_needs_it(office, sandbox, capsys):
    toggle(sandbox, token_expired=True)
    ended, found = ask(capsys)
    assert ended == 1
    assert {"meta.token", "meta.account", "meta.page"} <= faults(found)
    assert "has expired" in found["meta.token"][0]["remedy"]
    assert states(found, "clock") == {"ok"}


@pytest.mark.parametrize(
    ("toggles", "check", "state"),
    [
        ({"read_only": ["act_1"]}, "meta.right_to_pause", "fail"),
        ({"no_permission": ["act_1"]}, "meta.account", "unknown"),
        ({"no_moderate": ["1001"]}, "meta.page", "fail"),
        ({"missing_scopes": ["pages_messaging"]}, "meta.scopes", "fail"),
        ({"limited_scopes": {"ads_management": ["9"]}}, "meta.reach", "fail"),
        ({"token_expires_in_days": 10}, "meta.token_end", "warn"),
        ({"data_access_expires_in_days": 10}, "meta.data_access_end", "warn"),
        ({"html_page": True}, "meta.token", "unknown"),
    ],
)
def test_what_is_wrong_at_meta_is_told_with_its_remedy(
    office, sandbox, capsys, toggles, check, state
):
    toggle(sandbox, **toggles)
    found = ask(capsys)[1]
    (line,) = [one for one in found[check] if one["state"] != "ok"]
    assert line["state"] == state
    assert line["remedy"]


def test_a_version_that_meta_answers_as_another_is_warned_of(office, sandbox, capsys):
    toggle(sandbox, old_versions=True)
    assert "meta.version" not in ask(capsys)[1]
    office(TOKENS | {"api_version": "v24.0"})
    [line] = ask(capsys)[1]["meta.version"]
    assert (line["state"], "version v24.0" in line["message"]) == ("warn", True)


def test_two_missing_permissions_are_two_lines(office, sandbox, capsys):
    toggle(sandbox, missing_scopes=["instagram_basic", "ads_management"])
    assert [line["message"] for line in ask(capsys)[1]["meta.scopes"]] == [
        "Instagram accounts are not resolved, so no sender there can be checked.",
        "No campaign can be paused.",
    ]


def test_a_persons_token_is_warned_of_and_seen_to_lack_what_it_lacks(office, capsys):
    office(TOKENS | {"access_token": "sandbox-user"})
    found = ask(capsys)[1]
    assert states(found, "meta.token") == {"warn"}
    assert "fail" in states(found, "meta.scopes")


def test_a_stop_token_of_its_own_is_looked_at_and_does_the_pausing(office, sandbox, capsys):
    office(TOKENS | {"stop_token": "sandbox-user"})
    toggle(sandbox, missing_scopes=["ads_management"])
    found = ask(capsys)[1]
    by_place = {line["subject"]: line["state"] for line in found["meta.token"]}
    assert by_place == {"[meta] access_token": "ok", "[meta] stop_token": "warn"}
    scopes = {line["subject"]: line["state"] for line in found["meta.scopes"]}
    assert scopes == {"[meta] access_token": "ok", "[meta] stop_token": "fail"}
    assert states(found, "meta.account") <= {"fail", "unknown"}


@pytest.mark.parametrize(
    ("missing", "state"), [("access_token", "fail"), ("app_secret", "unknown")]
)
def test_a_missing_token_is_a_fault_and_a_missing_secret_leaves_it_unknown(
    office, capsys, missing, state
):
    office({key: value for key, value in TOKENS.items() if key != missing})
    ended, found = ask(capsys)
    assert (ended, states(found, "meta.token")) == (1, {state})


def test_an_instagram_account_that_has_another_name_now_tells_it(office, capsys):
    office(TOKENS | {"approved_instagram": [{"id": "17841400000000001", "username": "gammalt"}]})
    (line,) = ask(capsys)[1]["meta.instagram"]
    assert (line["state"], "@stockholms.stad" in line["message"]) == ("warn", True)


def test_linkedins_tokens_are_asked_about_and_the_right_to_pause(office, sandbox, capsys):
    office(meta=None, linkedin=MEMBER)
    found = ask(capsys)[1]
    assert faults(found) == {"poll"}
    assert {line["subject"] for line in found["linkedin.right_to_pause"]} == {"5001", "5002"}
    assert len(found["linkedin.token_end"]) == 2


def test_linkedins_tokens_are_not_known_to_be_good_where_nobody_can_ask(office, capsys):
    office(meta=None, linkedin={"ads_token": "sandbox-ads"})
    found = ask(capsys)[1]
    assert [line["state"] for line in found["linkedin.token"]] == ["unknown", "fail"]
    assert "Not checked in depth" in found["linkedin.token"][0]["message"]


@pytest.mark.parametrize(
    ("toggles", "check", "state"),
    [
        ({"linkedin.token_revoked": True}, "linkedin.token", "fail"),
        ({"linkedin.token_revoked": True}, "linkedin.account", "fail"),
        ({"linkedin.read_only": ["5001"]}, "linkedin.right_to_pause", "fail"),
        ({"linkedin.no_permission": ["5001", "5002"]}, "linkedin.account", "fail"),
        ({"linkedin.empty_5xx": True}, "linkedin.account", "unknown"),
    ],
)
def test_what_is_wrong_at_linkedin_is_told(office, sandbox, capsys, toggles, check, state):
    sandbox.world.faults.set_toggles(toggles, toggles)
    office(meta=None, linkedin=MEMBER)
    assert state in states(ask(capsys)[1], check)


def test_a_tier_that_may_edit_listed_accounts_only_leaves_the_right_unknown(office, capsys):
    office(meta=None, linkedin=MEMBER | {"tier": "development", "ad_accounts": ["5001", "4"]})
    found = ask(capsys)[1]
    assert states(found, "linkedin.right_to_pause") == {"unknown"}
    assert [line["subject"] for line in found["linkedin.account"]] == ["4"]


def no_database():
    Path("annonsvakt.db").write_bytes(b"no database" * 500)
    Path("annonsvakt.db").chmod(0o600)


def test_when_nobody_answers_the_code_is_4(office, capsys):
    no_database()
    nowhere = f"127.0.0.1:{free_port()}"
    office(TOKENS | {"base_url": f"http://{nowhere}"}, mail=nowhere)
    ended, found = ask(capsys)
    assert ended == 4
    assert states(found, "meta.token") == {"unknown"}
    assert states(found, "state_dir") == {"ok"}


@pytest.mark.parametrize("on", [{}, {"meta": None, "linkedin": MEMBER}], ids=["meta", "linkedin"])
def test_when_a_platform_alone_answers_the_code_is_1(office, sandbox, capsys, on):
    no_database()
    office(**on, mail=f"127.0.0.1:{free_port()}")
    assert ask(capsys)[0] == 1
    toggle(sandbox, token_expired=True)
    sandbox.world.faults.set_toggles({"linkedin.token_revoked": True}, {"linkedin.token_revoked"})
    assert ask(capsys)[0] == 1


def test_what_is_known_without_asking_is_no_answer(office, capsys):
    no_database()
    at = datetime.now(UTC)
    grant = Grant(
        access_token="sandbox-ads", granted_at=at, expires_at=at + DAY, refresh_expires_at=at + DAY
    )
    keep(Path("var"), Side.ADS, grant, configured="sandbox-ads")
    nowhere = f"127.0.0.1:{free_port()}"
    dead = {"base_url": f"http://{nowhere}", "oauth_url": f"http://{nowhere}"}
    configured = {"ads_token": "sandbox-ads", "tier": "standard"}
    office(meta=None, linkedin=configured | dead, mail=nowhere, report_to=())
    ended, found = ask(capsys)
    assert (ended, states(found, "linkedin.account")) == (4, {"unknown"})
    known = {"linkedin.version", "linkedin.token_end", "linkedin.consent_end", "mail.recipients"}
    assert known <= set(found)


def test_a_configuration_that_is_not_sound_is_wrong_use(office, capsys):
    Path("annonsvakt.toml").write_text("[meta]\nacces_token = 'x'\n", "utf-8")
    assert run(["doctor", "--json"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("lang", "fault", "last"),
    [
        (
            "en",
            "FAULT    Last reading of Meta: It was never read as a whole, or long ago.",
            "In order: ",
        ),
        (
            "sv",
            "FEL      Senaste läsning av Meta: Aldrig läst i sin helhet, eller inte på länge.",
            "I ordning: ",
        ),
    ],
)
def test_people_read_the_state_in_words_and_the_remedy_below(
    office, capsys, tmp_path, lang, fault, last
):
    assert run(["--lang", lang, "doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index(fault) + 1].startswith("         → ")
    assert lines[-1].startswith(last)
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 80


def test_the_code_says_whether_a_person_is_needed():
    said, remedy = Words("So it is."), Words("Do this.")
    good, silent = asking("mail").ok(said), asking("meta.token").unknown(said, remedy)
    assert code([good]) == 0
    assert code([good, silent]) == 1
    assert code([Desk("configuration").ok(said), silent]) == 4
    assert code([Desk("configuration").warn(said, remedy)]) == 0
    assert code([Desk("linkedin.version").ok(said), silent]) == 4
    assert code([Desk("linkedin.version").fail(said, remedy)]) == 1
