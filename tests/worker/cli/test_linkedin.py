"""`linkedin login`: consent by a browser on this machine and by hand, over the sandbox."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from connectors.linkedin.oauth import App, consent_address
from connectors.sandbox import Sandbox
from worker.cli.run import run
from worker.config import load
from worker.tokens import Side, held
from worker.tokens.consent import Coming, Listener, NoConsent, code_in, redirect_uri

CONFIGURATION = """
language = "en"
[linkedin]
base_url = "{url}"
oauth_url = "{url}"
ads_client_id = "1"
ads_client_secret = "sandbox-secret"
"""


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Sandbox(clock=lambda: datetime.now(UTC), city=False) as sandbox:
        sandbox.base_url = sandbox.start()
        Path("annonsvakt.toml").write_text(CONFIGURATION.format(url=sandbox.base_url), "utf-8")
        yield sandbox


def where_it_ends(address):
    with requests.get(address, allow_redirects=False, timeout=5) as answer:
        return answer.headers["Location"]


class Member(io.TextIOBase):
    """A person at another machine: opens the address that was shown, and pastes where it ended."""

    def __init__(self, capsys, change=lambda address: address):
        self.capsys = capsys
        self.change = change
        self.shown = ""

    def readline(self, *_):
        self.shown = self.capsys.readouterr().err
        (address,) = [line for line in self.shown.splitlines() if line.startswith("http")]
        return self.change(where_it_ends(address)) + "\n"


def login(monkeypatch, capsys, *arguments, change=lambda address: address):
    member = Member(capsys, change)
    monkeypatch.setattr("sys.stdin", member)
    code = run(["linkedin", "login", *arguments])
    out, err = capsys.readouterr()
    return code, out, member.shown + err


def test_over_ssh_the_last_address_is_pasted_and_the_tokens_are_kept(served, monkeypatch, capsys):
    code, out, err = login(monkeypatch, capsys, "--paste", "--json")
    (told,) = json.loads(out)
    assert code == 0
    assert (told["side"], told["because"], told["missing_scopes"]) == ("ads", None, [])
    assert "rw_ads" in told["scopes"]
    settings = load(None)
    token = held(settings.linkedin, Side.ADS, settings.state_dir).token
    assert token.startswith("sandbox-ads-")
    assert token not in out + err
    assert Path(told["file"]).is_file()
    assert "It is renewed by itself until" in err


def test_the_token_that_was_fetched_is_the_one_that_reads(served, monkeypatch, capsys):
    login(monkeypatch, capsys, "ads", "--paste")
    assert run(["sweep", "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    (listed,) = [one for one in told["unread"] if one["what"] == "accounts"]
    # LinkedIn takes the token, of a member without any account.
    assert listed["because"].startswith("The token sees no ad account at all.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda address: "", "not the address of this login"),
        (lambda address: address.replace("state=", "state=x"), "not the address of this login"),
        (lambda address: address.replace("code=", "kod="), "no code in this address"),
    ],
    ids=["nothing", "another-login", "no-code"],
)
def test_an_address_that_does_not_fit_is_refused_with_a_remedy(
    served, monkeypatch, capsys, change, says
):
    code, out, err = login(monkeypatch, capsys, "--paste", "--json", change=change)
    assert code == 1
    assert says in err
    assert says in json.loads(out)[0]["because"]


def test_a_member_who_does_not_agree_is_believed(served, monkeypatch, capsys):
    served.world.faults.set_toggles({"linkedin.consent_denied": True}, {"linkedin.consent_denied"})
    code, _, err = login(monkeypatch, capsys, "--paste")
    assert code == 1
    assert "user_cancelled_authorize" in err


def test_a_refusal_and_a_dead_platform_are_told_apart(served, monkeypatch, capsys):
    code, out, err = login(
        monkeypatch, capsys, "--paste", "--json", change=lambda a: a.replace("code=", "code=x")
    )
    assert code == 4
    assert "LinkedIn refuses the app of [linkedin] ads_client_id" in err
    assert json.loads(out)[0]["file"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nobody"], "there is no app nobody"),
        (["community"], "community_client_id, community_client_secret"),
    ],
)
def test_an_app_that_is_not_there_or_not_configured_is_wrong_use(served, capsys, arguments, says):
    assert run(["linkedin", "login", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in " ".join(err.replace("│", " ").split())


def test_without_a_section_there_is_nothing_to_log_in_to(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("annonsvakt.toml").write_text('language = "en"\n')
    assert run(["linkedin", "login"]) == 2
    assert "no section [linkedin]" in capsys.readouterr().err


def test_a_browser_on_this_machine_comes_back_by_itself(served):
    listener = Listener(0)
    coming = Coming(redirect_uri=redirect_uri(listener.port), state="s-1")
    app = App(oauth_url=served.base_url, place="p", client_id="1", client_secret="sandbox-secret")
    address = consent_address(
        app, redirect_uri=coming.redirect_uri, scopes=("r_ads",), state=coming.state
    )
    seen = []

    def browse():
        requests.get(f"http://127.0.0.1:{listener.port}/favicon.ico", timeout=5).close()
        with requests.get(address, timeout=5) as page:
            seen.append((page.status_code, page.text))

    browser = threading.Thread(target=browse)
    browser.start()
    back = listener.wait("Klart & färdigt", "sv", seconds=20)
    browser.join()
    assert code_in(back, coming)
    assert seen[0][0] == 200
    assert "Klart" in seen[0][1]


def test_nobody_who_comes_is_told_after_a_while():
    with pytest.raises(NoConsent, match="Nobody came back"):
        Listener(0).wait("Klart", "sv", seconds=0.1)


def test_a_port_that_is_taken_is_told_with_the_remedy():
    first = Listener(0)
    with pytest.raises(NoConsent, match="--port"):
        Listener(first.port)
    with pytest.raises(NoConsent):
        first.wait("Klart", "sv", seconds=0.1)
